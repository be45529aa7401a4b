use {
    super::open_relay::NewLog,
    crate::{
        constants::VERSION,
        error::PodError,
        events::{record, EpochOpened},
        new::New,
        pda::NewAccount,
        prelude::*,
        rules::rules,
        state::{same, tombstone::shrink, Relay, RelayLog, LOG_OPEN, LOG_SEALED, RELAY_OPEN},
        stored::Stored,
    },
    pod_core::tree::{self, MAX_SIZE},
};

#[derive(Accounts)]
#[repr(C)]
#[cfg_attr(feature = "idl-build", instruction(bump: u8, epoch: u32))]
pub struct NextEpoch {
    /// The relay's committer; signs because the log is its word.
    pub committer: Signer,
    /// Pays for the next log; may be the committer.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    #[account(mut)]
    pub relay: Stored<Relay>,
    /// The full log of the relay's current epoch.
    #[account(mut)]
    pub log: Stored<RelayLog>,
    /// Who paid for the full log, and gets the rent that it does not need any more.
    #[account(mut, unsafe(dup))]
    pub rent_payer: UncheckedAccount,
    /// The log of the next epoch to be; its address is checked when it is made.
    #[cfg_attr(
        feature = "idl-build",
        account(
            mut,
            seeds = [crate::seeds::RELAY_LOG, relay.address().as_ref(), epoch.to_le_bytes()],
            bump = bump
        )
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub next_log: New<RelayLog>,
    pub system_program: Program<System>,
}

rules!(NextEpoch {
    committer: SIGNER,
    payer: PAYER,
    relay: RELAY.and(CHANGED),
    log: LOG.and(CHANGED),
    rent_payer: WRITABLE,
    next_log: CHANGED,
    system_program: SYSTEM,
});

/// Seals the log of the relay's current epoch: computes its root, cuts off the frontier, and gives
/// the rent of that back.
#[inline(never)]
pub fn seal(
    log: &mut Stored<RelayLog>,
    relay: &Stored<Relay>,
    rent_payer: &AccountView,
) -> Result<[u8; 32]> {
    let root = close(log, relay, rent_payer)?;
    shrink(log.view(), RelayLog::SEALED_SPACE, rent_payer)?;
    Ok(root)
}

/// The part of sealing that moves no lamports.
#[inline(never)]
fn close(
    log: &mut Stored<RelayLog>,
    relay: &Stored<Relay>,
    rent_payer: &AccountView,
) -> Result<[u8; 32]> {
    require!(
        same(&log.relay, relay.address()) && log.epoch == relay.epoch,
        PodError::WrongLog
    );
    require!(log.state == LOG_OPEN, PodError::LogSealed);
    require!(
        same(rent_payer.address(), &log.rent_payer),
        PodError::WrongRentPayer
    );
    let root = tree::root(&log.frontier, log.size);
    log.root = root;
    log.state = LOG_SEALED;
    log.invariant()?;
    Ok(root)
}

impl NextEpoch {
    #[inline(always)]
    pub fn handle(&mut self, bump: u8, epoch: u32) -> Result<()> {
        require!(
            same(self.committer.address(), &self.relay.committer),
            PodError::UnauthorizedCommitter
        );
        require!(self.relay.state == RELAY_OPEN, PodError::RelaySealed);
        require!(
            self.relay.epoch.checked_add(1) == Some(epoch),
            PodError::WrongLog
        );
        require!(self.log.size == MAX_SIZE, PodError::EpochNotFull);
        let first_index = self.log.first_index + u64::from(MAX_SIZE);
        let previous_root = close(&mut self.log, &self.relay, self.rent_payer.account())?;
        self.relay.epoch = epoch;
        self.relay.invariant()?;
        NewLog {
            relay: self.relay.address(),
            epoch,
            bump,
            first_index,
            previous_root,
        }
        .create(&NewAccount::new(
            self.payer.account(),
            self.next_log.account(),
            RelayLog::SPACE,
        )?)?;
        // Only now: the payer may be the rent payer, and the runtime refuses a call to another
        // program with lamports under way between an account of the call and one that is not.
        shrink(
            self.log.view(),
            RelayLog::SEALED_SPACE,
            self.rent_payer.account(),
        )?;
        record!(EpochOpened {
            relay: *self.relay.address(),
            log: *self.next_log.address(),
            previous_root,
            first_index,
            epoch,
            version: VERSION,
            reserved: [0; 3],
        });
        Ok(())
    }
}
