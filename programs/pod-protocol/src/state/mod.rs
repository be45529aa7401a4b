//! The accounts of the program: one file each, zero-copy, little-endian, without padding. Offsets
//! are asserted where a type is defined; `docs/protocol.md` lists them.

pub mod acknowledger;
pub mod agent;
pub mod channel;
pub mod membership;
pub mod message;
pub mod profile;
pub mod relay;
pub mod relay_log;
pub mod tombstone;

pub use acknowledger::*;
pub use agent::*;
pub use channel::*;
pub use membership::*;
pub use message::*;
pub use profile::*;
pub use relay::*;
pub use relay_log::*;

use {
    crate::{error::PodError, prelude::*, ID},
    anchor_lang::bytemuck::{self, Pod},
};

/// Bytes of an account's discriminator.
pub const DISCRIMINATOR_LENGTH: usize = 8;

/// The zero address: an absent key, or an absent account.
pub const NONE: Address = Address::new_from_array([0; 32]);

/// Whether two addresses are the same. Not the derived comparison, which goes byte by byte.
#[inline(never)]
pub fn same(one: &Address, other: &Address) -> bool {
    anchor_lang::address_eq(one, other)
}

/// Whether `address` is the zero address.
#[inline(always)]
pub fn is_none(address: &Address) -> bool {
    same(address, &NONE)
}

/// As [`is_none`], without a call, for what every message passes.
#[inline(always)]
pub fn is_zero(address: &Address) -> bool {
    let words: *const [u64; 4] = address.as_array().as_ptr().cast();
    // SAFETY: an address is four words of any alignment.
    let [a, b, c, d] = unsafe { words.read_unaligned() };
    a | b | c | d == 0
}

/// Whether `view` is an account of this program that holds a whole `T`.
#[inline(always)]
pub fn is_live<T: Pod + Discriminator>(view: &AccountView) -> bool {
    data_of::<T>(view, DISCRIMINATOR_LENGTH + core::mem::size_of::<T>()).is_some()
}

/// The data of `view` if it is a `T` of this program of at least `length` bytes.
#[inline(always)]
pub fn data_of<T: Discriminator>(view: &AccountView, length: usize) -> Option<&[u8]> {
    // SAFETY: nothing holds the account's data mutably: it is one that the instruction only reads.
    let data = unsafe { view.borrow_unchecked() };
    (same(view.owner(), &ID) && data.len() >= length && data.starts_with(T::DISCRIMINATOR))
        .then_some(data)
}

/// The bytes of a field of `view` if it is an account of this program that holds a whole `T`.
#[inline(always)]
pub fn field_of<T: Pod + Discriminator, const N: usize>(
    view: &AccountView,
    offset: usize,
) -> Option<&[u8; N]> {
    data_of::<T>(view, DISCRIMINATOR_LENGTH + core::mem::size_of::<T>())?
        .get(DISCRIMINATOR_LENGTH + offset..)?
        .first_chunk()
}

/// The fields of an account of this program that an instruction changes and may have made itself.
#[inline(always)]
pub fn fields_mut<T: Pod>(view: &mut AccountView) -> Result<&mut T> {
    // SAFETY: the caller's `&mut` is the only way to the account's data that is in use.
    let data = unsafe { view.borrow_unchecked_mut() };
    let fields = data
        .get_mut(DISCRIMINATOR_LENGTH..)
        .and_then(|rest| rest.get_mut(..core::mem::size_of::<T>()))
        .ok_or(PodError::InvalidDataSize)?;
    bytemuck::try_from_bytes_mut(fields).map_err(|_| PodError::InvalidDataSize.into())
}

/// Writes the discriminator of `T` to an account that was just made, and gives its fields, which
/// are all zero.
#[inline(always)]
pub fn initialize<T: Pod + Discriminator>(view: &mut AccountView) -> Result<&mut T> {
    // SAFETY: the account was made by this instruction, which holds no other reference to it.
    let data = unsafe { view.borrow_unchecked_mut() };
    data.first_chunk_mut::<DISCRIMINATOR_LENGTH>()
        .ok_or(PodError::InvalidDataSize)?
        .copy_from_slice(T::DISCRIMINATOR);
    fields_mut(view)
}
