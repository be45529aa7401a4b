use crate::{
    constants::VERSION,
    error::PodError,
    events::{record, ProfileSet},
    new::New,
    pda::NewAccount,
    prelude::*,
    rules::rules,
    seeds,
    state::{fields_mut, is_live, same, Agent, Profile},
    stored::Stored,
    sysvars::clock,
};

#[derive(Accounts)]
#[repr(C)]
#[cfg_attr(feature = "idl-build", instruction(bump: u8))]
pub struct SetProfile {
    /// The agent's authority; signs because the profile speaks for the agent.
    pub authority: Signer,
    /// Pays for the profile if it has to be made; may be the authority.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    pub agent: Stored<Agent>,
    /// The profile, made if there is none.
    #[cfg_attr(
        feature = "idl-build",
        account(mut, seeds = [seeds::PROFILE, agent.address().as_ref()], bump = bump)
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub profile: New<Profile>,
    pub system_program: Program<System>,
}

rules!(SetProfile {
    authority: SIGNER,
    payer: PAYER,
    agent: AGENT,
    profile: CHANGED,
    system_program: SYSTEM,
});

/// What a profile says.
pub struct ProfileTerms<'a> {
    pub encryption_key: &'a [u8; 32],
    pub home_relay: &'a Address,
    pub metadata_hash: &'a [u8; 32],
    pub metadata_codec: u8,
}

impl SetProfile {
    #[inline(always)]
    pub fn handle(&mut self, bump: u8, terms: &ProfileTerms) -> Result<()> {
        require!(
            same(self.authority.address(), &self.agent.authority),
            PodError::Unauthorized
        );
        let agent = *self.agent.address();
        let mut view = *self.profile.account();
        if !is_live::<Profile>(&view) {
            NewAccount::new(self.payer.account(), &view, Profile::SPACE)?
                .create(&[seeds::PROFILE, agent.as_ref(), &[]], bump)?;
            let profile = self.profile.initialize()?;
            profile.agent = agent;
            profile.rent_payer = *self.payer.address();
            profile.bump = bump;
            profile.version = VERSION;
        }
        let profile = fields_mut::<Profile>(&mut view)?;
        require!(same(&profile.agent, &agent), PodError::WrongAccount);
        profile.encryption_key = *terms.encryption_key;
        profile.home_relay = *terms.home_relay;
        profile.metadata_hash = *terms.metadata_hash;
        profile.metadata_codec = terms.metadata_codec;
        profile.updated_at = clock()?.unix_timestamp;
        profile.invariant()?;
        record!(ProfileSet {
            agent,
            encryption_key: *terms.encryption_key,
            home_relay: *terms.home_relay,
            metadata_hash: *terms.metadata_hash,
            metadata_codec: terms.metadata_codec,
            version: VERSION,
            reserved: [0; 6],
        });
        Ok(())
    }
}
