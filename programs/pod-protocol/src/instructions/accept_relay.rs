use crate::{
    constants::VERSION,
    error::PodError,
    events::{record, RelayAccepted},
    prelude::*,
    rules::rules,
    state::{is_none, same, Relay, NONE, RELAY_OPEN},
    stored::Stored,
};

#[derive(Accounts)]
#[repr(C)]
pub struct AcceptRelay {
    /// The operator that the relay was offered to; signs because it takes the relay over.
    pub operator: Signer,
    #[account(mut)]
    pub relay: Stored<Relay>,
}

rules!(AcceptRelay {
    operator: SIGNER,
    relay: RELAY.and(CHANGED),
});

impl AcceptRelay {
    #[inline(always)]
    pub fn handle(&mut self, committer: &Address) -> Result<()> {
        require!(
            same(self.operator.address(), &self.relay.pending_operator),
            PodError::NotOffered
        );
        require!(self.relay.state == RELAY_OPEN, PodError::RelaySealed);
        require!(!is_none(committer), PodError::InvalidKey);
        self.relay.operator = *self.operator.address();
        self.relay.pending_operator = NONE;
        self.relay.committer = *committer;
        self.relay.invariant()?;
        record!(RelayAccepted {
            relay: *self.relay.address(),
            operator: *self.operator.address(),
            committer: *committer,
            version: VERSION,
            reserved: [0; 7],
        });
        Ok(())
    }
}
