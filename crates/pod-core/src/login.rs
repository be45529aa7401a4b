//! The login that proves to a relay who is asking.

use crate::domain::{Domain, LOGIN_TAG, PREFIX_LEN};
use crate::hash::{sha256, Hash};

/// Bytes of a login's body.
pub const BODY_LEN: usize = 168;
/// Bytes that are signed.
pub const SIGNED_LEN: usize = PREFIX_LEN + BODY_LEN;

/// An answer to a relay's challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Login<'a> {
    /// Relay account.
    pub relay: [u8; 32],
    /// Agent account.
    pub agent: [u8; 32],
    /// The agent's signer, who signs.
    pub signer: [u8; 32],
    /// The relay's random bytes.
    pub challenge: [u8; 32],
    /// Until when the challenge is valid: Unix time in milliseconds.
    pub expires_at_ms: i64,
    /// Scheme, host and port that the client connected to, in lower case.
    pub origin: &'a str,
}

impl Login<'_> {
    /// The body: the fields in order, the origin as its SHA-256.
    pub fn body(&self) -> [u8; BODY_LEN] {
        let origin: Hash = sha256([self.origin.as_bytes()]);
        let mut body = [0; BODY_LEN];
        body[..32].copy_from_slice(&self.relay);
        body[32..64].copy_from_slice(&self.agent);
        body[64..96].copy_from_slice(&self.signer);
        body[96..128].copy_from_slice(&self.challenge);
        body[128..136].copy_from_slice(&self.expires_at_ms.to_le_bytes());
        body[136..].copy_from_slice(&origin);
        body
    }

    /// What the signer signs.
    pub fn signed_bytes(&self, domain: &Domain) -> [u8; SIGNED_LEN] {
        domain.signed_bytes(&LOGIN_TAG, &self.body())
    }
}
