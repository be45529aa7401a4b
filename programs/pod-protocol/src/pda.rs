//! Making accounts at program-derived addresses.
//!
//! The caller gives the bump, so that no search for it is paid for. That the address is the one of
//! the seeds and the bump is checked by the runtime, which signs for it; that the bump is the
//! canonical one, by showing that every higher one gives a point of the curve.

use {
    crate::{error::PodError, ID},
    anchor_lang::prelude::*,
    pinocchio::cpi::{Seed, Signer as CpiSigner},
    pinocchio_system::instructions::{Allocate, Assign, CreateAccount, Transfer},
};

/// The most seeds of an address of this program, without the bump.
pub const MAX_SEEDS: usize = 3;

/// A new account: who pays for it, and how large it is.
pub struct NewAccount<'a> {
    /// Pays the rent; has signed.
    pub payer: &'a AccountView,
    /// The address at which the account is made.
    pub target: &'a AccountView,
    /// Bytes of the account.
    pub space: usize,
    /// Lamports that make an account of this size rent-exempt.
    pub lamports: u64,
}

impl<'a> NewAccount<'a> {
    /// An account of `space` bytes; reads the rent.
    #[inline(always)]
    pub fn new(payer: &'a AccountView, target: &'a AccountView, space: usize) -> Result<Self> {
        let lamports = anchor_lang::cpi::rent_exempt_lamports(space)?;
        Ok(Self {
            payer,
            target,
            space,
            lamports,
        })
    }

    /// Makes the account, owned by this program, at the address of `seeds` and `bump`.
    #[inline(always)]
    pub fn create<const N: usize>(&self, seeds: &[&[u8]; N], bump: u8) -> Result<()> {
        const { assert!(N <= MAX_SEEDS) };
        require_canonical(seeds, bump)?;
        let bump = [bump];
        let mut all: [Seed; MAX_SEEDS + 1] = core::array::from_fn(|_| Seed::from(&[]));
        for (slot, seed) in all.iter_mut().zip(seeds) {
            *slot = Seed::from(*seed);
        }
        all[N] = Seed::from(&bump);
        let signer = [CpiSigner::from(&all[..=N])];
        if self.target.lamports() == 0 {
            CreateAccount {
                from: self.payer,
                to: self.target,
                lamports: self.lamports,
                space: self.space as u64,
                owner: &ID,
            }
            .invoke_signed(&signer)
        } else {
            self.create_prefunded(&signer)
        }
    }

    /// Makes the account at an address that already holds lamports, which anyone can send to it.
    #[inline(never)]
    fn create_prefunded(&self, signer: &[CpiSigner; 1]) -> Result<()> {
        require!(
            self.target.owned_by(&System::id()) && self.target.is_data_empty(),
            PodError::AddressInUse
        );
        let missing = self.lamports.saturating_sub(self.target.lamports());
        if missing > 0 {
            Transfer {
                from: self.payer,
                to: self.target,
                lamports: missing,
            }
            .invoke()?;
        }
        Allocate {
            account: self.target,
            space: self.space as u64,
        }
        .invoke_signed(signer)?;
        Assign {
            account: self.target,
            owner: &ID,
        }
        .invoke_signed(signer)
    }
}

/// Fails unless every bump above `bump` gives a point of the curve, which is no address.
#[inline(always)]
fn require_canonical<const N: usize>(seeds: &[&[u8]; N], bump: u8) -> Result<()> {
    let mut higher = u8::MAX;
    while higher > bump {
        let tried = [higher];
        let mut all: [&[u8]; MAX_SEEDS + 1] = [&[]; MAX_SEEDS + 1];
        all[..N].copy_from_slice(seeds);
        all[N] = &tried;
        require!(
            create_program_address(&all[..=N], &ID).is_err(),
            PodError::InvalidBump
        );
        higher -= 1;
    }
    Ok(())
}
