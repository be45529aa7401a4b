use {
    super::join_channel::{open_membership, Seat},
    crate::{
        constants::VERSION,
        error::PodError,
        events::{record, ChannelCreated},
        new::New,
        pda::{require_address, NewAccount},
        prelude::*,
        rules::rules,
        seeds,
        state::{
            initialize, is_name, same, tombstone::revive, Agent, Channel, Membership, Name,
            ROLE_OWNER,
        },
        stored::Stored,
        sysvars::clock,
    },
};

#[derive(Accounts)]
#[repr(C)]
#[cfg_attr(
    feature = "idl-build",
    instruction(channel_bump: u8, membership_bump: u8, name: [u8; 32])
)]
pub struct CreateChannel {
    /// Authority of the creator; signs because the channel bears the creator's name.
    pub authority: Signer,
    /// Pays for the accounts; may be the authority.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// Agent that will own the channel, and be its first member.
    pub creator: Stored<Agent>,
    /// The channel to be, or the tombstone of its earlier generation.
    #[cfg_attr(
        feature = "idl-build",
        account(
            mut,
            seeds = [seeds::CHANNEL, creator.address().as_ref(), name.as_ref()],
            bump = channel_bump
        )
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub channel: New<Channel>,
    /// The creator's membership; made if there is none of an earlier generation.
    #[cfg_attr(
        feature = "idl-build",
        account(
            mut,
            seeds = [seeds::MEMBERSHIP, channel.address().as_ref(), creator.address().as_ref()],
            bump = membership_bump
        )
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub membership: New<Membership>,
    pub system_program: Program<System>,
}

rules!(CreateChannel {
    authority: SIGNER,
    payer: PAYER,
    creator: AGENT,
    channel: CHANGED,
    membership: CHANGED,
    system_program: SYSTEM,
});

impl CreateChannel {
    #[inline(always)]
    pub fn handle(
        &mut self,
        channel_bump: u8,
        membership_bump: u8,
        name: &Name,
        visibility: u8,
        member_limit: u32,
    ) -> Result<()> {
        require!(
            same(self.authority.address(), &self.creator.authority),
            PodError::Unauthorized
        );
        require!(is_name(name), PodError::InvalidName);
        let now = clock()?.unix_timestamp;
        let creator = *self.creator.address();
        let address = *self.channel.address();
        let seeds: [&[u8]; 3] = [seeds::CHANNEL, creator.as_ref(), name];
        let account =
            NewAccount::new(self.payer.account(), self.channel.account(), Channel::SPACE)?;
        let generation = match revive(&account)? {
            Some(generation) => {
                // Nobody signs for an account that exists: its address is checked here.
                require_address(&address, &seeds, channel_bump)?;
                u32::from_le_bytes(generation)
                    .checked_add(1)
                    .ok_or(Fault::ARITHMETIC_OVERFLOW)?
            }
            None => {
                account.create(&seeds, channel_bump)?;
                1
            }
        };
        let mut view = *self.channel.account();
        let channel = initialize::<Channel>(&mut view)?;
        channel.creator = creator;
        channel.rent_payer = *self.payer.address();
        channel.name = *name;
        channel.created_at = now;
        channel.generation = generation;
        channel.bump = channel_bump;
        channel.version = VERSION;
        channel.set_terms(visibility, member_limit)?;

        let mut membership_view = *self.membership.account();
        let membership = open_membership(
            self.payer.account(),
            &mut membership_view,
            &Seat {
                channel: &address,
                generation,
                agent: &creator,
                bump: membership_bump,
            },
        )?;
        membership.role = ROLE_OWNER;
        membership.activate(channel, now)?;
        membership.invariant()?;
        channel.invariant()?;
        record!(ChannelCreated {
            channel: address,
            creator,
            generation,
            member_limit,
            visibility,
            version: VERSION,
            reserved: [0; 6],
        });
        Ok(())
    }
}
