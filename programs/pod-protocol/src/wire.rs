//! What instruction data hold.

use crate::prelude::*;

/// Text in instruction data, as the bytes that came: the program checks them itself, and Rust's own
/// check would go over them once more. It is called what the IDL calls it, since that takes the name
/// of a type from the source.
#[allow(non_camel_case_types)]
pub type string<'a> = &'a [u8];

/// Arguments, read from the front where they lie. Bytes after the last are not looked at.
#[derive(Clone, Copy)]
pub struct Args<'a>(&'a [u8]);

/// An argument of fixed size.
pub trait Packed<'a>: Sized {
    /// Bytes of the argument.
    const LENGTH: usize;

    /// The argument at an address of any alignment.
    ///
    /// # Safety
    /// As many bytes are readable there for `'a`.
    unsafe fn at(bytes: *const u8) -> Self;
}

impl<'a> Args<'a> {
    /// Arguments in `data`.
    #[inline(always)]
    pub fn new(data: &'a [u8]) -> Self {
        Self(data)
    }

    /// The next argument, or a tuple of arguments that follow each other.
    #[inline(always)]
    pub fn take<T: Packed<'a>>(&mut self) -> Result<T> {
        let (bytes, rest) = self
            .0
            .split_at_checked(T::LENGTH)
            .ok_or(Fault::INVALID_INSTRUCTION_DATA)?;
        self.0 = rest;
        // SAFETY: as many bytes as it has.
        Ok(unsafe { T::at(bytes.as_ptr()) })
    }

    /// The bytes of an argument of as many items as a u32 before them says, each of `size` bytes.
    #[inline(always)]
    pub fn items(&mut self, size: usize) -> Result<&'a [u8]> {
        let count: u32 = self.take()?;
        let (bytes, rest) = self
            .0
            .split_at_checked(count as usize * size)
            .ok_or(Fault::INVALID_INSTRUCTION_DATA)?;
        self.0 = rest;
        Ok(bytes)
    }

    /// Bytes with their length, a u32, before them.
    #[inline(always)]
    pub fn bytes(&mut self) -> Result<&'a [u8]> {
        self.items(1)
    }

    /// Whether an argument that may be absent is there.
    #[inline(always)]
    pub fn is_some(&mut self) -> Result<bool> {
        match self.take::<u8>()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Fault::INVALID_INSTRUCTION_DATA),
        }
    }

    /// An argument of fixed size that may be absent.
    #[inline(always)]
    pub fn option<T: Packed<'a>>(&mut self) -> Result<Option<T>> {
        if self.is_some()? {
            self.take().map(Some)
        } else {
            Ok(None)
        }
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl<'a> Packed<'a> for $number {
            const LENGTH: usize = size_of::<$number>();

            #[inline(always)]
            unsafe fn at(bytes: *const u8) -> Self {
                <$number>::from_le_bytes(bytes.cast::<[u8; size_of::<$number>()]>().read())
            }
        })*
    };
}
numbers!(u8, u32, u64);

impl<'a> Packed<'a> for &'a [u8; 32] {
    const LENGTH: usize = 32;

    #[inline(always)]
    unsafe fn at(bytes: *const u8) -> Self {
        &*bytes.cast()
    }
}

impl<'a> Packed<'a> for &'a Address {
    const LENGTH: usize = 32;

    #[inline(always)]
    unsafe fn at(bytes: *const u8) -> Self {
        const { assert!(size_of::<Address>() == 32 && align_of::<Address>() == 1) };
        &*bytes.cast()
    }
}

macro_rules! tuples {
    ($(($($item:ident),*))*) => {
        $(impl<'a, $($item: Packed<'a>),*> Packed<'a> for ($($item,)*) {
            const LENGTH: usize = 0 $(+ $item::LENGTH)*;

            #[inline(always)]
            #[allow(unused_assignments)]
            unsafe fn at(bytes: *const u8) -> Self {
                let mut next = bytes;
                ($({
                    let item = $item::at(next);
                    next = next.add($item::LENGTH);
                    item
                },)*)
            }
        })*
    };
}
tuples! {
    (A, B)
    (A, B, C)
    (A, B, C, D)
    (A, B, C, D, E)
    (A, B, C, D, E, F)
}
