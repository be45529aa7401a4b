//! Domain separation: what is signed for one cluster and program means nothing on another.

use crate::hash::Hash;

/// Bytes of everything signed before its body: tag, genesis hash, program id.
pub const PREFIX_LEN: usize = 96;

/// Tag of envelopes.
pub const ENVELOPE_TAG: [u8; 32] = tag("pod/envelope/v1");
/// Tag of receipt groups.
pub const RECEIPTS_TAG: [u8; 32] = tag("pod/receipts/v1");
/// Tag of logins.
pub const LOGIN_TAG: [u8; 32] = tag("pod/login/v1");

/// 0xFF, which can't begin a transaction message, then the name, then zeros.
const fn tag(name: &str) -> [u8; 32] {
    let name = name.as_bytes();
    let mut tag = [0; 32];
    tag[0] = 0xff;
    let mut at = 0;
    while at < name.len() {
        tag[at + 1] = name[at];
        at += 1;
    }
    tag
}

/// The cluster and the program that signatures are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Domain {
    /// Genesis hash of the cluster.
    pub genesis_hash: Hash,
    /// Address of the deployed program.
    pub program_id: [u8; 32],
}

impl Domain {
    /// What is signed: tag || genesis hash || program id || body. `N` is the length of it all.
    pub(crate) fn signed_bytes<const N: usize>(&self, tag: &[u8; 32], body: &[u8]) -> [u8; N] {
        let mut bytes = [0; N];
        bytes[..32].copy_from_slice(tag);
        bytes[32..64].copy_from_slice(&self.genesis_hash);
        bytes[64..96].copy_from_slice(&self.program_id);
        bytes[96..].copy_from_slice(body);
        bytes
    }
}
