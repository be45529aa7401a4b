use {
    super::update_agent::ChangeAgent,
    crate::{
        constants::VERSION,
        error::PodError,
        events::{record, AgentOffered},
        prelude::*,
        state::same,
    },
};

impl ChangeAgent {
    #[inline(always)]
    pub fn offer(&mut self, authority: &Address) -> Result<()> {
        self.validate()?;
        require!(
            !same(authority, &self.agent.authority),
            PodError::InvalidKey
        );
        self.agent.pending_authority = *authority;
        self.agent.invariant()?;
        record!(AgentOffered {
            agent: *self.agent.address(),
            pending_authority: *authority,
            version: VERSION,
            reserved: [0; 7],
        });
        Ok(())
    }
}
