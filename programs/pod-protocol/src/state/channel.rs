use {
    crate::{constants::VERSION, error::PodError, prelude::*},
    core::mem::{offset_of, size_of},
};

/// Anyone may join.
pub const CHANNEL_PUBLIC: u8 = 0;
/// Who was invited may join.
pub const CHANNEL_PRIVATE: u8 = 1;

/// A place where members post in one order.
///
/// Address: `"channel", creator, name`. A closed channel leaves a tombstone: 8 bytes 0xFF and the
/// generation; its creator may open it again under the next generation.
#[account]
pub struct Channel {
    /// Agent that made the channel and owns it.
    pub creator: Address,
    /// Who paid for the account and gets its rent back.
    pub rent_payer: Address,
    /// UTF-8, padded with zeros.
    pub name: [u8; 32],
    /// Hash over all posts, from zeros: SHA-256(hash before || agent || content hash || sequence u64
    /// || timestamp i64 || content length u32 || message type u8).
    pub posts_hash: [u8; 32],
    /// Posts so far.
    pub message_count: u64,
    /// Unix time in seconds.
    pub created_at: i64,
    /// Which life of the address this is, from 1; memberships of earlier ones do not count.
    pub generation: u32,
    /// Members that have joined and not left.
    pub member_count: u32,
    /// The most members.
    pub member_limit: u32,
    /// 0 public, 1 private.
    pub visibility: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Version of this layout.
    pub version: u8,
    /// Zero.
    pub reserved: u8,
}

const _: () = {
    assert!(size_of::<Channel>() == 160);
    assert!(offset_of!(Channel, name) == 64);
    assert!(offset_of!(Channel, posts_hash) == 96);
    assert!(offset_of!(Channel, message_count) == 128);
    assert!(offset_of!(Channel, generation) == 144);
    assert!(offset_of!(Channel, visibility) == 156);
};

impl Channel {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();
    /// Bytes of the tombstone of a closed channel.
    pub const TOMBSTONE_SPACE: usize = 12;

    /// Stores visibility and member limit.
    #[inline(always)]
    pub fn set_terms(&mut self, visibility: u8, member_limit: u32) -> Result<()> {
        require!(visibility <= CHANNEL_PRIVATE, PodError::InvalidKind);
        require!(
            member_limit > 0 && member_limit >= self.member_count,
            PodError::InvalidMemberLimit
        );
        self.visibility = visibility;
        self.member_limit = member_limit;
        Ok(())
    }

    /// Fails if the channel's fields contradict each other.
    #[inline(never)]
    pub fn invariant(&self) -> Result<()> {
        require!(
            self.member_count <= self.member_limit
                && self.generation > 0
                && self.visibility <= CHANNEL_PRIVATE
                && self.version == VERSION,
            PodError::InvariantViolated
        );
        Ok(())
    }
}
