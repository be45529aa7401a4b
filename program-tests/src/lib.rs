//! A bench for the built program, `target/deploy/pod_protocol.so`, in LiteSVM.
//!
//! Instructions are encoded and accounts are read by the committed IDL, not by the program's own
//! types, so that a wrong IDL fails the tests as a wrong program does.

pub mod chain;
pub mod idl;
pub mod instructions;
pub mod keys;
pub mod light;
pub mod random;
pub mod refusal;
pub mod swaps;
