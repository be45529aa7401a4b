//! What the runtime knows of time and rent.

use crate::prelude::*;

/// The clock.
#[inline(always)]
pub fn clock() -> Result<Clock> {
    Clock::get().map_err(|_| Fault::UNSUPPORTED_SYSVAR)
}

/// Lamports that make an account of `space` bytes rent-exempt.
#[inline(always)]
pub fn rent_exempt_lamports(space: usize) -> Result<u64> {
    anchor_lang::cpi::rent_exempt_lamports(space).map_err(|_| Fault::UNSUPPORTED_SYSVAR)
}
