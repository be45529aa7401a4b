use {
    crate::{error::PodError, prelude::*, rules::rules, state::LogView},
    pod_core::tree::{self, PathError},
};

#[derive(Accounts)]
#[repr(C)]
pub struct VerifyInclusion {
    /// An open or a sealed log; whose, is for the caller to check.
    pub log: UncheckedAccount,
}

rules!(VerifyInclusion { log: ANY });

impl VerifyInclusion {
    /// Gives the global index of the message whose leaf hash is proven.
    #[inline(always)]
    pub fn handle(&self, index: u32, leaf_hash: &[u8; 32], path: &[[u8; 32]]) -> Result<u64> {
        let log = LogView::read(self.log.account())?;
        match log.frontier() {
            Some(frontier) => tree::verify_to_peak(frontier, log.size(), index, leaf_hash, path),
            None => tree::verify_inclusion(log.root(), log.size(), index, leaf_hash, path),
        }
        .map_err(path_error)?;
        Ok(log.first_index() + u64::from(index))
    }
}

#[cold]
fn path_error(error: PathError) -> PodError {
    match error {
        PathError::IndexOutOfRange => PodError::IndexOutOfRange,
        PathError::WrongPathLength => PodError::InvalidPathLength,
        PathError::WrongHash => PodError::ProofMismatch,
    }
}
