use crate::{
    constants::VERSION,
    error::PodError,
    events::{record, RelayOpened},
    new::New,
    pda::NewAccount,
    prelude::*,
    rules::rules,
    seeds,
    state::{initialize, is_none, Relay, RelayLog, LOG_OPEN, RELAY_OPEN},
    sysvars::clock,
};

#[derive(Accounts)]
#[repr(C)]
#[cfg_attr(feature = "idl-build", instruction(relay_bump: u8, log_bump: u8, id: u32))]
pub struct OpenRelay {
    /// Becomes the operator. Signs because its key is in the relay's address, and because it pays.
    #[account(mut)]
    pub creator: Signer,
    /// The relay to be; its address is checked when it is made.
    #[cfg_attr(
        feature = "idl-build",
        account(
            mut,
            seeds = [seeds::RELAY, creator.address().as_ref(), id.to_le_bytes()],
            bump = relay_bump
        )
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub relay: New<Relay>,
    /// The log of epoch 0 to be; its address is checked when it is made.
    #[cfg_attr(
        feature = "idl-build",
        account(
            mut,
            seeds = [seeds::RELAY_LOG, relay.address().as_ref(), [0, 0, 0, 0]],
            bump = log_bump
        )
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub log: New<RelayLog>,
    pub system_program: Program<System>,
}

rules!(OpenRelay {
    creator: SIGNER.and(CHANGED),
    relay: CHANGED,
    log: CHANGED,
    system_program: SYSTEM,
});

/// An epoch to be opened.
pub struct NewLog<'a> {
    pub relay: &'a Address,
    pub epoch: u32,
    pub bump: u8,
    pub first_index: u64,
    pub previous_root: [u8; 32],
}

impl NewLog<'_> {
    /// Makes the log's account and fills it.
    pub fn create(&self, account: &NewAccount) -> Result<()> {
        account.create(
            &[
                seeds::RELAY_LOG,
                self.relay.as_ref(),
                &self.epoch.to_le_bytes(),
            ],
            self.bump,
        )?;
        let mut view = *account.target;
        let log = initialize::<RelayLog>(&mut view)?;
        log.relay = *self.relay;
        log.rent_payer = *account.payer.address();
        log.previous_root = self.previous_root;
        log.first_index = self.first_index;
        log.epoch = self.epoch;
        log.state = LOG_OPEN;
        log.bump = self.bump;
        log.version = VERSION;
        log.invariant()
    }
}

/// What a new relay begins with.
pub struct RelayTerms<'a> {
    pub committer: &'a Address,
    pub receipt_key: &'a Address,
    pub merge_delay_slots: u32,
    pub endpoint: &'a [u8],
}

impl OpenRelay {
    #[inline(always)]
    pub fn handle(
        &mut self,
        relay_bump: u8,
        log_bump: u8,
        id: u32,
        terms: RelayTerms,
    ) -> Result<()> {
        require!(
            !is_none(terms.committer) && !is_none(terms.receipt_key),
            PodError::InvalidKey
        );
        let clock = clock()?;
        let creator = *self.creator.address();
        NewAccount::new(self.creator.account(), self.relay.account(), Relay::SPACE)?.create(
            &[seeds::RELAY, creator.as_ref(), &id.to_le_bytes()],
            relay_bump,
        )?;
        let mut view = *self.relay.account();
        let relay = initialize::<Relay>(&mut view)?;
        relay.creator = creator;
        relay.operator = creator;
        relay.committer = *terms.committer;
        relay.receipt_key = *terms.receipt_key;
        relay.receipt_key_since = clock.slot;
        relay.created_at = clock.unix_timestamp;
        relay.id = id;
        relay.state = RELAY_OPEN;
        relay.bump = relay_bump;
        relay.version = VERSION;
        relay.set_endpoint(terms.endpoint)?;
        relay.set_merge_delay(terms.merge_delay_slots)?;
        relay.invariant()?;

        NewLog {
            relay: self.relay.address(),
            epoch: 0,
            bump: log_bump,
            first_index: 0,
            previous_root: [0; 32],
        }
        .create(&NewAccount::new(
            self.creator.account(),
            self.log.account(),
            RelayLog::SPACE,
        )?)?;
        record!(RelayOpened {
            relay: *self.relay.address(),
            log: *self.log.address(),
            creator,
            committer: *terms.committer,
            receipt_key: *terms.receipt_key,
            merge_delay_slots: terms.merge_delay_slots,
            id,
            version: VERSION,
            reserved: [0; 7],
        });
        Ok(())
    }
}
