//! The parts of PoD Protocol that the on-chain program, host code and the test vectors share.
//!
//! `no_std`, nothing is allocated, and hashing goes through the `sol_sha256` syscall on chain. The
//! feature `std` adds what only hosts need: signatures and a tree that keeps its nodes.
//! `docs/protocol.md` is the specification of the bytes.
//!
//! For few compute units, compile the on-chain build with LLVM's `allows-misaligned-mem-access`:
//! without it 32-byte hashes are copied byte by byte.
#![no_std]
#![deny(missing_docs)]

#[cfg(any(test, feature = "std"))]
extern crate std;

pub mod domain;
pub mod envelope;
pub mod hash;
pub mod key_chain;
pub mod login;
#[cfg(feature = "std")]
pub mod memory_tree;
pub mod receipt;
#[cfg(feature = "std")]
pub mod signature;
#[cfg(feature = "std")]
pub mod signed_receipt;
pub mod text;
pub mod tree;

pub use domain::Domain;
pub use hash::Hash;
