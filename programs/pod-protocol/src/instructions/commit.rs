use {
    crate::{
        constants::VERSION,
        error::PodError,
        events::{record, Committed},
        prelude::*,
        rules::rules,
        state::{Relay, RelayLog, LOG_OPEN, RELAY_OPEN},
        stored::Stored,
        sysvars::clock,
    },
    anchor_lang::address_eq,
    pod_core::tree::{append, ChunkError},
};

#[derive(Accounts)]
#[repr(C)]
pub struct Commit {
    /// The relay's committer; signs because the log is its word.
    pub committer: Signer,
    #[account(mut)]
    pub relay: Stored<Relay>,
    /// The log of the relay's current epoch.
    #[account(mut)]
    pub log: Stored<RelayLog>,
}

rules!(Commit {
    committer: SIGNER,
    relay: RELAY.and(CHANGED),
    log: LOG.and(CHANGED),
});

impl Commit {
    /// Who may append to which log.
    #[inline(always)]
    fn validate(&self) -> Result<()> {
        require!(
            address_eq(self.committer.address(), &self.relay.committer),
            PodError::UnauthorizedCommitter
        );
        require!(self.relay.state == RELAY_OPEN, PodError::RelaySealed);
        require!(
            address_eq(&self.log.relay, self.relay.address()) && self.log.epoch == self.relay.epoch,
            PodError::WrongLog
        );
        require!(self.log.state == LOG_OPEN, PodError::LogSealed);
        Ok(())
    }

    #[inline(always)]
    pub fn handle(&mut self, chunks: &[u8]) -> Result<()> {
        self.validate()?;
        require!(!chunks.is_empty(), PodError::InvalidChunk);
        let log = &mut *self.log;
        let before = u64::from(log.size);
        let mut size = before;
        let mut rest = chunks;
        while !rest.is_empty() {
            (size, rest) = append(&mut log.frontier, size, rest).map_err(chunk_error)?;
        }
        if size == before {
            return Ok(());
        }
        let clock = clock()?;
        log.size = size as u32;
        log.last_commit_slot = clock.slot;
        log.last_commit_at = clock.unix_timestamp;
        let messages = log.first_index + size;
        self.relay.messages = messages;
        log.invariant()?;
        let first_index = messages.wrapping_sub(size - before);
        let epoch = log.epoch;
        record!(Committed {
            log: *self.log.address(),
            first_index,
            slot: clock.slot,
            epoch,
            size: size as u32,
            version: VERSION,
            reserved: [0; 7],
        });
        Ok(())
    }
}

#[cold]
fn chunk_error(error: ChunkError) -> PodError {
    match error {
        ChunkError::Empty | ChunkError::WrongCoverLength => PodError::InvalidChunk,
        ChunkError::BeyondEpoch => PodError::EpochFull,
        ChunkError::Straddles => PodError::ChunkStraddles,
        ChunkError::Gap => PodError::ChunkLeavesGap,
    }
}
