//! A chain with the program on it.

use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};

use base64::prelude::{Engine, BASE64_STANDARD};
use litesvm::LiteSVM;
use solana_account::Account;
use solana_address::Address;
use solana_clock::Clock;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_message::Message;
use solana_signer::Signer;
use solana_transaction::Transaction;

use crate::idl::{self, Fields};
use crate::keys::{key, PROGRAM};
use crate::refusal::name_of;

/// The most bytes of a transaction on the wire.
pub const PACKET: usize = 1232;
/// Slot and Unix time at which every chain begins.
pub const FIRST_SLOT: u64 = 300_000_000;
pub const FIRST_TIME: i64 = 1_790_000_000;
/// What every funded key begins with.
pub const FUNDS: u64 = 1_000_000_000_000;

static PROGRAM_BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let path = std::env::var_os("POD_PROGRAM_SO").map_or_else(
        || idl::repository().join("target/deploy/pod_protocol.so"),
        PathBuf::from,
    );
    std::fs::read(&path).unwrap_or_else(|error| {
        panic!(
            "{}: {error}: build the program first (scripts/build-program.sh)",
            path.display()
        )
    })
});

/// A chain with the program, a funded fee payer and the first clock, which every test clones.
static BASE: LazyLock<Mutex<LiteSVM>> = LazyLock::new(|| {
    let mut svm = LiteSVM::default()
        .with_mainnet_features()
        .with_builtins()
        .with_lamports(1_000_000 * FUNDS)
        .with_sysvars()
        .with_sigverify(true)
        .with_blockhash_check(true)
        .with_transaction_history(0);
    svm.add_program(PROGRAM, &PROGRAM_BYTES)
        .expect("the program loads");
    svm.airdrop(&key("fee payer").pubkey(), FUNDS)
        .expect("funds");
    let mut clock: Clock = svm.get_sysvar();
    clock.slot = FIRST_SLOT;
    clock.unix_timestamp = FIRST_TIME;
    svm.set_sysvar(&clock);
    Mutex::new(svm)
});

/// What a transaction that went through did.
#[derive(Debug)]
pub struct Done {
    pub logs: Vec<String>,
    pub units: u64,
    pub return_data: Vec<u8>,
}

impl Done {
    /// The events of the program, in order.
    pub fn events(&self) -> Vec<Vec<u8>> {
        self.logs
            .iter()
            .filter_map(|line| line.strip_prefix("Program data: "))
            .map(|data| BASE64_STANDARD.decode(data).expect("base64"))
            .collect()
    }

    /// The one event, which is called `name`.
    pub fn event(&self, name: &'static str) -> Fields {
        let events = self.events();
        assert_eq!(events.len(), 1, "events of {:?}", self.logs);
        let fields = Fields::read("events", name, &events[0]);
        assert!(fields.tail().is_empty(), "bytes after {name}");
        fields
    }
}

/// A failed transaction: the name of its error, and what it logged.
#[derive(Debug)]
pub struct Refused {
    pub name: String,
    pub logs: Vec<String>,
}

pub struct Chain {
    pub svm: LiteSVM,
    /// Pays the fees, and nothing else: rents are seen on other accounts.
    pub payer: Keypair,
}

impl Default for Chain {
    fn default() -> Self {
        Self::new()
    }
}

impl Chain {
    pub fn new() -> Self {
        let svm = BASE.lock().expect("no test panics while it clones").clone();
        Self {
            svm,
            payer: key("fee payer"),
        }
    }

    /// A chain that does not check signatures, for many transactions: who signs is still what the
    /// message says.
    pub fn unchecked() -> Self {
        let mut chain = Self::new();
        chain.svm = std::mem::take(&mut chain.svm)
            .with_sigverify(false)
            .with_blockhash_check(false);
        chain
    }

    pub fn set_clock(&mut self, slot: u64, unix_timestamp: i64) {
        let mut clock: Clock = self.svm.get_sysvar();
        clock.slot = slot;
        clock.unix_timestamp = unix_timestamp;
        self.svm.set_sysvar(&clock);
    }

