//! A whole receipt: the body, its place in the signed group, and the relay's signature.

use std::vec::Vec;

use crate::domain::Domain;
use crate::hash::Hash;
use crate::receipt::{signed_bytes, Body, BODY_LEN};
use crate::signature::{PublicKey, SignatureError};
use crate::tree::{root_of_path, PathError};

/// Bytes of a receipt besides its path.
const FIXED_LEN: usize = BODY_LEN + 4 + 4 + 1 + 32 + 64;

/// A receipt as a relay hands it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedReceipt {
    /// What it says.
    pub body: Body,
    /// Index of the body in its group.
    pub group_index: u32,
    /// Number of receipts in the group.
    pub group_size: u32,
    /// Inclusion path of the body in the group's tree.
    pub path: Vec<Hash>,
    /// The relay's receipt key.
    pub receipt_key: [u8; 32],
    /// Signature over the group's root.
    pub signature: [u8; 64],
}

/// Why a receipt is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptError {
    /// The bytes are not a receipt.
    Malformed,
    /// The path does not fit the index and size of the group.
    Path(PathError),
    /// The key or the signature is refused.
    Signature(SignatureError),
}

impl SignedReceipt {
    /// Body, group index, group size, path length, path, key, signature.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(FIXED_LEN + 32 * self.path.len());
        bytes.extend(self.body.to_bytes());
        bytes.extend(self.group_index.to_le_bytes());
        bytes.extend(self.group_size.to_le_bytes());
        bytes.push(self.path.len() as u8);
        bytes.extend(self.path.as_flattened());
        bytes.extend(self.receipt_key);
        bytes.extend(self.signature);
        bytes
    }

    /// Reads a receipt; nothing may follow it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReceiptError> {
        Self::read(bytes)
            .filter(|receipt| receipt.to_bytes() == bytes)
            .ok_or(ReceiptError::Malformed)
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (body, rest) = bytes.split_first_chunk::<BODY_LEN>()?;
        let (group_index, rest) = rest.split_first_chunk::<4>()?;
        let (group_size, rest) = rest.split_first_chunk::<4>()?;
        let (path_len, rest) = rest.split_first()?;
        let (path, rest) = rest.split_at_checked(32 * *path_len as usize)?;
        let (receipt_key, rest) = rest.split_first_chunk::<32>()?;
        let (signature, _) = rest.split_first_chunk::<64>()?;
        Some(Self {
            body: Body::from_bytes(body).ok()?,
            group_index: u32::from_le_bytes(*group_index),
            group_size: u32::from_le_bytes(*group_size),
            path: path.as_chunks::<32>().0.to_vec(),
            receipt_key: *receipt_key,
            signature: *signature,
        })
    }

    /// Checks path and signature. Whether the key is the relay's is for the caller to ask the chain.
    pub fn verify(&self, domain: &Domain) -> Result<(), ReceiptError> {
        let root = self.group_root().map_err(ReceiptError::Path)?;
        let message = signed_bytes(domain, &self.body.relay, self.group_size, &root);
        PublicKey::from_bytes(&self.receipt_key)
            .and_then(|key| key.verify(&message, &self.signature))
            .map_err(ReceiptError::Signature)
    }

    /// The root that the path leads to.
    fn group_root(&self) -> Result<Hash, PathError> {
        root_of_path(
            self.group_size,
            self.group_index,
            &self.body.group_leaf(),
            &self.path,
        )
    }
}
