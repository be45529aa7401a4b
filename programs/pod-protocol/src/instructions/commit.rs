use {
    crate::{
        constants::VERSION,
        error::PodError,
        events::{record, Committed},
        state::{same, Relay, RelayLog, LOG_OPEN, RELAY_OPEN},
        stored::Stored,
    },
    anchor_lang::prelude::*,
    pod_core::tree::{Chunk, ChunkError},
};

#[derive(Accounts)]
pub struct Commit {
    /// The relay's committer; signs because the log is its word.
    pub committer: Signer,
    #[account(mut)]
    pub relay: Stored<Relay>,
    /// The log of the relay's current epoch.
    #[account(mut)]
    pub log: Stored<RelayLog>,
}

impl Commit {
    /// Who may append to which log.
    #[inline(always)]
    fn validate(&self) -> Result<()> {
        require!(
            same(self.committer.address(), &self.relay.committer),
            PodError::UnauthorizedCommitter
        );
        require!(self.relay.state == RELAY_OPEN, PodError::RelaySealed);
        require!(
            same(&self.log.relay, self.relay.address()) && self.log.epoch == self.relay.epoch,
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
        let before = log.size;
        let mut size = before;
        let mut rest = chunks;
        while !rest.is_empty() {
            let (chunk, after) = Chunk::read(rest).map_err(chunk_error)?;
            size = chunk.merge(&mut log.frontier, size).map_err(chunk_error)?;
            rest = after;
        }
        if size == before {
            return Ok(());
        }
        let clock = Clock::get()?;
        log.size = size;
        log.last_commit_slot = clock.slot;
        log.last_commit_at = clock.unix_timestamp;
        self.relay.messages = log.first_index + u64::from(size);
        log.invariant()?;
        let first_index = log.first_index + u64::from(before);
        let epoch = log.epoch;
        record(Committed {
            log: *self.log.address(),
            first_index,
            slot: clock.slot,
            epoch,
            size,
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
