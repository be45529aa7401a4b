use crate::{
    constants::VERSION,
    error::PodError,
    events::{record, AgentUpdated},
    prelude::*,
    rules::rules,
    state::{same, Agent},
    stored::Stored,
};

/// Accounts of the instructions by which an authority changes its agent.
#[derive(Accounts)]
#[repr(C)]
pub struct ChangeAgent {
    /// The agent's authority; signs because the agent is its own.
    pub authority: Signer,
    #[account(mut)]
    pub agent: Stored<Agent>,
}

rules!(ChangeAgent {
    authority: SIGNER,
    agent: AGENT.and(CHANGED),
});

impl ChangeAgent {
    /// Fails unless the authority signed.
    #[inline(always)]
    pub fn validate(&self) -> Result<()> {
        require!(
            same(self.authority.address(), &self.agent.authority),
            PodError::Unauthorized
        );
        Ok(())
    }

    #[inline(always)]
    pub fn update(&mut self, capabilities: u64) -> Result<()> {
        self.validate()?;
        self.agent.capabilities = capabilities;
        self.agent.invariant()?;
        record!(AgentUpdated {
            agent: *self.agent.address(),
            capabilities,
            version: VERSION,
            reserved: [0; 7],
        });
        Ok(())
    }
}
