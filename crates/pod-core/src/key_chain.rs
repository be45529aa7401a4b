//! The chain of an account's earlier keys: a hash that commits to each key and the slot it began.

use crate::hash::{sha256, Hash};

/// The chain of an account that never changed its key.
pub const EMPTY: Hash = [0; 32];

/// The chain after `key`, in use since `since_slot`, was replaced:
/// SHA-256(chain || key || since_slot).
#[inline]
pub fn extend(chain: &Hash, key: &[u8; 32], since_slot: u64) -> Hash {
    sha256([chain, key, &since_slot.to_le_bytes()])
}
