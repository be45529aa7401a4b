//! What came of a transaction that failed, by name.

use solana_instruction_error::InstructionError;
use solana_transaction_error::TransactionError;

use crate::idl;

/// What the runtime logs when a program signs for seeds that give a point of the curve.
const BAD_SEEDS: &str = "Could not create program address with signer seeds";

/// The name of what went wrong: an error of the program, of Anchor, or of the runtime.
pub fn name_of(error: &TransactionError, logs: &[String]) -> String {
    match error {
        TransactionError::InstructionError(_, InstructionError::ProgramFailedToComplete)
            if logs.iter().any(|line| line.contains(BAD_SEEDS)) =>
        {
            "BadSeeds".into()
        }
        TransactionError::InstructionError(_, InstructionError::Custom(code)) => custom(*code),
        TransactionError::InstructionError(_, error) => format!("{error:?}"),
        other => format!("{other:?}"),
    }
}

/// Anchor 2 keeps version 1's numbers for its own errors; Light's begin at 14,000.
fn custom(code: u32) -> String {
    let anchor = match code {
        0 => "SystemAccountAlreadyInUse",
        1 => "SystemInsufficientFunds",
        2000 => "ConstraintMut",
        2001 => "ConstraintHasOne",
        2003 => "ConstraintRaw",
        2005 => "ConstraintRentExempt",
        2007 => "ConstraintExecutable",
        2011 => "ConstraintClose",
        2012 => "ConstraintAddress",
        2040 => "ConstraintDuplicateMutableAccount",
        14301 => "LightBatchNotReady",
        20005 => "LightAccountMutable",
        _ => {
            return idl::error_name(code).map_or_else(|| format!("Custom({code})"), str::to_string)
        }
    };
    anchor.to_string()
}
