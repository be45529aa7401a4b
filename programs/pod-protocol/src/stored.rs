//! The account that exists.

use {
    crate::{rules::check_type, state::DISCRIMINATOR_LENGTH},
    anchor_lang::{bytemuck::Pod, prelude::*, CpiHandle, CpiHandleMut},
    core::{
        marker::PhantomData,
        mem::{align_of, size_of},
        ops::{Deref, DerefMut},
    },
};

/// An account of this program that is a `T`: owner, size and discriminator are checked when it is
/// loaded, and that it is writable where the instruction says `mut`. Anchor's `Account` does the
/// same, but with code of its own for every use of it. On chain the checks are those of [`crate::rules`].
pub struct Stored<T> {
    view: AccountView,
    of: PhantomData<T>,
}

impl<T> Stored<T> {
    /// The account's address.
    #[inline(always)]
    pub fn address(&self) -> &Address {
        self.view.address()
    }

    /// The account itself.
    #[inline(always)]
    pub fn view(&self) -> &AccountView {
        &self.view
    }
}

impl<T: Pod + Discriminator> AnchorAccount for Stored<T> {
    type Data = T;
    const MIN_DATA_LEN: usize = DISCRIMINATOR_LENGTH + size_of::<T>();

    #[inline(always)]
    fn load(view: AccountView) -> Result<Self> {
        const {
            assert!(T::DISCRIMINATOR.len() == DISCRIMINATOR_LENGTH && align_of::<T>() <= 8);
        }
        let discriminator = const {
            let d = T::DISCRIMINATOR;
            u64::from_le_bytes([d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]])
        };
        check_type(&view, discriminator, Self::MIN_DATA_LEN)?;
        Ok(Self {
            view,
            of: PhantomData,
        })
    }

    #[inline(always)]
    unsafe fn load_mut(view: AccountView) -> Result<Self> {
        if !view.is_writable() {
            return Err(ErrorCode::ConstraintMut.into());
        }
        Self::load(view)
    }

    #[inline(always)]
    fn account(&self) -> &AccountView {
        &self.view
    }
}

impl<T: Pod> Deref for Stored<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: loading checked that the fields are all there. The runtime aligns account data to
        // 8 bytes, and the fields begin at the eighth. Anchor refuses an account that is given twice
        // if one of the two is `mut`, so that no other reference changes the fields.
        unsafe { &*self.view.data_ptr().add(DISCRIMINATOR_LENGTH).cast() }
    }
}

impl<T: Pod> DerefMut for Stored<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as for `deref`. The runtime refuses what is written to an account that is not
        // writable.
        unsafe { &mut *self.view.data_mut_ptr().add(DISCRIMINATOR_LENGTH).cast() }
    }
}

impl<T> AsRef<AccountView> for Stored<T> {
    #[inline(always)]
    fn as_ref(&self) -> &AccountView {
        &self.view
    }
}

impl<T> AsRef<Address> for Stored<T> {
    #[inline(always)]
    fn as_ref(&self) -> &Address {
        self.view.address()
    }
}

impl<T: Pod + Discriminator> ToCpiHandle for Stored<T> {
    #[inline(always)]
    fn to_cpi_handle(&self) -> CpiHandle<'_> {
        self.cpi_handle()
    }
}

impl<T: Pod + Discriminator> ToCpiHandleMut for Stored<T> {
    #[inline(always)]
    fn try_to_cpi_handle_mut(&mut self) -> Result<CpiHandleMut<'_>> {
        self.try_cpi_handle_mut()
    }
}

impl<T: IdlAccountType> IdlAccountType for Stored<T> {
    fn __register_idl_deps(
        accounts: &mut alloc::vec::Vec<&'static str>,
        types: &mut alloc::vec::Vec<&'static str>,
    ) {
        T::__register_idl_deps(accounts, types);
    }
}
