//! What each account of an instruction must be, and the one function that checks it.

use {
    crate::{
        light,
        prelude::*,
        state::{
            same, Agent, Channel, Membership, Message, Profile, Relay, RelayLog,
            DISCRIMINATOR_LENGTH,
        },
        ID,
    },
    anchor_lang::bytemuck::Pod,
    core::mem::{size_of, MaybeUninit},
    pinocchio::account::{RuntimeAccount, MAX_PERMITTED_DATA_INCREASE, NOT_BORROWED},
};

/// What an account must be: the kind, and what must be set in the first four bytes of its record, which
/// are the index of an account that it repeats, whether it signs, is writable, and is a program.
#[derive(Clone, Copy)]
pub struct Rule(u32);

/// May be anything.
pub const ANY: Rule = Rule(0);
/// Signs.
pub const SIGNER: Rule = Rule(1 << 8);
/// Is writable.
pub const WRITABLE: Rule = Rule(1 << 16);
/// Is writable, and is not given twice.
pub const CHANGED: Rule = Rule(1 << 16 | 1 << 7);
/// Signs, pays, and may be given twice.
pub const PAYER: Rule = SIGNER.and(WRITABLE);
/// Is an agent.
pub const AGENT: Rule = Rule(1);
/// Is a message.
pub const MESSAGE: Rule = Rule(2);
/// Is a channel.
pub const CHANNEL: Rule = Rule(3);
/// Is a membership.
pub const MEMBERSHIP: Rule = Rule(4);
/// Is a profile.
pub const PROFILE: Rule = Rule(5);
/// Is a relay.
pub const RELAY: Rule = Rule(6);
/// Is a log that is not sealed.
pub const LOG: Rule = Rule(7);
/// Is a relay, or absent, which this program in its place says.
pub const RELAY_OR_NONE: Rule = Rule(8);
/// Is the system program.
pub const SYSTEM: Rule = Rule(9);
/// Is Light's registration of its system program.
pub const LIGHT_REGISTERED: Rule = Rule(10);
/// Is Light's authority for account compression.
pub const LIGHT_AUTHORITY: Rule = Rule(11);
/// Is Light's account compression program.
pub const LIGHT_COMPRESSION: Rule = Rule(12);
/// Is Light's system program.
pub const LIGHT_SYSTEM: Rule = Rule(13);

impl Rule {
    /// Both rules; one of them may name a kind.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The number of the kind.
    #[inline(always)]
    const fn kind(self) -> u32 {
        self.0 & 0x7f
    }

    /// What must be set in the record.
    #[inline(always)]
    const fn flags(self) -> u32 {
        self.0 & 0xffff_ff00
    }

    /// Whether the account must not be given twice.
    #[inline(always)]
    pub const fn is_unique(self) -> bool {
        self.0 & 0x80 != 0
    }
}

/// A type of account: its discriminator, and the least bytes of data.
struct Type {
    discriminator: u64,
    length: u64,
}

impl Type {
    const fn of<T: Pod + Discriminator>() -> Self {
        let d = T::DISCRIMINATOR;
        assert!(d.len() == DISCRIMINATOR_LENGTH);
        Self {
            discriminator: u64::from_le_bytes([d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]]),
            length: (DISCRIMINATOR_LENGTH + size_of::<T>()) as u64,
        }
    }
}

/// The types by the number of their kind, less one.
const TYPES: [Type; 8] = [
    Type::of::<Agent>(),
    Type::of::<Message>(),
    Type::of::<Channel>(),
    Type::of::<Membership>(),
    Type::of::<Profile>(),
    Type::of::<Relay>(),
    Type::of::<RelayLog>(),
    Type::of::<Relay>(),
];

/// The fixed addresses by the number of their kind, less nine.
const ADDRESSES: [Address; 5] = [
    Address::new_from_array([0; 32]),
    light::REGISTERED_PROGRAM,
    light::COMPRESSION_AUTHORITY,
    light::ACCOUNT_COMPRESSION,
    light::LIGHT_SYSTEM,
];

/// The accounts of an instruction.
pub trait Listed {
    /// What each must be, in their order.
    const RULES: &'static [Rule];
}

