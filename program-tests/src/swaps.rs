//! Every account of an instruction swapped for a wrong one.

use solana_account::Account;
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_message::Message;
use solana_signer::Signer;
use solana_transaction::Transaction;

use crate::chain::Chain;
use crate::idl;
use crate::keys::{address, key, PROGRAM};

/// A change of one account of an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Swap {
    /// It does not sign.
    Unsigned,
    /// It can't be written to.
    ReadOnly,
    /// Nothing is at its address.
    Nothing,
    /// A wallet that signs where the account must sign.
    Wallet,
    /// A new key that signs, where an account is to be made at an address of seeds.
    SigningKey,
    /// The same bytes, owned by another program.
    ForeignOwner,
    /// The same account with its first byte changed: no account of any type.
    OtherDiscriminator,
    /// The same account with its last byte missing.
    CutShort,
    /// The same account without any data.
    Empty,
    /// Another account of the program, by what it is.
    Other(String),
    /// Another account of the same instruction.
    Duplicate(String),
    /// The program itself.
    Program,
    /// The clock.
    Sysvar,
}

/// What came of a swap.
#[derive(Debug)]
pub struct Outcome {
    pub account: String,
    pub swap: Swap,
    /// The error's name; nothing if the transaction went through.
    pub error: Option<String>,
}

/// Tries every swap of every account of the instruction that `make` gives, each on a fresh state
/// where `instruction` would go through. `others` are accounts of the program to put in the place
/// of each: at least one of every type.
pub fn outcomes(
    chain: &Chain,
    instruction: &Instruction,
    signers: &[&Keypair],
    others: &[(String, Address)],
) -> Vec<Outcome> {
    let swaps = Swaps {
        chain,
        instruction,
        signers,
    };
    assert_eq!(
        swaps.send(chain.svm.clone(), instruction, &[]),
        None,
        "the instruction goes through as it is"
    );
    let names = names(instruction);
    let mut outcomes = Vec::new();
    for (index, name) in names.iter().enumerate() {
        for swap in swaps.of(index, &names, others) {
            let error = swaps.run(index, &swap, &names, others);
            outcomes.push(Outcome {
                account: name.clone(),
                swap,
                error,
            });
        }
    }
    outcomes
}

/// Names of the accounts of an instruction: the IDL's, then numbers.
fn names(instruction: &Instruction) -> Vec<String> {
    let declared = idl::names("instructions")
        .into_iter()
        .find(|name| {
            instruction
                .data
                .starts_with(&idl::discriminator("instructions", name))
        })
        .map(idl::account_names)
        .expect("an instruction of the program");
    (0..instruction.accounts.len())
        .map(|index| {
            declared.get(index).map_or_else(
                || format!("remaining {}", index - declared.len()),
                ToString::to_string,
            )
        })
        .collect()
}

struct Swaps<'a> {
    chain: &'a Chain,
    instruction: &'a Instruction,
    signers: &'a [&'a Keypair],
}

