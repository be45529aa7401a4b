use crate::{
    constants::VERSION,
    error::PodError,
    events::{record, MembershipChanged},
    new::New,
    pda::NewAccount,
    prelude::*,
    rules::rules,
    seeds,
    state::{
        fields_mut, initialize, is_live, same, Agent, Channel, Membership, CHANNEL_PUBLIC,
        MEMBER_ACTIVE, MEMBER_INVITED, MEMBER_LEFT, MEMBER_REMOVED, NONE, ROLE_MEMBER,
    },
    stored::Stored,
    sysvars::clock,
};

#[derive(Accounts)]
#[repr(C)]
#[cfg_attr(feature = "idl-build", instruction(bump: u8))]
pub struct JoinChannel {
    /// The agent's current signer; signs because it is the agent that joins.
    pub signer: Signer,
    /// Pays for the membership if it has to be made; may be the signer.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    pub agent: Stored<Agent>,
    #[account(mut)]
    pub channel: Stored<Channel>,
    /// The agent's membership; made if there is none.
    #[cfg_attr(
        feature = "idl-build",
        account(
            mut,
            seeds = [seeds::MEMBERSHIP, channel.address().as_ref(), agent.address().as_ref()],
            bump = bump
        )
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub membership: New<Membership>,
    pub system_program: Program<System>,
}

rules!(JoinChannel {
    signer: SIGNER,
    payer: PAYER,
    agent: AGENT,
    channel: CHANNEL.and(CHANGED),
    membership: CHANGED,
    system_program: SYSTEM,
});

/// Whose membership, of what.
pub struct Seat<'a> {
    pub channel: &'a Address,
    pub generation: u32,
    pub agent: &'a Address,
    /// Bump of the membership's address.
    pub bump: u8,
}

/// The membership of an agent in a generation of a channel, made if there is none. One of an earlier
/// generation, or a new one, has state 0 and no role.
#[inline(never)]
pub fn open_membership<'a>(
    payer: &AccountView,
    view: &'a mut AccountView,
    seat: &Seat,
) -> Result<&'a mut Membership> {
    let Seat {
        channel,
        generation,
        agent,
        bump,
    } = *seat;
    let fresh = !is_live::<Membership>(view);
    if fresh {
        NewAccount::new(payer, view, Membership::SPACE)?
            .create(&[seeds::MEMBERSHIP, channel.as_ref(), agent.as_ref()], bump)?;
        let membership = initialize::<Membership>(view)?;
        membership.channel = *channel;
        membership.agent = *agent;
        membership.rent_payer = *payer.address();
        membership.bump = bump;
        membership.version = VERSION;
    }
    let membership = fields_mut::<Membership>(view)?;
    require!(
        same(&membership.channel, channel) && same(&membership.agent, agent),
        PodError::WrongAccount
    );
    if membership.generation != generation {
        membership.generation = generation;
        membership.invited_by = NONE;
        membership.joined_at = 0;
        membership.role = ROLE_MEMBER;
        membership.state = 0;
    }
    Ok(membership)
}

/// Reports what has become of a membership.
#[inline(never)]
pub fn report(membership: &Membership, by: &Address, member_count: u32) {
    record!(MembershipChanged {
        channel: membership.channel,
        agent: membership.agent,
        by: *by,
        generation: membership.generation,
        member_count,
        role: membership.role,
        state: membership.state,
        version: VERSION,
        reserved: [0; 5],
    });
}

impl JoinChannel {
    #[inline(always)]
    pub fn handle(&mut self, bump: u8) -> Result<()> {
        require!(
            same(self.signer.address(), &self.agent.signer),
            PodError::UnauthorizedSender
        );
        let now = clock()?.unix_timestamp;
        let agent = *self.agent.address();
        let channel_address = *self.channel.address();
        let mut view = *self.membership.account();
        let membership = open_membership(
            self.payer.account(),
            &mut view,
            &Seat {
                channel: &channel_address,
                generation: self.channel.generation,
                agent: &agent,
                bump,
            },
        )?;
        match membership.state {
            MEMBER_ACTIVE => return Err(PodError::AlreadyMember.into()),
            MEMBER_REMOVED => return Err(PodError::MemberRemoved.into()),
            MEMBER_INVITED | MEMBER_LEFT => {}
            _ if self.channel.visibility == CHANNEL_PUBLIC => {}
            _ => return Err(PodError::NotInvited.into()),
        }
        membership.activate(&mut self.channel, now)?;
        membership.invariant()?;
        self.channel.invariant()?;
        report(membership, &agent, self.channel.member_count);
        Ok(())
    }
}
