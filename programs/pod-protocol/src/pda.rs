//! Making accounts at program-derived addresses.
//!
//! The caller gives the bump, so that no search for it is paid for. That the address is the one of
//! the seeds and the bump is checked by the runtime, which signs for it, where the account itself does
//! not sign; that the bump is the canonical one, by showing that every higher one gives a point of the curve.

use {
    crate::{error::PodError, prelude::*, system, sysvars::rent_exempt_lamports, ID},
    pinocchio::cpi::{Seed, Signer as CpiSigner},
};

/// The seeds of an address of this program, without the bump: two or three, the last may be empty.
pub type Seeds<'a> = [&'a [u8]; 3];

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
        let lamports = rent_exempt_lamports(space)?;
        Ok(Self {
            payer,
            target,
            space,
            lamports,
        })
    }

    /// Makes the account, owned by this program, at the address of `seeds` and `bump`.
    #[inline(never)]
    pub fn create(&self, seeds: &Seeds, bump: u8) -> Result<()> {
        // The runtime lets an account that signs be made at any address; an address of seeds never does.
        require!(!self.target.is_signer(), PodError::WrongAccount);
        require_canonical(seeds, bump)?;
        let bump = [bump];
        let seeds = [
            Seed::from(seeds[0]),
            Seed::from(seeds[1]),
            Seed::from(seeds[2]),
            Seed::from(&bump),
        ];
        let signer = CpiSigner::from(&seeds);
        if self.target.lamports() == 0 {
            system::create_account(
                self.payer,
                self.target,
                (self.lamports, self.space),
                &ID,
                &signer,
            );
            return Ok(());
        }
        // The address holds lamports already, which anyone can send to it.
        require!(
            self.target.owned_by(&System::id()) && self.target.is_data_empty(),
            PodError::AddressInUse
        );
        let missing = self.lamports.saturating_sub(self.target.lamports());
        if missing > 0 {
            system::transfer(self.payer, self.target, missing);
        }
        system::allocate(self.target, self.space, &signer);
        system::assign(self.target, &ID, &signer);
        Ok(())
    }
}

/// Fails unless `address` is the one of `seeds` and the canonical `bump`.
#[inline(never)]
pub fn require_address(address: &Address, seeds: &Seeds, bump: u8) -> Result<()> {
    require_canonical(seeds, bump)?;
    require!(
        derive(seeds, bump) == *address.as_array(),
        PodError::WrongAccount
    );
    Ok(())
}

/// The hash that is the address of `seeds` and `bump`, unless it is a point of the curve.
#[inline(always)]
fn derive(seeds: &Seeds, bump: u8) -> [u8; 32] {
    pod_core::hash::sha256([
        seeds[0],
        seeds[1],
        seeds[2],
        &[bump],
        ID.as_ref(),
        b"ProgramDerivedAddress",
    ])
}

/// Fails unless every bump above `bump` gives a point of the curve, which is no address.
#[inline(never)]
fn require_canonical(seeds: &Seeds, bump: u8) -> Result<()> {
    let mut higher = u8::MAX;
    while higher > bump {
        require!(is_on_curve(&derive(seeds, higher)), PodError::InvalidBump);
        higher -= 1;
    }
    Ok(())
}

/// Whether `bytes` are a point of Ed25519's curve.
#[cfg(target_os = "solana")]
#[inline(always)]
fn is_on_curve(bytes: &[u8; 32]) -> bool {
    const EDWARDS: u64 = 0;
    // SAFETY: the address is that of 32 readable bytes, and no result is asked for.
    let result = unsafe {
        pinocchio::syscalls::sol_curve_validate_point(
            EDWARDS,
            bytes.as_ptr(),
            core::ptr::null_mut(),
        )
    };
    result == 0
}

/// Whether `bytes` are a point of Ed25519's curve.
#[cfg(not(target_os = "solana"))]
fn is_on_curve(bytes: &[u8; 32]) -> bool {
    Address::new_from_array(*bytes).is_on_curve()
}
