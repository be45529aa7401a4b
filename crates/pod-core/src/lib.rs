//! The parts of PoD Protocol that the on-chain program, host code and the test vectors share.
//!
//! It is `no_std`, allocates nothing and hashes through the
//! `sol_sha256` syscall on chain. `docs/protocol.md` is the specification of the bytes.
#![no_std]
#![deny(missing_docs)]

#[cfg(any(test, feature = "std"))]
extern crate std;

pub mod hash;
pub mod text;
pub mod tree;

pub use hash::Hash;
