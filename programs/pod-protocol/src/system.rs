//! Calls of the system program: one function for all four that are needed.

use {
    crate::prelude::*,
    pinocchio::{
        cpi::{invoke_signed_unchecked, CpiAccount, Signer as CpiSigner},
        instruction::{InstructionAccount, InstructionView},
    },
};

const CREATE_ACCOUNT: u8 = 0;
const ASSIGN: u8 = 1;
const TRANSFER: u8 = 2;
const ALLOCATE: u8 = 8;

/// An account of the system program.
const SYSTEM: Address = Address::new_from_array([0; 32]);

/// `CreateAccount`: `payer` pays for `target`, which the seeds sign for.
#[inline(always)]
pub fn create_account(
    payer: &AccountView,
    target: &AccountView,
    (lamports, space): (u64, usize),
    owner: &Address,
    signer: &CpiSigner,
) {
    let mut data = [0; 52];
    data[0] = CREATE_ACCOUNT;
    data[4..12].copy_from_slice(&lamports.to_le_bytes());
    data[12..20].copy_from_slice(&(space as u64).to_le_bytes());
    data[20..].copy_from_slice(owner.as_ref());
    call(&Call {
        data: &data,
        first: payer,
        second: target,
        signers: core::slice::from_ref(signer),
    });
}

/// `Transfer` from `payer`, which has signed.
#[inline(always)]
pub fn transfer(payer: &AccountView, target: &AccountView, lamports: u64) {
    let mut data = [0; 12];
    data[0] = TRANSFER;
    data[4..].copy_from_slice(&lamports.to_le_bytes());
    call(&Call {
        data: &data,
        first: payer,
        second: target,
        signers: &[],
    });
}

/// `Allocate`: gives `target`, which the seeds sign for, its space.
#[inline(always)]
pub fn allocate(target: &AccountView, space: usize, signer: &CpiSigner) {
    let mut data = [0; 12];
    data[0] = ALLOCATE;
    data[4..].copy_from_slice(&(space as u64).to_le_bytes());
    call(&Call {
        data: &data,
        first: target,
        second: target,
        signers: core::slice::from_ref(signer),
    });
}

/// `Assign`: gives `target`, which the seeds sign for, to `owner`.
#[inline(always)]
pub fn assign(target: &AccountView, owner: &Address, signer: &CpiSigner) {
    let mut data = [0; 36];
    data[0] = ASSIGN;
    data[4..].copy_from_slice(owner.as_ref());
    call(&Call {
        data: &data,
        first: target,
        second: target,
        signers: core::slice::from_ref(signer),
    });
}

/// A call with two writable accounts, of which the second is the first again where an instruction
/// takes but one.
struct Call<'a> {
    data: &'a [u8],
    first: &'a AccountView,
    second: &'a AccountView,
    signers: &'a [CpiSigner<'a, 'a>],
}

/// Calls the system program. The first account signs; the second does if there are seeds for it. The runtime ends the program if the call fails.
#[inline(never)]
fn call(call: &Call) {
    let accounts = [
        InstructionAccount::new(call.first.address(), true, true),
        InstructionAccount::new(call.second.address(), true, !call.signers.is_empty()),
    ];
    let instruction = InstructionView {
        program_id: &SYSTEM,
        accounts: &accounts,
        data: call.data,
    };
    // SAFETY: the accounts are those of the instruction, in its order; nothing refers to their data.
    unsafe {
        invoke_signed_unchecked(
            &instruction,
            &[CpiAccount::from(call.first), CpiAccount::from(call.second)],
            call.signers,
        );
    }
}
