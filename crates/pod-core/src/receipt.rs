//! Receipts: a relay's signed promise to anchor a message at an index by a slot.

use crate::domain::{Domain, PREFIX_LEN, RECEIPTS_TAG};
use crate::envelope::field;
use crate::hash::{leaf_hash, Hash};

/// The version of a receipt's body.
pub const VERSION: u8 = 1;
/// Bytes of a receipt's body.
pub const BODY_LEN: usize = 144;
/// Bytes that a relay signs for a group of receipts.
pub const SIGNED_LEN: usize = PREFIX_LEN + 68;

/// What a receipt says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Body {
    /// Relay account.
    pub relay: [u8; 32],
    /// Index over all epochs of the relay.
    pub global_index: u64,
    /// Message id.
    pub message_id: Hash,
    /// Leaf hash of the message.
    pub leaf_hash: Hash,
    /// Slot at acceptance.
    pub accepted_slot: u64,
    /// Slot by which the message is anchored.
    pub deadline_slot: u64,
    /// Unix time at acceptance in milliseconds.
    pub accepted_at_ms: i64,
}

/// A body of another version, or with reserved bytes that are not zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedBody;

impl Body {
    /// The body's bytes.
    pub fn to_bytes(&self) -> [u8; BODY_LEN] {
        let mut bytes = [0; BODY_LEN];
        bytes[0] = VERSION;
        bytes[8..40].copy_from_slice(&self.relay);
        bytes[40..48].copy_from_slice(&self.global_index.to_le_bytes());
        bytes[48..80].copy_from_slice(&self.message_id);
        bytes[80..112].copy_from_slice(&self.leaf_hash);
        bytes[112..120].copy_from_slice(&self.accepted_slot.to_le_bytes());
        bytes[120..128].copy_from_slice(&self.deadline_slot.to_le_bytes());
        bytes[128..136].copy_from_slice(&self.accepted_at_ms.to_le_bytes());
        bytes
    }

    /// Reads a body.
    pub fn from_bytes(bytes: &[u8; BODY_LEN]) -> Result<Self, MalformedBody> {
        let body = Self {
            relay: field(bytes, 8),
            global_index: u64::from_le_bytes(field(bytes, 40)),
            message_id: field(bytes, 48),
            leaf_hash: field(bytes, 80),
            accepted_slot: u64::from_le_bytes(field(bytes, 112)),
            deadline_slot: u64::from_le_bytes(field(bytes, 120)),
            accepted_at_ms: i64::from_le_bytes(field(bytes, 128)),
        };
        if body.to_bytes() == *bytes {
            Ok(body)
        } else {
            Err(MalformedBody)
        }
    }

    /// The body's leaf hash in the tree of its group.
    pub fn group_leaf(&self) -> Hash {
        leaf_hash(&self.to_bytes())
    }
}

/// What a relay signs for a group of receipts: relay, size and root of the group's tree.
pub fn signed_bytes(
    domain: &Domain,
    relay: &[u8; 32],
    group_size: u32,
    group_root: &Hash,
) -> [u8; SIGNED_LEN] {
    let mut body = [0; 68];
    body[..32].copy_from_slice(relay);
    body[32..36].copy_from_slice(&group_size.to_le_bytes());
    body[36..].copy_from_slice(group_root);
    domain.signed_bytes(&RECEIPTS_TAG, &body)
}
