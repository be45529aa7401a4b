use crate::{
    constants::VERSION,
    error::PodError,
    events::{record, AgentRegistered},
    new::New,
    pda::NewAccount,
    prelude::*,
    rules::rules,
    seeds,
    state::{initialize, is_name, is_none, Agent, Name, AGENT_HOSTED},
    sysvars::clock,
};

#[derive(Accounts)]
#[repr(C)]
#[cfg_attr(feature = "idl-build", instruction(bump: u8, name: [u8; 32]))]
pub struct RegisterAgent {
    /// Becomes the agent's authority. Signs because its key is in the agent's address, so that
    /// nobody takes a name under it, and because it pays.
    #[account(mut)]
    pub creator: Signer,
    /// The agent to be; its address is checked when it is made.
    #[cfg_attr(
        feature = "idl-build",
        account(mut, seeds = [seeds::AGENT, creator.address().as_ref(), name.as_ref()], bump = bump)
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub agent: New<Agent>,
    pub system_program: Program<System>,
}

rules!(RegisterAgent {
    creator: SIGNER.and(CHANGED),
    agent: CHANGED,
    system_program: SYSTEM,
});

/// What a new agent begins with.
pub struct NewAgent<'a> {
    pub creator: &'a Address,
    pub signer: &'a Address,
    pub name: &'a Name,
    pub bump: u8,
    pub capabilities: u64,
    pub flags: u8,
}

impl NewAgent<'_> {
    /// Fails if an agent can't begin with this key and these flags.
    #[inline(always)]
    pub fn validate(signer: &Address, flags: u8) -> Result<()> {
        require!(!is_none(signer), PodError::InvalidKey);
        require!(flags & !AGENT_HOSTED == 0, PodError::InvalidKind);
        Ok(())
    }

    /// Makes the agent's account and fills it.
    #[inline(never)]
    pub fn create(&self, account: &NewAccount, clock: &Clock) -> Result<()> {
        require!(is_name(self.name), PodError::InvalidName);
        account.create(&[seeds::AGENT, self.creator.as_ref(), self.name], self.bump)?;
        let mut view = *account.target;
        let agent = initialize::<Agent>(&mut view)?;
        agent.creator = *self.creator;
        agent.authority = *self.creator;
        agent.signer = *self.signer;
        agent.name = *self.name;
        agent.signer_since = clock.slot;
        agent.capabilities = self.capabilities;
        agent.created_at = clock.unix_timestamp;
        agent.last_active = clock.unix_timestamp;
        agent.flags = self.flags;
        agent.bump = self.bump;
        agent.version = VERSION;
        agent.invariant()
    }
}

impl RegisterAgent {
    #[inline(always)]
    pub fn handle(
        &mut self,
        bump: u8,
        name: &Name,
        signer: &Address,
        capabilities: u64,
        flags: u8,
    ) -> Result<()> {
        let new = NewAgent {
            creator: self.creator.address(),
            signer,
            name,
            bump,
            capabilities,
            flags,
        };
        NewAgent::validate(signer, flags)?;
        let account = NewAccount::new(self.creator.account(), self.agent.account(), Agent::SPACE)?;
        new.create(&account, &clock()?)?;
        record!(AgentRegistered {
            agent: *self.agent.address(),
            creator: *self.creator.address(),
            signer: *signer,
            capabilities,
            flags,
            version: VERSION,
            reserved: [0; 6],
        });
        Ok(())
    }
}