    pub fn clock(&self) -> Clock {
        self.svm.get_sysvar()
    }

    /// A key with funds.
    pub fn funded(&mut self, label: &str) -> Keypair {
        let key = key(label);
        self.svm
            .airdrop(&key.pubkey(), FUNDS)
            .expect("funds can be given");
        key
    }

    pub fn lamports(&self, address: &Address) -> u64 {
        self.svm.get_balance(address).unwrap_or(0)
    }

    pub fn rent(&self, bytes: usize) -> u64 {
        self.svm.minimum_balance_for_rent_exemption(bytes)
    }

    /// The account at `address`; an account without lamports does not exist.
    pub fn account(&self, address: &Address) -> Option<Account> {
        self.svm.get_account(address).filter(|it| it.lamports > 0)
    }

    pub fn set_account(&mut self, address: &Address, account: Account) {
        self.svm
            .set_account(*address, account)
            .expect("the account can be set");
    }

    /// Gives lamports to an address that nobody may have made yet.
    pub fn prefund(&mut self, address: &Address, lamports: u64) {
        let account = Account {
            lamports,
            ..Account::default()
        };
        self.set_account(address, account);
    }

    /// The program's account at `address`, called `name` in the IDL.
    pub fn fields(&self, name: &'static str, address: &Address) -> Fields {
        let account = self
            .account(address)
            .unwrap_or_else(|| panic!("there is no {name} at {address}"));
        assert_eq!(account.owner, PROGRAM, "owner of {address}");
        Fields::read("accounts", name, &account.data)
    }

    /// Changes bytes of an account where no instruction could: to reach states that take too long.
    pub fn patch(&mut self, address: &Address, at: usize, bytes: &[u8]) {
        let mut account = self.account(address).expect("the account exists");
        account.data[at..at + bytes.len()].copy_from_slice(bytes);
        self.set_account(address, account);
    }

    /// Sends one transaction, which must fit a packet.
    pub fn send(
        &mut self,
        instructions: &[Instruction],
        signers: &[&Keypair],
    ) -> Result<Done, Refused> {
        self.svm.expire_blockhash();
        let blockhash = self.svm.latest_blockhash();
        let message =
            Message::new_with_blockhash(instructions, Some(&self.payer.pubkey()), &blockhash);
        let size = transaction_size(&message);
        assert!(size <= PACKET, "a transaction of {size} bytes");
        let mut all: Vec<&Keypair> = vec![&self.payer];
        for signer in signers {
            if !all.iter().any(|known| known.pubkey() == signer.pubkey()) {
                all.push(signer);
            }
        }
        let mut transaction = Transaction::new_unsigned(message);
        transaction
            .try_partial_sign(&all, blockhash)
            .expect("every signer is asked for");
        self.submit(transaction)
    }

    /// Sends a transaction as it is.
    pub fn submit(&mut self, transaction: Transaction) -> Result<Done, Refused> {
        match self.svm.send_transaction(transaction) {
            Ok(done) => Ok(Done {
                logs: done.logs,
                units: done.compute_units_consumed,
                return_data: done.return_data.data,
            }),
            Err(failed) => Err(Refused {
                name: name_of(&failed.err, &failed.meta.logs),
                logs: failed.meta.logs,
            }),
        }
    }

    /// Sends instructions that must go through.
    pub fn accept(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Done {
        self.send(instructions, signers)
            .unwrap_or_else(|refused| panic!("{}: {:#?}", refused.name, refused.logs))
    }

    /// Sends an instruction that must fail; gives the name of the error.
    pub fn refuse(&mut self, instruction: &Instruction, signers: &[&Keypair]) -> String {
        match self.send(std::slice::from_ref(instruction), signers) {
            Ok(done) => panic!("went through: {:#?}", done.logs),
            Err(refused) => refused.name,
        }
    }
}

/// Bytes of a transaction on the wire.
pub fn transaction_size(message: &Message) -> usize {
    1 + 64 * usize::from(message.header.num_required_signatures) + message.serialize().len()
}
