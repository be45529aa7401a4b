//! How an instruction fails.

use {
    crate::error::PodError,
    anchor_lang::{prelude::ProgramError, ErrorCode},
    core::num::NonZeroU64,
};

/// What the runtime is told of a failure: the number of an error of the program or of Anchor in the
/// lower half, or one of the runtime's own in the upper. It fits a register, where `ProgramError` goes
/// through memory and is matched to become this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct Fault(NonZeroU64);

/// Number of the first error of the program; Anchor gives it, too.
const FIRST_ERROR: u64 = 6000;

/// What an instruction gives.
pub type Result<T = ()> = core::result::Result<T, Fault>;

impl Fault {
    /// The instruction's data end too early, or are none of this program.
    pub const INVALID_INSTRUCTION_DATA: Self = Self::of_runtime(3);
    /// An account has another discriminator.
    pub const INVALID_ACCOUNT_DATA: Self = Self::of_runtime(4);
    /// An account is shorter than its type.
    pub const ACCOUNT_DATA_TOO_SMALL: Self = Self::of_runtime(5);
    /// An account is another program than it must be.
    pub const INCORRECT_PROGRAM_ID: Self = Self::of_runtime(7);
    /// An account did not sign.
    pub const MISSING_REQUIRED_SIGNATURE: Self = Self::of_runtime(8);
    /// There are fewer accounts than the instruction has.
    pub const NOT_ENOUGH_ACCOUNT_KEYS: Self = Self::of_runtime(11);
    /// The runtime does not know the sysvar.
    pub const UNSUPPORTED_SYSVAR: Self = Self::of_runtime(17);
    /// An account belongs to another program.
    pub const ILLEGAL_OWNER: Self = Self::of_runtime(18);
    /// An account can't have this size.
    pub const INVALID_REALLOC: Self = Self::of_runtime(20);
    /// A number would pass its end.
    pub const ARITHMETIC_OVERFLOW: Self = Self::of_runtime(24);
    /// An account can't be written to.
    pub const CONSTRAINT_MUT: Self = Self::custom(2000);
    /// An account is at another address than it must be.
    pub const CONSTRAINT_ADDRESS: Self = Self::custom(2012);
    /// An account is given twice, and one of the two is changed.
    pub const CONSTRAINT_DUPLICATE_MUTABLE_ACCOUNT: Self = Self::custom(2040);

    const fn of_runtime(number: u64) -> Self {
        Self::new(number << 32)
    }

    const fn custom(number: u32) -> Self {
        Self::new(number as u64)
    }

    const fn new(code: u64) -> Self {
        match NonZeroU64::new(code) {
            Some(code) => Self(code),
            None => panic!("zero is no failure"),
        }
    }

    /// What the entrypoint returns.
    #[inline(always)]
    pub const fn code(self) -> u64 {
        self.0.get()
    }
}

impl From<PodError> for Fault {
    #[inline(always)]
    fn from(error: PodError) -> Self {
        // SAFETY: the sum is not zero.
        Self(unsafe { NonZeroU64::new_unchecked(FIRST_ERROR + error as u64) })
    }
}

impl From<ProgramError> for Fault {
    fn from(error: ProgramError) -> Self {
        // Custom(0) is the one whose code would be zero; the runtime has a code for it.
        Self::new(u64::from(error))
    }
}

impl From<ErrorCode> for Fault {
    fn from(error: ErrorCode) -> Self {
        ProgramError::from(error).into()
    }
}

impl From<Fault> for ProgramError {
    fn from(fault: Fault) -> Self {
        fault.code().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_runtime_and_of_anchor() {
        for (fault, error) in [
            (
                Fault::INVALID_INSTRUCTION_DATA,
                ProgramError::InvalidInstructionData,
            ),
            (
                Fault::INVALID_ACCOUNT_DATA,
                ProgramError::InvalidAccountData,
            ),
            (
                Fault::ACCOUNT_DATA_TOO_SMALL,
                ProgramError::AccountDataTooSmall,
            ),
            (
                Fault::INCORRECT_PROGRAM_ID,
                ProgramError::IncorrectProgramId,
            ),
            (
                Fault::MISSING_REQUIRED_SIGNATURE,
                ProgramError::MissingRequiredSignature,
            ),
            (
                Fault::NOT_ENOUGH_ACCOUNT_KEYS,
                ProgramError::NotEnoughAccountKeys,
            ),
            (Fault::UNSUPPORTED_SYSVAR, ProgramError::UnsupportedSysvar),
            (Fault::INVALID_REALLOC, ProgramError::InvalidRealloc),
            (Fault::ILLEGAL_OWNER, ProgramError::IllegalOwner),
            (Fault::ARITHMETIC_OVERFLOW, ProgramError::ArithmeticOverflow),
            (Fault::CONSTRAINT_MUT, ErrorCode::ConstraintMut.into()),
            (
                Fault::CONSTRAINT_ADDRESS,
                ErrorCode::ConstraintAddress.into(),
            ),
            (
                Fault::CONSTRAINT_DUPLICATE_MUTABLE_ACCOUNT,
                ErrorCode::ConstraintDuplicateMutableAccount.into(),
            ),
            (
                PodError::InvalidSuccessor.into(),
                PodError::InvalidSuccessor.into(),
            ),
        ] {
            assert_eq!(fault, Fault::from(error.clone()));
            assert_eq!(ProgramError::from(fault), error);
        }
    }
}
