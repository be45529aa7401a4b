use crate::{
    constants::VERSION,
    error::PodError,
    events::{record, RelayUpdated},
    prelude::*,
    rules::rules,
    state::{is_none, same, Relay, RELAY_OPEN},
    stored::Stored,
    sysvars::clock,
};

/// Accounts of the instructions by which an operator changes its relay.
#[derive(Accounts)]
#[repr(C)]
pub struct ChangeRelay {
    /// The relay's operator; signs because the relay is its own.
    pub operator: Signer,
    #[account(mut)]
    pub relay: Stored<Relay>,
}

rules!(ChangeRelay {
    operator: SIGNER,
    relay: RELAY.and(CHANGED),
});

/// What changes in a relay; nothing stays as it is.
pub struct RelayChanges<'a> {
    pub committer: Option<&'a Address>,
    pub receipt_key: Option<&'a Address>,
    pub merge_delay_slots: Option<u32>,
    pub endpoint: Option<&'a [u8]>,
}

impl ChangeRelay {
    /// Fails unless the operator signed and the relay is open.
    #[inline(always)]
    pub fn validate(&self) -> Result<()> {
        require!(
            same(self.operator.address(), &self.relay.operator),
            PodError::Unauthorized
        );
        require!(self.relay.state == RELAY_OPEN, PodError::RelaySealed);
        Ok(())
    }

    #[inline(always)]
    pub fn update(&mut self, changes: RelayChanges) -> Result<()> {
        self.validate()?;
        let slot = clock()?.slot;
        let address = *self.relay.address();
        let relay = &mut *self.relay;
        if let Some(committer) = changes.committer {
            require!(!is_none(committer), PodError::InvalidKey);
            relay.committer = *committer;
        }
        if let Some(key) = changes.receipt_key {
            require!(
                !is_none(key) && !same(key, &relay.receipt_key),
                PodError::InvalidKey
            );
            relay.receipt_key_chain = pod_core::hash::sha256([
                &relay.receipt_key_chain,
                relay.receipt_key.as_ref(),
                &slot.to_le_bytes(),
            ]);
            relay.receipt_key = *key;
            relay.receipt_key_since = slot;
        }
        if let Some(slots) = changes.merge_delay_slots {
            relay.set_merge_delay(slots)?;
        }
        if let Some(endpoint) = changes.endpoint {
            relay.set_endpoint(endpoint)?;
        }
        relay.invariant()?;
        record!(RelayUpdated {
            relay: address,
            committer: relay.committer,
            receipt_key: relay.receipt_key,
            receipt_key_chain: relay.receipt_key_chain,
            slot,
            merge_delay_slots: relay.merge_delay_slots,
            version: VERSION,
            reserved: [0; 3],
        });
        Ok(())
    }
}
