//! The account that an instruction makes.

use {
    crate::state::initialize,
    anchor_lang::{bytemuck::Pod, prelude::*, CpiHandle, CpiHandleMut},
    core::marker::PhantomData,
};

/// An account that will be a `T`: nothing is known of it yet but that it is writable. Its address is
/// checked when it is made, by [`NewAccount::create`](crate::pda::NewAccount::create).
pub struct New<T> {
    view: AccountView,
    of: PhantomData<T>,
}

impl<T> New<T> {
    /// The account's address.
    #[inline(always)]
    pub fn address(&self) -> &Address {
        self.view.address()
    }
}

impl<T: Pod + Discriminator> New<T> {
    /// The fields, all zero, of the account that was just made. Writes its discriminator.
    #[inline(always)]
    pub fn initialize(&mut self) -> crate::fault::Result<&mut T> {
        initialize(&mut self.view)
    }
}

impl<T> AnchorAccount for New<T> {
    type Data = AccountView;

    #[inline(always)]
    fn load(view: AccountView) -> Result<Self> {
        Ok(Self {
            view,
            of: PhantomData,
        })
    }

    #[inline(always)]
    fn account(&self) -> &AccountView {
        &self.view
    }
}

impl<T> core::ops::Deref for New<T> {
    type Target = AccountView;

    #[inline(always)]
    fn deref(&self) -> &AccountView {
        &self.view
    }
}

impl<T> AsRef<AccountView> for New<T> {
    #[inline(always)]
    fn as_ref(&self) -> &AccountView {
        &self.view
    }
}

impl<T> AsRef<Address> for New<T> {
    #[inline(always)]
    fn as_ref(&self) -> &Address {
        self.view.address()
    }
}

impl<T> ToCpiHandle for New<T> {
    #[inline(always)]
    fn to_cpi_handle(&self) -> CpiHandle<'_> {
        self.cpi_handle()
    }
}

impl<T> ToCpiHandleMut for New<T> {
    #[inline(always)]
    fn try_to_cpi_handle_mut(&mut self) -> Result<CpiHandleMut<'_>> {
        self.try_cpi_handle_mut()
    }
}

impl<T: IdlAccountType> IdlAccountType for New<T> {
    fn __register_idl_deps(
        accounts: &mut alloc::vec::Vec<&'static str>,
        types: &mut alloc::vec::Vec<&'static str>,
    ) {
        T::__register_idl_deps(accounts, types);
    }
}
