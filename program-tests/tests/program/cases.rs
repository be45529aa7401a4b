//! What an instruction refuses: one case for every error that it can return.

use program_tests::chain::Chain;
use program_tests::swaps::{outcomes, Swap};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;

use crate::world::World;

/// A way to make an instruction fail.
pub struct Case {
    /// The name of the error that must come.
    pub error: &'static str,
    /// What is wrong.
    pub wrong: &'static str,
    /// Sends the wrong instruction; gives the name of the error that came.
    pub refused: fn(&mut World) -> String,
}

pub const fn case(
    error: &'static str,
    wrong: &'static str,
    refused: fn(&mut World) -> String,
) -> Case {
    Case {
        error,
        wrong,
        refused,
    }
}

/// Runs each case in a world of its own.
pub fn run(cases: &[Case]) {
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let came = (case.refused)(&mut World::new());
            (came != case.error)
                .then(|| format!("{}: {came} instead of {}", case.wrong, case.error))
        })
        .collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

/// An account and a swap of it that does no harm.
pub struct Harmless {
    pub account: &'static str,
    pub swap: fn(&Swap) -> bool,
    pub why: &'static str,
}

/// Checks that each wrong account is refused by an error that says something, save the harmless.
pub fn no_wrong_account_is_taken(
    chain: &Chain,
    instruction: &Instruction,
    signers: &[&Keypair],
    others: &[(String, Address)],
    harmless: &[Harmless],
) {
    let mut faults = Vec::new();
    let mut used = vec![false; harmless.len()];
    for outcome in outcomes(chain, instruction, signers, others) {
        let exempt = harmless.iter().position(|harmless| {
            harmless.account == outcome.account && (harmless.swap)(&outcome.swap)
        });
        match (outcome.error.as_deref(), exempt) {
            (None, Some(exempt)) => used[exempt] = true,
            (Some(error), None) if is_clean(error) => (),
            _ => faults.push(outcome),
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    for (harmless, used) in harmless.iter().zip(used) {
        assert!(used, "{} is refused: {}", harmless.account, harmless.why);
    }
}

/// Whether an error is a refusal, not a crash of the program or a broken rule of its own.
fn is_clean(error: &str) -> bool {
    !matches!(
        error,
        "ProgramFailedToComplete" | "InvariantViolated" | "ComputationalBudgetExceeded"
    ) && !error.starts_with("Custom(")
}

/// Checks that an instruction with its data cut short anywhere is refused as malformed.
pub fn cut_data_is_refused(chain: &mut Chain, instruction: &Instruction, signers: &[&Keypair]) {
    for length in 0..instruction.data.len() {
        let mut cut = instruction.clone();
        cut.data.truncate(length);
        assert_eq!(
            chain.refuse(&cut, signers),
            "InvalidInstructionData",
            "{length} bytes of data"
        );
    }
}

/// Checks that an instruction without its last accounts is refused.
pub fn missing_accounts_are_refused(
    chain: &mut Chain,
    instruction: &Instruction,
    declared: usize,
    signers: &[&Keypair],
) {
    for count in 0..declared {
        let mut few = instruction.clone();
        few.accounts.truncate(count);
        let signers: Vec<&Keypair> = signers
            .iter()
            .copied()
            .filter(|key| {
                use solana_signer::Signer;
                few.accounts
                    .iter()
                    .any(|meta| meta.is_signer && meta.pubkey == key.pubkey())
            })
            .collect();
        assert_eq!(
            chain.refuse(&few, &signers),
            "NotEnoughAccountKeys",
            "{count} accounts"
        );
    }
}

/// An instruction that goes through in the world as `made` leaves it, and its signers.
pub type Made = (Instruction, Vec<Keypair>);

/// Checks that an instruction is refused with any account wrong, save the harmless, without any of
/// its signatures, with its data cut short anywhere, and with its last accounts missing.
pub fn sound(make: fn(&mut World) -> Made, harmless: &[Harmless]) {
    let mut world = World::new();
    let others = world.everything();
    let (instruction, signers) = make(&mut world);
    let signers: Vec<&Keypair> = signers.iter().collect();
    let declared = instruction.accounts.len();
    cut_data_is_refused(&mut world.chain, &instruction, &signers);
    missing_accounts_are_refused(&mut world.chain, &instruction, declared, &signers);
    no_wrong_account_is_taken(&world.chain, &instruction, &signers, &others, harmless);
}
