//! The accounts of the program: one file each, zero-copy, little-endian, without padding. Offsets
//! are asserted where a type is defined; `docs/protocol.md` lists them.

pub mod agent;
pub mod message;
pub mod relay;
pub mod relay_log;

pub use agent::*;
pub use message::*;
pub use relay::*;
pub use relay_log::*;

use {
    crate::{error::PodError, ID},
    anchor_lang::{
        bytemuck::{self, Pod},
        prelude::*,
    },
};

/// Bytes of an account's discriminator.
pub const DISCRIMINATOR_LENGTH: usize = 8;

/// The zero address: an absent key, or an absent account.
pub const NONE: Address = Address::new_from_array([0; 32]);

/// Whether `view` is an account of this program that holds a whole `T`.
#[inline(always)]
pub fn is_live<T: Pod + Discriminator>(view: &AccountView) -> bool {
    is_live_prefix::<T>(view, DISCRIMINATOR_LENGTH + core::mem::size_of::<T>()).is_some()
}

/// The data of `view` if it is a `T` of this program of at least `length` bytes.
#[inline(always)]
pub fn is_live_prefix<T: Discriminator>(view: &AccountView, length: usize) -> Option<&[u8]> {
    // SAFETY: nothing holds the account's data mutably: it is one that the instruction only reads.
    let data = unsafe { view.borrow_unchecked() };
    (view.owned_by(&ID) && data.len() >= length && data.starts_with(T::DISCRIMINATOR))
        .then_some(data)
}

/// Writes the discriminator of `T` to an account that was just created, and gives its fields, which
/// are all zero.
#[inline(always)]
pub fn initialize<T: Pod + Discriminator>(view: &mut AccountView) -> Result<&mut T> {
    // SAFETY: the account was created by this instruction, which holds no other reference to it.
    let data = unsafe { view.borrow_unchecked_mut() };
    let (discriminator, rest) = data
        .split_first_chunk_mut::<DISCRIMINATOR_LENGTH>()
        .ok_or(PodError::InvalidDataSize)?;
    discriminator.copy_from_slice(T::DISCRIMINATOR);
    let fields = rest
        .get_mut(..core::mem::size_of::<T>())
        .ok_or(PodError::InvalidDataSize)?;
    bytemuck::try_from_bytes_mut(fields).map_err(|_| PodError::InvalidDataSize.into())
}
