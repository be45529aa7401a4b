use crate::{
    constants::VERSION,
    error::PodError,
    events::{record, AgentClosed},
    prelude::*,
    rules::rules,
    state::{same, tombstone::bury, Agent},
    stored::Stored,
};

#[derive(Accounts)]
#[repr(C)]
pub struct CloseAgent {
    /// The agent's authority; signs because the agent is its own.
    pub authority: Signer,
    #[account(mut)]
    pub agent: Stored<Agent>,
    /// Who registered the agent, and gets the rent.
    #[account(mut, unsafe(dup))]
    pub creator: UncheckedAccount,
}

rules!(CloseAgent {
    authority: SIGNER,
    agent: AGENT.and(CHANGED),
    creator: WRITABLE,
});

impl CloseAgent {
    #[inline(always)]
    pub fn handle(&mut self) -> Result<()> {
        require!(
            same(self.authority.address(), &self.agent.authority),
            PodError::Unauthorized
        );
        require!(
            same(self.creator.address(), &self.agent.creator),
            PodError::WrongRentPayer
        );
        bury(self.agent.view(), &[], self.creator.account())?;
        record!(AgentClosed {
            agent: *self.agent.address(),
            version: VERSION,
            reserved: [0; 7],
        });
        Ok(())
    }
}
