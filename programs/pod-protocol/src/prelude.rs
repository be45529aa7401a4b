//! What every file of the program uses: Anchor's, with a result that fits a register.

pub use {
    crate::fault::{Fault, Result},
    anchor_lang::prelude::*,
};
