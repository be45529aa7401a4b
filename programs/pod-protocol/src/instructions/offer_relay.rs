use {
    super::update_relay::ChangeRelay,
    crate::{
        constants::VERSION,
        error::PodError,
        events::{record, RelayOffered},
        prelude::*,
        state::same,
    },
};

impl ChangeRelay {
    #[inline(always)]
    pub fn offer(&mut self, operator: &Address) -> Result<()> {
        self.validate()?;
        require!(!same(operator, &self.relay.operator), PodError::InvalidKey);
        self.relay.pending_operator = *operator;
        self.relay.invariant()?;
        record!(RelayOffered {
            relay: *self.relay.address(),
            pending_operator: *operator,
            version: VERSION,
            reserved: [0; 7],
        });
        Ok(())
    }
}
