//! The signature rule: speccheck, RFC 8032, torsion, encodings and ranges, each with its verdict.

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT as B, EIGHT_TORSION};
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use pod_core::signature::{PublicKey, SignatureError};
use serde_json::{json, Value};
use sha2::{Digest, Sha512};

use crate::sample::{bytes, hex, unhex, Key};
use crate::speccheck;

/// The group order L, little-endian.
const L: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

#[derive(Default)]
struct Cases(Vec<Value>);

impl Cases {
    fn add(&mut self, name: &str, message: &[u8], key: &[u8; 32], signature: &[u8; 64]) -> bool {
        let verdict = PublicKey::from_bytes(key).and_then(|key| key.verify(message, signature));
        self.0.push(json!({
            "name": name,
            "message": hex(message),
            "publicKey": hex(key),
            "signature": hex(signature),
            "valid": verdict.is_ok(),
            "error": verdict.err().map(SignatureError::name),
        }));
        verdict.is_ok()
    }

    fn accept(&mut self, name: &str, message: &[u8], key: &[u8; 32], signature: &[u8; 64]) {
        assert!(self.add(name, message, key, signature), "{name}");
    }

    fn refuse(&mut self, name: &str, message: &[u8], key: &[u8; 32], signature: &[u8; 64]) {
        assert!(!self.add(name, message, key, signature), "{name}");
    }
}

pub fn vectors() -> Value {
    let mut cases = Cases::default();
    speccheck(&mut cases);
    rfc8032(&mut cases);
    torsion(&mut cases);
    small_order_keys(&mut cases);
    encodings(&mut cases);
    scalars(&mut cases);
    alterations(&mut cases);
    json!({
        "about": "canonical A, R and S; A of prime order; [8][S]B = [8]R + [8][k]A. error names the first check that fails, in that order: A, R, S, equation",
        "sources": [
            "speccheck: Chalkias, Garillot, Nikolaenko, Taming the many EdDSAs (SSR 2020), cases of ed25519-speccheck (Apache-2.0)",
            "rfc8032: RFC 8032 section 7.1",
        ],
        "cases": cases.0,
    })
}

fn speccheck(cases: &mut Cases) {
    for (number, (condition, message, key, signature)) in speccheck::CASES.iter().enumerate() {
        cases.refuse(
            &format!("speccheck {number}: {condition}"),
            &unhex(message),
            &array(key),
            &array(signature),
        );
    }
}