impl Swaps<'_> {
    /// The swaps that make sense for an account.
    fn of(&self, index: usize, names: &[String], others: &[(String, Address)]) -> Vec<Swap> {
        let meta = &self.instruction.accounts[index];
        let alone = self
            .instruction
            .accounts
            .iter()
            .filter(|other| other.pubkey == meta.pubkey)
            .count()
            == 1;
        let owned = self
            .chain
            .account(&meta.pubkey)
            .is_some_and(|account| account.owner == PROGRAM);
        let mut swaps = vec![Swap::Nothing, Swap::Wallet, Swap::Program, Swap::Sysvar];
        if meta.is_signer && alone {
            swaps.push(Swap::Unsigned);
        }
        if meta.is_writable && alone {
            swaps.push(Swap::ReadOnly);
        }
        if meta.is_writable && !meta.is_signer && !owned {
            swaps.push(Swap::SigningKey);
        }
        if owned {
            swaps.extend([
                Swap::ForeignOwner,
                Swap::OtherDiscriminator,
                Swap::CutShort,
                Swap::Empty,
            ]);
        }
        let others = others.iter().filter(|(_, other)| *other != meta.pubkey);
        swaps.extend(others.map(|(what, _)| Swap::Other(what.clone())));
        for (other, name) in self.instruction.accounts.iter().zip(names) {
            if other.pubkey != meta.pubkey {
                swaps.push(Swap::Duplicate(name.clone()));
            }
        }
        swaps
    }

    fn run(
        &self,
        index: usize,
        swap: &Swap,
        names: &[String],
        others: &[(String, Address)],
    ) -> Option<String> {
        let mut svm = self.chain.svm.clone();
        let mut instruction = self.instruction.clone();
        let meta = &mut instruction.accounts[index];
        let stranger = key("wallet of nobody");
        let mut change = |change: &dyn Fn(&mut Account)| {
            let mut account = self.chain.account(&meta.pubkey).expect("it exists");
            change(&mut account);
            svm.set_account(meta.pubkey, account).expect("set");
        };
        match swap {
            Swap::Unsigned => meta.is_signer = false,
            Swap::ReadOnly => meta.is_writable = false,
            Swap::ForeignOwner => change(&|account| account.owner = address("foreign program")),
            Swap::OtherDiscriminator => change(&|account| account.data[0] ^= 0xff),
            Swap::CutShort => change(&|account| {
                account.data.pop();
            }),
            Swap::Empty => change(&|account| account.data.clear()),
            Swap::Nothing => {
                meta.pubkey = address("nothing");
                meta.is_signer = false;
            }
            Swap::SigningKey => {
                meta.pubkey = stranger.pubkey();
                meta.is_signer = true;
            }
            Swap::Wallet => {
                svm.airdrop(&stranger.pubkey(), 100_000_000_000)
                    .expect("funds");
                meta.pubkey = stranger.pubkey();
            }
            Swap::Program | Swap::Sysvar => {
                meta.pubkey = match swap {
                    Swap::Program => PROGRAM,
                    _ => solana_sdk_ids::sysvar::clock::ID,
                };
                meta.is_signer = false;
            }
            Swap::Other(what) => {
                let other = others.iter().find(|(name, _)| name == what);
                meta.pubkey = other.expect("named").1;
                meta.is_signer = false;
            }
            Swap::Duplicate(name) => {
                let other = names.iter().position(|known| known == name).expect("named");
                let other = self.instruction.accounts[other].clone();
                meta.pubkey = other.pubkey;
                meta.is_signer = other.is_signer;
            }
        }
        self.send(svm, &instruction, &[&stranger])
    }

    /// The error's name, or nothing if the transaction went through.
    fn send(
        &self,
        svm: litesvm::LiteSVM,
        instruction: &Instruction,
        more_signers: &[&Keypair],
    ) -> Option<String> {
        let mut chain = Chain {
            svm,
            payer: self.chain.payer.insecure_clone(),
        };
        chain.svm.expire_blockhash();
        let blockhash = chain.svm.latest_blockhash();
        let message = Message::new_with_blockhash(
            std::slice::from_ref(instruction),
            Some(&chain.payer.pubkey()),
            &blockhash,
        );
        let required = &message.account_keys[..message.header.num_required_signatures as usize];
        let payer = chain.payer.insecure_clone();
        let keys: Vec<&Keypair> = [&payer]
            .into_iter()
            .chain(self.signers.iter().copied())
            .chain(more_signers.iter().copied())
            .filter(|key| required.contains(&key.pubkey()))
            .collect();
        let mut transaction = Transaction::new_unsigned(message);
        transaction
            .try_partial_sign(&keys, blockhash)
            .expect("only keys that are asked for");
        chain.submit(transaction).err().map(|refused| refused.name)
    }
}
