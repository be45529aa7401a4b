use {
    super::rotate_signer::rotate,
    crate::{
        constants::VERSION,
        error::PodError,
        events::{record, AgentAccepted},
        prelude::*,
        rules::rules,
        state::{same, Agent, AGENT_HOSTED, NONE},
        stored::Stored,
    },
};

#[derive(Accounts)]
#[repr(C)]
pub struct AcceptAgent {
    /// The authority that the agent was offered to; signs because it takes the agent over.
    pub authority: Signer,
    #[account(mut)]
    pub agent: Stored<Agent>,
}

rules!(AcceptAgent {
    authority: SIGNER,
    agent: AGENT.and(CHANGED),
});

impl AcceptAgent {
    #[inline(always)]
    pub fn handle(&mut self, signer: &Address, flags: u8) -> Result<()> {
        require!(
            same(self.authority.address(), &self.agent.pending_authority),
            PodError::NotOffered
        );
        require!(flags & !AGENT_HOSTED == 0, PodError::InvalidKind);
        rotate(&mut self.agent, signer)?;
        self.agent.authority = *self.authority.address();
        self.agent.pending_authority = NONE;
        self.agent.flags = flags;
        self.agent.invariant()?;
        record!(AgentAccepted {
            agent: *self.agent.address(),
            authority: *self.authority.address(),
            flags,
            version: VERSION,
            reserved: [0; 6],
        });
        Ok(())
    }
}