/// States what each account of an instruction must be. Its struct must have the same fields in the same
/// order, and Anchor's derive must know of as many that are not given twice.
macro_rules! rules {
    ($accounts:ident { $($field:ident: $rule:expr),* $(,)? }) => {
        impl $crate::rules::Listed for $accounts {
            const RULES: &'static [$crate::rules::Rule] = {
                use $crate::rules::*;
                &[$($rule),*]
            };
        }

        const _: () = {
            use $crate::rules::Listed;
            let mut index = 0;
            $(
                assert!(core::mem::offset_of!($accounts, $field) == index * 8);
                index += 1;
            )*
            let rules = <$accounts as Listed>::RULES;
            assert!(index == rules.len());
            assert!(index == <$accounts as anchor_lang::TryAccounts>::HEADER_SIZE);
            let mask = <$accounts as anchor_lang::TryAccounts>::MUT_MASK;
            while index > 0 {
                index -= 1;
                assert!(rules[index].is_unique() == (mask[0] >> index & 1 == 1));
            }
        };
    };
}
pub(crate) use rules;

/// The most accounts that an instruction can have.
pub const MAX_ACCOUNTS: usize = 16;

/// The accounts of an instruction as the runtime lays them out, and those of them that are loaded.
pub struct Accounts {
    /// The record of the next account.
    next: *mut u8,
    /// Accounts that follow.
    pub left: usize,
    views: [MaybeUninit<AccountView>; MAX_ACCOUNTS],
}

/// Bytes of an account's record besides its data.
const RECORD: usize = size_of::<RuntimeAccount>() + MAX_PERMITTED_DATA_INCREASE + size_of::<u64>();

/// Records begin at multiples of this.
const ALIGN: usize = size_of::<u64>();
const _: () = assert!(RECORD.is_multiple_of(ALIGN));

impl Accounts {
    /// The accounts at `input`.
    ///
    /// # Safety
    /// `input` is what the runtime gives to the entrypoint.
    #[inline(always)]
    pub unsafe fn new(input: *mut u8) -> Self {
        Self {
            next: input.add(size_of::<u64>()),
            left: *input.cast::<u64>() as usize,
            views: [const { MaybeUninit::uninit() }; MAX_ACCOUNTS],
        }
    }

    /// The accounts of an instruction that has these alone, as their struct.
    #[inline(always)]
    pub fn load<T: Listed>(&mut self) -> Result<&mut T> {
        const { assert!(size_of::<T>() == size_of::<AccountView>() * T::RULES.len()) };
        self.check(T::RULES)?;
        // SAFETY: `rules!` has checked that the fields are the views in their order, each of them a
        // wrapper of a view alone.
        Ok(unsafe { &mut *self.views.as_mut_ptr().cast() })
    }

    /// The view of an account that was loaded.
    #[inline(always)]
    pub fn view(&self, index: usize) -> AccountView {
        // SAFETY: as the caller says.
        unsafe { self.views[index].assume_init() }
    }

    /// The account of an instruction whose accounts are not one struct of views.
    ///
    /// # Safety
    /// The account with this index was loaded, and its rule is that of a `T`, a wrapper of its view.
    #[inline(always)]
    pub unsafe fn take<T>(&self, index: usize) -> T {
        const { assert!(size_of::<T>() == size_of::<AccountView>()) };
        self.views[index].as_ptr().cast::<T>().read()
    }

