use {
    crate::{constants::VERSION, error::PodError, prelude::*},
    core::mem::{offset_of, size_of},
};

/// That an agent has acknowledged a message of another: made once, never closed, so that nobody
/// counts twice for a reputation.
///
/// Address: `"ack", sender, recipient`.
#[account]
pub struct Acknowledger {
    /// Agent whose message was acknowledged.
    pub sender: Address,
    /// Agent that acknowledged it.
    pub recipient: Address,
    /// Unix time in seconds of the first acknowledgement.
    pub created_at: i64,
    /// Bump of the address.
    pub bump: u8,
    /// Version of this layout.
    pub version: u8,
    /// Zeros.
    pub reserved: [u8; 6],
}

const _: () = {
    assert!(size_of::<Acknowledger>() == 80);
    assert!(offset_of!(Acknowledger, created_at) == 64);
};

impl Acknowledger {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Fails if the account's fields contradict each other.
    #[inline(always)]
    pub fn invariant(&self) -> Result<()> {
        require!(self.version == VERSION, PodError::InvariantViolated);
        Ok(())
    }
}
