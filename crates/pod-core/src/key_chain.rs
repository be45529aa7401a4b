//! The chain of an account's earlier keys: a hash that commits to each key and the slot it ended.

use crate::hash::{sha256, Hash};

/// The chain of an account that never changed its key.
pub const EMPTY: Hash = [0; 32];

/// The chain after `key` was replaced at `until_slot`: SHA-256(chain || key || until_slot).
#[inline]
pub fn extend(chain: &Hash, key: &[u8; 32], until_slot: u64) -> Hash {
    sha256([chain, key, &until_slot.to_le_bytes()])
}