    /// Loads the first accounts and checks them by their rules.
    #[inline(never)]
    pub fn check(&mut self, rules: &[Rule]) -> Result<()> {
        if self.left < rules.len() {
            return Err(Fault::NOT_ENOUGH_ACCOUNT_KEYS);
        }
        self.left -= rules.len();
        let views = self.views.as_mut_ptr().cast::<AccountView>();
        let mut record = self.next;
        for (index, rule) in rules.iter().enumerate() {
            // SAFETY: the runtime has laid out as many records; those that are repeated come before.
            let (view, present) = unsafe {
                let account = record.cast::<RuntimeAccount>();
                let repeats = *record;
                let view = if repeats == NOT_BORROWED {
                    record = skip(account);
                    AccountView::new_unchecked(account)
                } else {
                    record = record.add(size_of::<u64>());
                    if rule.is_unique() || rules[repeats as usize].is_unique() {
                        return Err(Fault::CONSTRAINT_DUPLICATE_MUTABLE_ACCOUNT);
                    }
                    *views.add(repeats as usize)
                };
                views.add(index).write(view);
                (view, *view.account_ptr().cast::<u32>())
            };
            let missing = Rule(rule.flags() & !present);
            if missing.0 != 0 {
                return Err(if missing.0 & SIGNER.0 != 0 {
                    Fault::MISSING_REQUIRED_SIGNATURE
                } else {
                    Fault::CONSTRAINT_MUT
                });
            }
            if rule.kind() != 0 {
                check_kind(&view, rule.kind())?;
            }
        }
        self.next = record;
        Ok(())
    }

    /// Loads the accounts that follow those with rules, at most as many as there is room for. Whether
    /// they are all is for the caller to check.
    #[inline(never)]
    pub fn rest(&mut self, rules: &[Rule]) -> Result<&[AccountView]> {
        let count = self.left.min(MAX_ACCOUNTS - rules.len());
        let views = self.views.as_mut_ptr().cast::<AccountView>();
        let mut record = self.next;
        for index in rules.len()..rules.len() + count {
            // SAFETY: as above.
            unsafe {
                let account = record.cast::<RuntimeAccount>();
                let repeats = *record;
                let view = if repeats == NOT_BORROWED {
                    record = skip(account);
                    AccountView::new_unchecked(account)
                } else {
                    record = record.add(size_of::<u64>());
                    if rules
                        .get(repeats as usize)
                        .is_some_and(|rule| rule.is_unique())
                    {
                        return Err(Fault::CONSTRAINT_DUPLICATE_MUTABLE_ACCOUNT);
                    }
                    *views.add(repeats as usize)
                };
                views.add(index).write(view);
            }
        }
        // SAFETY: as many views were just written.
        Ok(unsafe { core::slice::from_raw_parts(views.add(rules.len()), count) })
    }
}

/// Notes the length of an account's data, by which resizing it is limited, where the runtime leaves room
/// for that; gives the record after it.
///
/// # Safety
/// `account` is a record of the runtime, and repeats none.
#[inline(always)]
unsafe fn skip(account: *mut RuntimeAccount) -> *mut u8 {
    let length = (*account).data_len as usize;
    (*account).padding = (length as u32).to_le_bytes();
    // The runtime's lengths are far from the end of the numbers.
    account
        .cast::<u8>()
        .add(length.wrapping_add(RECORD + ALIGN - 1) & !(ALIGN - 1))
}

/// Checks that an account is of a kind.
#[inline(always)]
fn check_kind(view: &AccountView, kind: u32) -> Result<()> {
    if kind >= SYSTEM.kind() {
        if same(view.address(), &ADDRESSES[(kind - SYSTEM.kind()) as usize]) {
            return Ok(());
        }
        return Err(if kind == SYSTEM.kind() {
            Fault::INCORRECT_PROGRAM_ID
        } else {
            Fault::CONSTRAINT_ADDRESS
        });
    }
    if kind == RELAY_OR_NONE.kind() && same(view.address(), &ID) {
        return Ok(());
    }
    let Type {
        discriminator,
        length,
    } = &TYPES[(kind - 1) as usize];
    check_type(view, *discriminator, *length as usize)
}

/// Checks that an account is owned by this program, has at least `length` bytes, and begins with
/// `discriminator`.
#[inline(always)]
pub fn check_type(view: &AccountView, discriminator: u64, length: usize) -> Result<()> {
    if !anchor_lang::address_eq(view.owner(), &ID) {
        return Err(Fault::ILLEGAL_OWNER);
    }
    if view.data_len() < length {
        return Err(Fault::ACCOUNT_DATA_TOO_SMALL);
    }
    // SAFETY: the account has at least 8 bytes, which nothing else uses now.
    let found = unsafe { view.data_ptr().cast::<u64>().read_unaligned() };
    if found != discriminator {
        return Err(Fault::INVALID_ACCOUNT_DATA);
    }
    Ok(())
}
