use {
    crate::{
        constants::VERSION,
        error::PodError,
        prelude::*,
        state::{is_zero, same},
    },
    core::mem::{offset_of, size_of},
};

/// A name: UTF-8, padded with zeros.
pub type Name = [u8; NAME_LENGTH];
/// Bytes of a name.
pub const NAME_LENGTH: usize = crate::constants::NAME_LENGTH as usize;

/// The authority is a relay that may speak for this agent.
pub const AGENT_HOSTED: u8 = 1;

/// Who an agent is: the keys that act for it, and what it has done.
///
/// Address: `"agent", creator, name`. The creator paid for the account.
#[account]
pub struct Agent {
    /// The key that registered the agent; a part of its address, and who gets the rent back.
    pub creator: Address,
    /// May rotate the signer, offer the agent to another authority, update and close it.
    pub authority: Address,
    /// The authority that the agent was offered to; zeros: none.
    pub pending_authority: Address,
    /// The hot key that signs messages.
    pub signer: Address,
    /// SHA-256(chain before || signer before || slot of its end u64), from zeros.
    pub key_chain: [u8; 32],
    /// UTF-8, padded with zeros.
    pub name: [u8; 32],
    /// The slot at which `signer` became the signer.
    pub signer_since: u64,
    /// One bit for each capability, as agents agree among themselves.
    pub capabilities: u64,
    /// Unix time in seconds.
    pub created_at: i64,
    /// Unix time in seconds of the last message, post or acknowledgement.
    pub last_active: i64,
    /// The number of distinct agents that acknowledged a message of this one; saturates.
    pub reputation: u32,
    /// Messages sent and posts made on chain; saturates.
    pub total_messages: u32,
    /// Bit 0: hosted, the authority is a relay that may speak for this agent.
    pub flags: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Version of this layout.
    pub version: u8,
    /// Zeros.
    pub reserved: [u8; 5],
}

const _: () = {
    assert!(size_of::<Agent>() == 240);
    assert!(offset_of!(Agent, authority) == 32);
    assert!(offset_of!(Agent, signer) == 96);
    assert!(offset_of!(Agent, name) == 160);
    assert!(offset_of!(Agent, signer_since) == 192);
    assert!(offset_of!(Agent, reputation) == 224);
    assert!(offset_of!(Agent, flags) == 232);
};

impl Agent {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Fails if the agent's fields contradict each other.
    #[inline(never)]
    pub fn invariant(&self) -> Result<()> {
        require!(
            !is_zero(&self.authority)
                && !is_zero(&self.signer)
                && !same(&self.pending_authority, &self.authority)
                && self.flags & !AGENT_HOSTED == 0
                && self.version == VERSION,
            PodError::InvariantViolated
        );
        Ok(())
    }

    /// Counts a message sent or posted at `now`.
    #[inline(always)]
    pub fn count_message(&mut self, now: i64) {
        self.total_messages = self.total_messages.saturating_add(1);
        self.last_active = now;
    }
}

/// Whether `name` is text of 1 to 32 bytes, padded with zeros.
#[inline(always)]
pub fn is_name(name: &Name) -> bool {
    let length = NAME_LENGTH - trailing_zeros(name);
    // A zero inside the name is a control character.
    length > 0 && pod_core::text::is_text(&name[..length])
}

/// The number of zero bytes at the end of a name.
#[inline(always)]
fn trailing_zeros(name: &Name) -> usize {
    let mut zeros = 0;
    for word in name.chunks_exact(8).rev() {
        let word = u64::from_le_bytes([
            word[0], word[1], word[2], word[3], word[4], word[5], word[6], word[7],
        ]);
        if word != 0 {
            return zeros + word.leading_zeros() as usize / 8;
        }
        zeros += 8;
    }
    zeros
}
