use {
    crate::{constants::VERSION, error::PodError, prelude::*},
    core::mem::{offset_of, size_of},
};

/// How an agent is reached, and what it says of itself.
///
/// Address: `"profile", agent`.
#[account]
pub struct Profile {
    /// Agent whose profile this is.
    pub agent: Address,
    /// Who paid for the account and gets its rent back.
    pub rent_payer: Address,
    /// X25519 key for messages to the agent; zeros: none.
    pub encryption_key: [u8; 32],
    /// Relay at which the agent takes messages; zeros: none.
    pub home_relay: Address,
    /// SHA-256 of a document about the agent; zeros: none.
    pub metadata_hash: [u8; 32],
    /// Unix time in seconds of the last change.
    pub updated_at: i64,
    /// Multicodec of the document's CID.
    pub metadata_codec: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Version of this layout.
    pub version: u8,
    /// Zeros.
    pub reserved: [u8; 5],
}

const _: () = {
    assert!(size_of::<Profile>() == 176);
    assert!(offset_of!(Profile, encryption_key) == 64);
    assert!(offset_of!(Profile, home_relay) == 96);
    assert!(offset_of!(Profile, metadata_hash) == 128);
    assert!(offset_of!(Profile, updated_at) == 160);
};

impl Profile {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Fails if the profile's fields contradict each other.
    #[inline(always)]
    pub fn invariant(&self) -> Result<()> {
        require!(self.version == VERSION, PodError::InvariantViolated);
        Ok(())
    }
}