fn rfc8032(cases: &mut Cases) {
    for (number, message, key, signature) in [
        (
            1,
            "",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            2,
            "72",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            3,
            "af82",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
    ] {
        cases.accept(
            &format!("rfc8032: test {number}"),
            &unhex(message),
            &array(key),
            &array(signature),
        );
    }
}

/// A signer who picks its own points: a secret scalar, and torsion to add to A and R.
struct Signer {
    secret: Scalar,
    a: EdwardsPoint,
}

impl Signer {
    fn of(label: &str) -> Self {
        let secret = scalar(label);
        Self {
            secret,
            a: B * secret,
        }
    }

    /// A signature that satisfies the cofactored equation for the points and bytes given:
    /// S = r + k * secret, with k over exactly these bytes.
    fn sign(&self, nonce: Scalar, r: &[u8; 32], a: &[u8; 32], message: &[u8]) -> [u8; 64] {
        let s = nonce + challenge(r, a, message) * self.secret;
        join(r, &s.to_bytes())
    }
}

fn torsion(cases: &mut Cases) {
    let signer = Signer::of("torsion");
    let message = b"torsion";
    for (i, extra) in EIGHT_TORSION.iter().enumerate() {
        let nonce = scalar(&format!("nonce {i}"));
        let a = encode(signer.a);
        let r = encode(B * nonce + extra);
        let signature = signer.sign(nonce, &r, &a, message);
        cases.accept(
            &format!("R plus torsion point {i}"),
            message,
            &a,
            &signature,
        );

        let small = encode(*extra);
        let signature = signer.sign(Scalar::ZERO, &small, &a, message);
        cases.accept(&format!("R is torsion point {i}"), message, &a, &signature);

        if i == 0 {
            continue;
        }
        let mixed = encode(signer.a + extra);
        let plain = encode(B * nonce);
        let signature = signer.sign(nonce, &plain, &mixed, message);
        cases.refuse(
            &format!("A plus torsion point {i}"),
            message,
            &mixed,
            &signature,
        );
        let signature = signer.sign(nonce, &r, &mixed, message);
        let name = format!("A and R plus torsion point {i}");
        cases.refuse(&name, message, &mixed, &signature);
    }
}

fn small_order_keys(cases: &mut Cases) {
    let message = b"small order";
    for (i, point) in EIGHT_TORSION.iter().enumerate() {
        let nonce = scalar(&format!("small {i}"));
        let signature = join(&encode(B * nonce), &nonce.to_bytes());
        let name = format!("A is torsion point {i}");
        cases.refuse(&name, message, &encode(*point), &signature);
    }
}

/// Encodings with y >= p or x = 0 and the sign set, and bytes that encode no point.
fn encodings(cases: &mut Cases) {
    let signer = Signer::of("encodings");
    let message = b"encodings";
    let a = encode(signer.a);
    let nonce = scalar("encoding nonce");
    let r = encode(B * nonce);
    let valid = signer.sign(nonce, &r, &a, message);
    for excess in 0..19u8 {
        for sign in [0, 0x80] {
            let mut bytes = [0xff; 32];
            bytes[0] = 0xed + excess;
            bytes[31] = 0x7f | sign;
            let name = format!("y = p + {excess}, sign {}", sign >> 7);
            let signature = signer.sign(Scalar::ZERO, &bytes, &a, message);
            cases.refuse(&format!("R with {name}"), message, &a, &signature);
            let signature = join(&r, &nonce.to_bytes());
            cases.refuse(&format!("A with {name}"), message, &bytes, &signature);
        }
    }
    let mut one = [0; 32];
    one[0] = 1;
    one[31] = 0x80;
    let mut minus_one = [0xff; 32];
    minus_one[0] = 0xec;
    for (name, bytes) in [("y = 1", one), ("y = -1", minus_one)] {
        let signature = signer.sign(Scalar::ZERO, &bytes, &a, message);
        let name = format!("with negative zero x, {name}");
        cases.refuse(&format!("R {name}"), message, &a, &signature);
        cases.refuse(&format!("A {name}"), message, &bytes, &valid);
    }
    let mut two = [0; 32];
    two[0] = 2;
    cases.refuse("A not on the curve", message, &two, &valid);
    let signature = signer.sign(Scalar::ZERO, &two, &a, message);
    cases.refuse("R not on the curve", message, &a, &signature);
    cases.refuse("all zeros", message, &[0; 32], &[0; 64]);
    cases.refuse("all ones", message, &[0xff; 32], &[0xff; 64]);
}

fn scalars(cases: &mut Cases) {
    let signer = Signer::of("scalars");
    let message = b"scalars";
    let a = encode(signer.a);
    let nonce = scalar("scalar nonce");
    let r = encode(B * nonce);
    let signature = signer.sign(nonce, &r, &a, message);
    cases.accept("S as it should be", message, &a, &signature);
    let mut s: [u8; 32] = array_of(&signature[32..]);
    for times in 1..=15 {
        s = add(&s, &L);
        cases.refuse(&format!("S plus {times} L"), message, &a, &join(&r, &s));
    }
    cases.refuse("S = 0", message, &a, &join(&r, &[0; 32]));
    cases.refuse("S = L", message, &a, &join(&r, &L));
    let mut below = L;
    below[0] -= 1;
    cases.refuse("S = L - 1", message, &a, &join(&r, &below));
    for bit in [253, 254, 255] {
        let mut s: [u8; 32] = array_of(&signature[32..]);
        s[bit / 8] |= 1 << (bit % 8);
        cases.refuse(&format!("S with bit {bit} set"), message, &a, &join(&r, &s));
    }
}

fn alterations(cases: &mut Cases) {
    let key = Key::of("alterations");
    let message = bytes("alterations", 0);
    let signature = key.sign(&message);
    cases.accept("RFC 8032 signature", &message, &key.public, &signature);
    for at in [0, 255, 256, 507] {
        let mut altered = signature;
        altered[at / 8] ^= 1 << (at % 8);
        let name = format!("signature with bit {at} flipped");
        cases.refuse(&name, &message, &key.public, &altered);
    }
    let mut altered = message;
    altered[31] ^= 1;
    cases.refuse("message altered", &altered, &key.public, &signature);
    cases.refuse("message cut short", &message[..31], &key.public, &signature);
    let other = Key::of("another");
    cases.refuse("another key", &message, &other.public, &signature);
    let swapped = join(&array_of(&signature[32..]), &array_of(&signature[..32]));
    cases.refuse("R and S swapped", &message, &key.public, &swapped);
}

fn scalar(label: &str) -> Scalar {
    Scalar::from_bytes_mod_order(bytes(label, 1))
}

fn encode(point: EdwardsPoint) -> [u8; 32] {
    point.compress().0
}

fn challenge(r: &[u8; 32], a: &[u8; 32], message: &[u8]) -> Scalar {
    let hash = Sha512::new()
        .chain_update(r)
        .chain_update(a)
        .chain_update(message)
        .finalize();
    Scalar::from_bytes_mod_order_wide(&hash.into())
}

/// Sum of two little-endian numbers below 2^256.
fn add(a: &[u8; 32], b: &[u8; 32]) -> [u8; 32] {
    let mut carry = 0u16;
    std::array::from_fn(|i| {
        carry = (carry >> 8) + u16::from(a[i]) + u16::from(b[i]);
        carry as u8
    })
}

fn join(r: &[u8; 32], s: &[u8; 32]) -> [u8; 64] {
    array_of(&[*r, *s].concat())
}

fn array<const N: usize>(hex: &str) -> [u8; N] {
    array_of(&unhex(hex))
}

fn array_of<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.try_into().expect("length")
}
