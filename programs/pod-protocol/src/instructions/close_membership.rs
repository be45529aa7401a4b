use {
    crate::{
        constants::VERSION,
        error::PodError,
        events::{record, MembershipClosed},
        prelude::*,
        rules::rules,
        state::{field_of, same, tombstone::close, Channel, Membership},
        stored::Stored,
    },
    core::mem::offset_of,
};

/// Anyone may close a membership that does not count any more: the rent goes to who paid it.
#[derive(Accounts)]
#[repr(C)]
pub struct CloseMembership {
    /// The membership's channel, or its tombstone.
    pub channel: UncheckedAccount,
    #[account(mut)]
    pub membership: Stored<Membership>,
    /// Who paid for the membership, and gets the rent.
    #[account(mut)]
    pub rent_payer: UncheckedAccount,
}

rules!(CloseMembership {
    channel: ANY,
    membership: MEMBERSHIP.and(CHANGED),
    rent_payer: CHANGED,
});

impl CloseMembership {
    #[inline(always)]
    pub fn handle(&mut self) -> Result<()> {
        require!(
            same(self.channel.address(), &self.membership.channel),
            PodError::WrongAccount
        );
        require!(
            same(self.rent_payer.address(), &self.membership.rent_payer),
            PodError::WrongRentPayer
        );
        let present =
            field_of::<Channel, 4>(self.channel.account(), offset_of!(Channel, generation))
                .map(|generation| u32::from_le_bytes(*generation));
        require!(
            present != Some(self.membership.generation),
            PodError::MembershipInUse
        );
        let agent = self.membership.agent;
        close(self.membership.view(), self.rent_payer.account())?;
        record!(MembershipClosed {
            channel: *self.channel.address(),
            agent,
            version: VERSION,
            reserved: [0; 7],
        });
        Ok(())
    }
}
