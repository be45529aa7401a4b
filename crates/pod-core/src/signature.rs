//! The one rule for Ed25519 signatures: canonical A, R and S, A of prime order, cofactored equation.

use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::IsIdentity;
use sha2::{Digest, Sha512};

use crate::envelope::field;

/// Why a key or a signature is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureError {
    /// A is not the canonical encoding of a point.
    PublicKeyEncoding,
    /// A is the identity or outside the prime-order subgroup.
    PublicKeyOrder,
    /// R is not the canonical encoding of a point.
    RandomPointEncoding,
    /// S is not below the group order.
    ScalarRange,
    /// The equation does not hold.
    Equation,
}

impl SignatureError {
    /// The name used in `vectors/signatures.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::PublicKeyEncoding => "publicKeyEncoding",
            Self::PublicKeyOrder => "publicKeyOrder",
            Self::RandomPointEncoding => "randomPointEncoding",
            Self::ScalarRange => "scalarRange",
            Self::Equation => "equation",
        }
    }
}

/// A public key of prime order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey {
    bytes: [u8; 32],
    minus_a: EdwardsPoint,
}

impl PublicKey {
    /// Reads and checks a key: canonical and of prime order.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, SignatureError> {
        let a = canonical(bytes).ok_or(SignatureError::PublicKeyEncoding)?;
        if a.is_identity() || !a.is_torsion_free() {
            return Err(SignatureError::PublicKeyOrder);
        }
        Ok(Self {
            bytes: *bytes,
            minus_a: -a,
        })
    }

    /// Checks a signature: \[8\]\[S\]B = \[8\]R + \[8\]\[k\]A.
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> Result<(), SignatureError> {
        let r_bytes: [u8; 32] = field(signature, 0);
        let r = canonical(&r_bytes).ok_or(SignatureError::RandomPointEncoding)?;
        let s = Option::from(Scalar::from_canonical_bytes(field(signature, 32)))
            .ok_or(SignatureError::ScalarRange)?;
        let hash = Sha512::new()
            .chain_update(r_bytes)
            .chain_update(self.bytes)
            .chain_update(message)
            .finalize();
        let k = Scalar::from_bytes_mod_order_wide(&hash.into());
        let expected_r = EdwardsPoint::vartime_double_scalar_mul_basepoint(&k, &self.minus_a, &s);
        if (expected_r - r).mul_by_cofactor().is_identity() {
            Ok(())
        } else {
            Err(SignatureError::Equation)
        }
    }
}

/// The point that `bytes` encode, if that is how the point is encoded.
fn canonical(bytes: &[u8; 32]) -> Option<EdwardsPoint> {
    let point = CompressedEdwardsY(*bytes).decompress()?;
    (point.compress().0 == *bytes).then_some(point)
}
