use {
    crate::{
        constants::VERSION,
        error::PodError,
        prelude::*,
        state::{data_of, DISCRIMINATOR_LENGTH},
    },
    anchor_lang::bytemuck,
    core::mem::{offset_of, size_of},
    pod_core::tree::{Frontier, MAX_SIZE},
};

/// The log takes commits.
pub const LOG_OPEN: u8 = 1;
/// The log's root is final; its account ends before the frontier.
pub const LOG_SEALED: u8 = 2;

/// One epoch of a relay's log: the frontier of an RFC 9162 tree of at most 2^26 leaves.
///
/// Address: `"log", relay, epoch`. A sealed log's account ends where the frontier begins, at
/// byte 176; a reader takes the frontier of such a log as zeros.
#[account]
pub struct RelayLog {
    /// Relay whose log this is.
    pub relay: Address,
    /// Who paid for the account and gets back what a sealed log does not need.
    pub rent_payer: Address,
    /// Root of the epoch before; zeros in the first.
    pub previous_root: [u8; 32],
    /// Root of the whole tree once the log is sealed; zeros before.
    pub root: [u8; 32],
    /// Global index of this epoch's first message.
    pub first_index: u64,
    /// Slot of the last commit.
    pub last_commit_slot: u64,
    /// Unix time in seconds of the last commit.
    pub last_commit_at: i64,
    /// Number of this epoch, from 0.
    pub epoch: u32,
    /// Leaves in the tree.
    pub size: u32,
    /// 1 open, 2 sealed.
    pub state: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Version of this layout.
    pub version: u8,
    /// Zeros.
    pub reserved: [u8; 5],
    /// Slot k: root of the perfect subtree of 2^k leaves if bit k of `size` is set, else zeros.
    pub frontier: [[u8; 32]; 27],
}

const _: () = {
    assert!(size_of::<RelayLog>() == 1032);
    assert!(offset_of!(RelayLog, previous_root) == 64);
    assert!(offset_of!(RelayLog, root) == 96);
    assert!(offset_of!(RelayLog, first_index) == 128);
    assert!(offset_of!(RelayLog, epoch) == 152);
    assert!(offset_of!(RelayLog, size) == 156);
    assert!(offset_of!(RelayLog, state) == 160);
    assert!(offset_of!(RelayLog, frontier) == 168);
    assert!(size_of::<Frontier>() == 27 * 32);
};

impl RelayLog {
    /// Bytes of the account of an open log.
    pub const SPACE: usize = 8 + size_of::<Self>();
    /// Bytes of the account of a sealed log.
    pub const SEALED_SPACE: usize = 8 + offset_of!(Self, frontier);

    /// Fails if the log's fields contradict each other.
    #[inline(always)]
    pub fn invariant(&self) -> Result<()> {
        require!(
            self.size <= MAX_SIZE && self.version == VERSION,
            PodError::InvariantViolated
        );
        Ok(())
    }
}

/// A log as it is read where it may be open or sealed.
pub struct LogView<'a> {
    fields: &'a [u8; offset_of!(RelayLog, frontier)],
    frontier: Option<&'a Frontier>,
}

impl<'a> LogView<'a> {
    /// Reads the log in `view`, which nothing else uses meanwhile.
    #[inline(always)]
    pub fn read(view: &'a AccountView) -> Result<Self> {
        let data = data_of::<RelayLog>(view, RelayLog::SEALED_SPACE).ok_or(PodError::WrongLog)?;
        let (fields, frontier) = data[DISCRIMINATOR_LENGTH..]
            .split_first_chunk()
            .ok_or(PodError::InvalidDataSize)?;
        let frontier = frontier
            .get(..size_of::<Frontier>())
            .map(bytemuck::from_bytes);
        Ok(Self { fields, frontier })
    }

    #[inline(always)]
    fn word(&self, offset: usize) -> u64 {
        let bytes = &self.fields[offset..];
        u64::from_le_bytes([
            bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
        ])
    }

    /// Global index of the epoch's first message.
    #[inline(always)]
    pub fn first_index(&self) -> u64 {
        self.word(offset_of!(RelayLog, first_index))
    }

    /// Leaves in the tree.
    #[inline(always)]
    pub fn size(&self) -> u32 {
        (self.word(offset_of!(RelayLog, epoch)) >> 32) as u32
    }

    /// The frontier of an open log; nothing for a sealed one.
    #[inline(always)]
    pub fn frontier(&self) -> Option<&'a Frontier> {
        self.frontier
    }

    /// The root of a sealed log.
    #[inline(always)]
    pub fn root(&self) -> &'a [u8; 32] {
        bytemuck::from_bytes(&self.fields[offset_of!(RelayLog, root)..][..32])
    }
}
