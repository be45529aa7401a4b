use {
    super::join_channel::{open_membership, report, Seat},
    crate::{
        error::PodError,
        new::New,
        prelude::*,
        rules::rules,
        state::{
            same, Agent, Channel, Membership, MEMBER_ACTIVE, MEMBER_INVITED, MEMBER_REMOVED,
            ROLE_MODERATOR,
        },
        stored::Stored,
    },
};

#[derive(Accounts)]
#[repr(C)]
#[cfg_attr(feature = "idl-build", instruction(bump: u8))]
pub struct Invite {
    /// Authority of the inviter; signs because an invitation changes who is in the channel.
    pub authority: Signer,
    /// Pays for the membership if it has to be made; may be the authority.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// Agent that invites: the owner or a moderator.
    pub inviter: Stored<Agent>,
    /// The inviter's membership.
    pub inviter_membership: Stored<Membership>,
    pub channel: Stored<Channel>,
    /// Agent that is invited.
    pub agent: Stored<Agent>,
    /// The invited agent's membership; made if there is none. May be given again as the inviter's, which
    /// is then refused by name.
    #[cfg_attr(
        feature = "idl-build",
        account(
            mut,
            unsafe(dup),
            seeds = [crate::seeds::MEMBERSHIP, channel.address().as_ref(), agent.address().as_ref()],
            bump = bump
        )
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut, unsafe(dup)))]
    pub membership: New<Membership>,
    pub system_program: Program<System>,
}

rules!(Invite {
    authority: SIGNER,
    payer: PAYER,
    inviter: AGENT,
    inviter_membership: MEMBERSHIP,
    channel: CHANNEL,
    agent: AGENT,
    membership: WRITABLE,
    system_program: SYSTEM,
});

impl Invite {
    #[inline(always)]
    pub fn handle(&mut self, bump: u8, role: u8) -> Result<()> {
        require!(
            same(self.authority.address(), &self.inviter.authority),
            PodError::Unauthorized
        );
        let inviter = *self.inviter.address();
        let channel = *self.channel.address();
        self.inviter_membership
            .require_active(&channel, self.channel.generation, &inviter)?;
        require!(role <= ROLE_MODERATOR, PodError::InvalidKind);
        // A role is given by those above it.
        require!(
            self.inviter_membership.role > role && self.inviter_membership.role >= ROLE_MODERATOR,
            PodError::InsufficientRole
        );
        // Who invites is in the channel.
        require!(
            !same(self.agent.address(), &inviter)
                && !same(self.membership.address(), self.inviter_membership.address()),
            PodError::AlreadyMember
        );
        let mut view = *self.membership.account();
        let membership = open_membership(
            self.payer.account(),
            &mut view,
            &Seat {
                channel: &channel,
                generation: self.channel.generation,
                agent: self.agent.address(),
                bump,
            },
        )?;
        match membership.state {
            MEMBER_ACTIVE | MEMBER_INVITED => return Err(PodError::AlreadyMember.into()),
            MEMBER_REMOVED => return Err(PodError::MemberRemoved.into()),
            _ => {}
        }
        membership.state = MEMBER_INVITED;
        membership.role = role;
        membership.invited_by = inviter;
        membership.invariant()?;
        report(membership, &inviter, self.channel.member_count);
        Ok(())
    }
}
