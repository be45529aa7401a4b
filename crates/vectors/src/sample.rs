//! Fixed sample values: bytes that follow from a label, and keys made of them.

use ed25519_dalek::{Signer, SigningKey};
use pod_core::hash::sha256;
use pod_core::{Domain, Hash};
use serde_json::{json, Value};

/// 32 bytes that follow from a label and a number.
pub fn bytes(label: &str, number: u64) -> Hash {
    sha256([b"pod vectors", label.as_bytes(), &number.to_le_bytes()])
}

/// A number below `bound` that follows from a label and a number.
pub fn below(bound: u64, label: &str, number: u64) -> u64 {
    let bytes = bytes(label, number);
    u64::from_le_bytes(bytes[..8].try_into().expect("8 bytes")) % bound
}

pub fn domain() -> Domain {
    Domain {
        genesis_hash: bytes("genesis", 0),
        program_id: bytes("program", 0),
    }
}

pub fn domain_json() -> Value {
    let domain = domain();
    json!({
        "genesisHash": base58(&domain.genesis_hash),
        "programId": base58(&domain.program_id),
    })
}

/// A key pair by the secret seed of RFC 8032.
pub struct Key {
    pub seed: Hash,
    pub public: [u8; 32],
    signing: SigningKey,
}

impl Key {
    pub fn of(label: &str) -> Self {
        let seed = bytes(label, 0);
        let signing = SigningKey::from_bytes(&seed);
        Self {
            seed,
            public: signing.verifying_key().to_bytes(),
            signing,
        }
    }

    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }
}

pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

pub fn unhex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex"))
        .collect()
}

pub fn hashes(hashes: &[Hash]) -> Vec<String> {
    hashes.iter().map(hex).collect()
}

pub fn base58(bytes: &[u8; 32]) -> String {
    bs58::encode(bytes).into_string()
}
