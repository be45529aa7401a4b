use {
    super::register_agent::NewAgent,
    crate::{
        constants::{MAX_BATCH_SIZE, VERSION},
        error::PodError,
        events::{record, AgentsRegistered},
        pda::NewAccount,
        prelude::*,
        rules::rules,
        state::{Agent, Name, NAME_LENGTH},
        sysvars::clock,
        sysvars::rent_exempt_lamports,
    },
};

/// Followed by the agents to be, writable, in the order of their entries.
#[derive(Accounts)]
#[repr(C)]
pub struct RegisterAgentsBatch {
    /// Becomes the authority of every agent. Signs because its key is in the agents' addresses, and
    /// because it pays.
    #[account(mut)]
    pub creator: Signer,
    pub system_program: Program<System>,
}

rules!(RegisterAgentsBatch {
    creator: SIGNER.and(CHANGED),
    system_program: SYSTEM,
});

/// One agent of a batch.
#[derive(AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct AgentEntry<'a> {
    /// Canonical bump of the agent's address.
    pub bump: u8,
    /// UTF-8, 1 to 32 bytes, not padded.
    pub name: &'a [u8],
}

impl RegisterAgentsBatch {
    #[inline(always)]
    pub fn handle<'a>(
        &mut self,
        accounts: &[AccountView],
        signer: &Address,
        capabilities: u64,
        flags: u8,
        count: usize,
        agents: impl Iterator<Item = Result<AgentEntry<'a>>>,
    ) -> Result<()> {
        require!(count <= MAX_BATCH_SIZE as usize, PodError::BatchTooLarge);
        require!(
            count > 0 && count == accounts.len(),
            PodError::BatchMismatch
        );
        NewAgent::validate(signer, flags)?;
        let clock = clock()?;
        let lamports = rent_exempt_lamports(Agent::SPACE)?;
        let mut addresses: [&[u8]; MAX_BATCH_SIZE as usize] = [&[]; MAX_BATCH_SIZE as usize];
        for ((entry, target), address) in agents.zip(accounts).zip(&mut addresses) {
            let entry = entry?;
            *address = target.address().as_ref();
            let mut name: Name = [0; NAME_LENGTH];
            name.get_mut(..entry.name.len())
                .ok_or(PodError::InvalidName)?
                .copy_from_slice(entry.name);
            let new = NewAgent {
                creator: self.creator.address(),
                signer,
                name: &name,
                bump: entry.bump,
                capabilities,
                flags,
            };
            let account = NewAccount {
                payer: self.creator.account(),
                target,
                space: Agent::SPACE,
                lamports,
            };
            new.create(&account, &clock)?;
        }
        record!(AgentsRegistered {
            creator: *self.creator.address(),
            signer: *signer,
            agents_hash: pod_core::hash::sha256(addresses),
            capabilities,
            count: count as u8,
            flags,
            version: VERSION,
            reserved: [0; 5],
        });
        Ok(())
    }
}
