use {
    crate::{
        constants::VERSION,
        error::PodError,
        events::{record, ProfileClosed},
        prelude::*,
        rules::rules,
        state::{
            field_of, same,
            tombstone::{close, is_tombstone},
            Agent, Profile,
        },
        stored::Stored,
    },
    core::mem::offset_of,
};

#[derive(Accounts)]
#[repr(C)]
pub struct CloseProfile {
    /// The agent's authority; signs because the profile speaks for the agent. Once the agent has ended,
    /// anyone.
    pub authority: Signer,
    /// Agent whose profile it is, or its tombstone.
    pub agent: UncheckedAccount,
    #[account(mut)]
    pub profile: Stored<Profile>,
    /// Who paid for the profile, and gets the rent.
    #[account(mut, unsafe(dup))]
    pub rent_payer: UncheckedAccount,
}

rules!(CloseProfile {
    authority: SIGNER,
    agent: ANY,
    profile: PROFILE.and(CHANGED),
    rent_payer: WRITABLE,
});

impl CloseProfile {
    #[inline(always)]
    pub fn handle(&mut self) -> Result<()> {
        require!(
            same(&self.profile.agent, self.agent.address()),
            PodError::WrongAccount
        );
        let authority = field_of::<Agent, 32>(self.agent.account(), offset_of!(Agent, authority));
        if let Some(authority) = authority {
            require!(
                self.authority.address().as_array() == authority,
                PodError::Unauthorized
            );
        } else {
            // The agent has ended, and with it who could close its profile.
            require!(is_tombstone(self.agent.account()), PodError::WrongAccount);
        }
        require!(
            same(self.rent_payer.address(), &self.profile.rent_payer),
            PodError::WrongRentPayer
        );
        close(self.profile.view(), self.rent_payer.account())?;
        record!(ProfileClosed {
            agent: *self.agent.address(),
            version: VERSION,
            reserved: [0; 7],
        });
        Ok(())
    }
}
