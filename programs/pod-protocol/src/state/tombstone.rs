//! Closing accounts: the rent goes to who paid it, and addresses that must not come back as
//! somebody else's keep a tombstone.

use {
    crate::{
        error::PodError, pda::NewAccount, prelude::*, system, sysvars::rent_exempt_lamports, ID,
    },
    pinocchio::Resize,
};

/// What a tombstone begins with, where an account has its discriminator.
pub const TOMBSTONE: [u8; 8] = [0xff; 8];

/// Cuts `view` to its first `length` bytes and gives the rent that this frees to `rent_payer`.
#[inline(never)]
pub fn shrink(view: &AccountView, length: usize, rent_payer: &AccountView) -> Result<()> {
    let mut view = *view;
    let mut rent_payer = *rent_payer;
    // SAFETY: no reference to the account's data lives on: the caller is done with its fields.
    unsafe {
        view.resize_unchecked(length)
            .map_err(|_| Fault::INVALID_REALLOC)?
    };
    let keep = if length == 0 {
        0
    } else {
        rent_exempt_lamports(length)?
    };
    let freed = view.lamports().saturating_sub(keep);
    let lamports = rent_payer
        .lamports()
        .checked_add(freed)
        .ok_or(Fault::ARITHMETIC_OVERFLOW)?;
    view.set_lamports(view.lamports() - freed);
    rent_payer.set_lamports(lamports);
    Ok(())
}

/// Leaves a tombstone of `TOMBSTONE || keep` at the account's address.
#[inline(always)]
pub fn bury(view: &AccountView, keep: &[u8], rent_payer: &AccountView) -> Result<()> {
    let mut view = *view;
    let length = TOMBSTONE.len() + keep.len();
    // SAFETY: no reference to the account's data lives on: the caller is done with its fields.
    let data = unsafe { view.borrow_unchecked_mut() };
    let data = data.get_mut(..length).ok_or(PodError::InvalidDataSize)?;
    let (head, tail) = data.split_at_mut(TOMBSTONE.len());
    head.copy_from_slice(&TOMBSTONE);
    tail.copy_from_slice(keep);
    shrink(&view, length, rent_payer)
}

/// Whether `view` is the tombstone of an agent.
#[inline(always)]
pub fn is_tombstone(view: &AccountView) -> bool {
    // SAFETY: nothing holds the account's data mutably: it is one that the instruction only reads.
    let data = unsafe { view.borrow_unchecked() };
    view.owned_by(&ID) && data == TOMBSTONE
}

/// Gives what the tombstone at the account's address keeps, if there is one, and makes it the account
/// again: of its size, rent-exempt, all zeros.
#[inline(always)]
pub fn revive<const N: usize>(account: &NewAccount) -> Result<Option<[u8; N]>> {
    let mut view = *account.target;
    if !view.owned_by(&ID) {
        return Ok(None);
    }
    // SAFETY: nothing else refers to the account's data.
    let data = unsafe { view.borrow_unchecked_mut() };
    let keep = data
        .strip_prefix(&TOMBSTONE)
        .and_then(|keep| <[u8; N]>::try_from(keep).ok())
        .ok_or(PodError::AddressInUse)?;
    data.fill(0);
    // SAFETY: the data just borrowed is not used any more.
    unsafe {
        view.resize_unchecked(account.space)
            .map_err(|_| Fault::INVALID_REALLOC)?
    };
    let missing = account.lamports.saturating_sub(view.lamports());
    if missing > 0 {
        system::transfer(account.payer, &view, missing);
    }
    Ok(Some(keep))
}

/// Closes an account whose address may be used again.
#[inline(always)]
pub fn close(view: &AccountView, rent_payer: &AccountView) -> Result<()> {
    let mut closed = *view;
    // SAFETY: no reference to the account's data lives on: the caller is done with its fields.
    if let Some(discriminator) = unsafe { closed.borrow_unchecked_mut() }.first_chunk_mut() {
        *discriminator = TOMBSTONE;
    }
    shrink(view, 0, rent_payer)?;
    // Lamports sent here before the transaction ends would keep the account: as the program's, its
    // address could never be used again.
    // SAFETY: as above.
    unsafe { closed.assign(&System::id()) };
    Ok(())
}
