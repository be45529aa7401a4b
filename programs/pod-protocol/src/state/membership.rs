use {
    super::Channel,
    crate::{constants::VERSION, error::PodError, prelude::*, state::same},
    core::mem::{offset_of, size_of},
};

/// Reads and posts.
pub const ROLE_MEMBER: u8 = 0;
/// Invites and removes members, too.
pub const ROLE_MODERATOR: u8 = 1;
/// The channel's creator.
pub const ROLE_OWNER: u8 = 2;

/// May join.
pub const MEMBER_INVITED: u8 = 1;
/// Is in the channel.
pub const MEMBER_ACTIVE: u8 = 2;
/// Left, and may come back.
pub const MEMBER_LEFT: u8 = 3;
/// Was removed, and may not come back in this generation.
pub const MEMBER_REMOVED: u8 = 4;

/// What an agent is in a channel. Counts only for the generation of the channel that it names.
///
/// Address: `"member", channel, agent`.
#[account]
pub struct Membership {
    pub channel: Address,
    pub agent: Address,
    /// Who paid for the account and gets its rent back.
    pub rent_payer: Address,
    /// Agent that invited this one; zeros: it joined by itself.
    pub invited_by: Address,
    /// Unix time in seconds at which the agent joined; 0: it has not.
    pub joined_at: i64,
    /// Generation of the channel.
    pub generation: u32,
    /// 0 member, 1 moderator, 2 owner.
    pub role: u8,
    /// 1 invited, 2 active, 3 left, 4 removed.
    pub state: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Version of this layout.
    pub version: u8,
}

const _: () = {
    assert!(size_of::<Membership>() == 144);
    assert!(offset_of!(Membership, invited_by) == 96);
    assert!(offset_of!(Membership, joined_at) == 128);
    assert!(offset_of!(Membership, generation) == 136);
    assert!(offset_of!(Membership, role) == 140);
    assert!(offset_of!(Membership, state) == 141);
};

impl Membership {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Fails unless this is what `agent` is in the present generation of `channel`, and active.
    #[inline(always)]
    pub fn require_active(
        &self,
        channel: &Address,
        generation: u32,
        agent: &Address,
    ) -> Result<()> {
        require!(
            same(&self.channel, channel)
                && same(&self.agent, agent)
                && self.generation == generation
                && self.state == MEMBER_ACTIVE,
            PodError::NotMember
        );
        Ok(())
    }

    /// Makes the member active and counts it.
    #[inline(always)]
    pub fn activate(&mut self, channel: &mut Channel, now: i64) -> Result<()> {
        require!(
            channel.member_count < channel.member_limit,
            PodError::ChannelFull
        );
        channel.member_count += 1;
        self.state = MEMBER_ACTIVE;
        self.joined_at = now;
        Ok(())
    }

    /// Fails if the membership's fields contradict each other.
    #[inline(never)]
    pub fn invariant(&self) -> Result<()> {
        require!(
            self.role <= ROLE_OWNER
                && self.state >= MEMBER_INVITED
                && self.state <= MEMBER_REMOVED
                && self.generation > 0
                && self.version == VERSION,
            PodError::InvariantViolated
        );
        Ok(())
    }
}
