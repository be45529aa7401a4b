use {
    crate::{
        constants::{MAX_ENDPOINT_LENGTH, MAX_MERGE_DELAY_SLOTS, VERSION},
        error::PodError,
        prelude::*,
        state::{is_none, same},
    },
    core::mem::{offset_of, size_of},
};

/// The relay takes messages.
pub const RELAY_OPEN: u8 = 1;
/// The relay has ended; its logs stay as they are.
pub const RELAY_SEALED: u8 = 2;

/// Who runs a relay, where it is, and which log it writes.
///
/// Address: `"relay", creator, id`.
#[account]
pub struct Relay {
    /// The key that opened the relay; a part of its address.
    pub creator: Address,
    /// May update, offer and seal the relay.
    pub operator: Address,
    /// The operator that the relay was offered to; zeros: none.
    pub pending_operator: Address,
    /// The hot key that commits to the log and opens the next epoch.
    pub committer: Address,
    /// The Ed25519 key that signs receipts.
    pub receipt_key: Address,
    /// SHA-256(chain before || receipt key before || slot of its end u64), from zeros.
    pub receipt_key_chain: [u8; 32],
    /// The relay that takes over from a sealed one; zeros: none.
    pub successor: Address,
    /// Messages in the log, over all epochs.
    pub messages: u64,
    /// The slot at which `receipt_key` became the receipt key.
    pub receipt_key_since: u64,
    /// Unix time in seconds.
    pub created_at: i64,
    /// Slots within which an accepted message is in the log.
    pub merge_delay_slots: u32,
    /// The epoch whose log takes commits.
    pub epoch: u32,
    /// Chosen by the creator; a part of the address.
    pub id: u32,
    /// 1 open, 2 sealed.
    pub state: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Version of this layout.
    pub version: u8,
    /// Bytes of the endpoint.
    pub endpoint_len: u8,
    /// URL at which clients reach the relay, padded with zeros.
    pub endpoint: [u8; 128],
}

const _: () = {
    assert!(size_of::<Relay>() == 392);
    assert!(offset_of!(Relay, committer) == 96);
    assert!(offset_of!(Relay, receipt_key) == 128);
    assert!(offset_of!(Relay, successor) == 192);
    assert!(offset_of!(Relay, messages) == 224);
    assert!(offset_of!(Relay, merge_delay_slots) == 248);
    assert!(offset_of!(Relay, state) == 260);
    assert!(offset_of!(Relay, endpoint) == 264);
};

impl Relay {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Stores `endpoint`, which must be text of 1 to 128 bytes.
    pub fn set_endpoint(&mut self, endpoint: &[u8]) -> Result<()> {
        require!(
            !endpoint.is_empty()
                && endpoint.len() <= MAX_ENDPOINT_LENGTH as usize
                && pod_core::text::is_text(endpoint),
            PodError::InvalidEndpoint
        );
        self.endpoint = [0; MAX_ENDPOINT_LENGTH as usize];
        self.endpoint[..endpoint.len()].copy_from_slice(endpoint);
        self.endpoint_len = endpoint.len() as u8;
        Ok(())
    }

    /// Stores the merge delay, 1 to 216,000 slots.
    pub fn set_merge_delay(&mut self, slots: u32) -> Result<()> {
        require!(
            slots > 0 && slots <= MAX_MERGE_DELAY_SLOTS,
            PodError::InvalidMergeDelay
        );
        self.merge_delay_slots = slots;
        Ok(())
    }

    /// Fails if the relay's fields contradict each other.
    #[inline(never)]
    pub fn invariant(&self) -> Result<()> {
        require!(
            !is_none(&self.operator)
                && !is_none(&self.committer)
                && !is_none(&self.receipt_key)
                && !same(&self.pending_operator, &self.operator)
                && self.merge_delay_slots > 0
                && self.endpoint_len > 0
                && (self.state == RELAY_SEALED || is_none(&self.successor))
                && self.version == VERSION,
            PodError::InvariantViolated
        );
        Ok(())
    }
}
