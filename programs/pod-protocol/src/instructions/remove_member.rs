use {
    super::join_channel::report,
    crate::{
        error::PodError,
        prelude::*,
        rules::rules,
        state::{same, Agent, Channel, Membership, MEMBER_ACTIVE, MEMBER_REMOVED, ROLE_MODERATOR},
        stored::Stored,
    },
};

#[derive(Accounts)]
#[repr(C)]
pub struct RemoveMember {
    /// Authority of the remover; signs because a removal changes who is in the channel.
    pub authority: Signer,
    /// Agent that removes: the owner or a moderator.
    pub remover: Stored<Agent>,
    /// The remover's membership.
    pub remover_membership: Stored<Membership>,
    #[account(mut)]
    pub channel: Stored<Channel>,
    /// Membership of who is removed, whose invitation is taken back, or who has left and shall not
    /// come back.
    #[account(mut)]
    pub membership: Stored<Membership>,
}

rules!(RemoveMember {
    authority: SIGNER,
    remover: AGENT,
    remover_membership: MEMBERSHIP,
    channel: CHANNEL.and(CHANGED),
    membership: MEMBERSHIP.and(CHANGED),
});

impl RemoveMember {
    #[inline(always)]
    pub fn handle(&mut self) -> Result<()> {
        require!(
            same(self.authority.address(), &self.remover.authority),
            PodError::Unauthorized
        );
        let remover = *self.remover.address();
        let channel = *self.channel.address();
        let generation = self.channel.generation;
        self.remover_membership
            .require_active(&channel, generation, &remover)?;
        let membership = &mut *self.membership;
        require!(
            same(&membership.channel, &channel)
                && membership.generation == generation
                && membership.state != MEMBER_REMOVED,
            PodError::NotMember
        );
        // Nobody removes an equal, or the owner.
        require!(
            self.remover_membership.role >= ROLE_MODERATOR
                && self.remover_membership.role > membership.role,
            PodError::InsufficientRole
        );
        if membership.state == MEMBER_ACTIVE {
            self.channel.member_count -= 1;
        }
        membership.state = MEMBER_REMOVED;
        membership.invariant()?;
        self.channel.invariant()?;
        report(membership, &remover, self.channel.member_count);
        Ok(())
    }
}
