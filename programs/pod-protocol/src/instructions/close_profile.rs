use {
    crate::{
        constants::VERSION,
        error::PodError,
        events::{record, ProfileClosed},
        state::{same, tombstone::close, Agent, Profile},
        stored::Stored,
    },
    anchor_lang::prelude::*,
};

#[derive(Accounts)]
pub struct CloseProfile {
    /// The agent's authority; signs because the profile speaks for the agent.
    pub authority: Signer,
    pub agent: Stored<Agent>,
    #[account(mut)]
    pub profile: Stored<Profile>,
    /// Who paid for the profile, and gets the rent.
    #[account(mut, unsafe(dup))]
    pub rent_payer: UncheckedAccount,
}

impl CloseProfile {
    #[inline(always)]
    pub fn handle(&mut self) -> Result<()> {
        require!(
            same(self.authority.address(), &self.agent.authority),
            PodError::Unauthorized
        );
        require!(
            same(&self.profile.agent, self.agent.address()),
            PodError::WrongAccount
        );
        require!(
            same(self.rent_payer.address(), &self.profile.rent_payer),
            PodError::WrongRentPayer
        );
        close(self.profile.view(), self.rent_payer.account())?;
        record(ProfileClosed {
            agent: *self.agent.address(),
            version: VERSION,
            reserved: [0; 7],
        });
        Ok(())
    }
}
