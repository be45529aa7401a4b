//! Light's real programs and accounts, and Light's hashing done again off chain.

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use ark_bn254::Fr;
use base64::prelude::{Engine, BASE64_STANDARD};
use light_poseidon::{Poseidon, PoseidonBytesHasher};
use serde_json::Value;
use sha3::{Digest, Keccak256};
use solana_account::Account;
use solana_address::Address;

use crate::chain::Chain;
use crate::idl;

pub const SYSTEM_PROGRAM: Address =
    Address::from_str_const("SySTEM1eSU2p4BGQfQpimFEWWSC1XDFeun3Nqzz3rT7");
pub const ACCOUNT_COMPRESSION: Address =
    Address::from_str_const("compr6CUsB5m2jS4Y3831ztGSTnDpnKJTKS95d64XVq");

/// Leaves of a batch of a queue of production size, and of a part of it that one proof covers.
const PRODUCTION_BATCH: u64 = 15_000;
const PRODUCTION_PROOF_BATCH: u64 = 500;
/// Bytes of a queue of production size.
pub const PRODUCTION_LENGTH: usize = 962_536;

/// Offsets in an output queue, `BatchedQueueAccount` of Light's crate light-batched-merkle-tree.
const ROLLOVER_FEE: usize = 8 + 96 + 8;
const TREE: usize = 8 + 96 + 56;
const BATCHES: usize = 8 + 224;
const BATCH_SIZE: usize = BATCHES + 8;
const PROOF_BATCH_SIZE: usize = BATCHES + 16;
const NEXT_INDEX: usize = BATCHES + 48;
const FIRST_BATCH: usize = BATCHES + 56;
const BATCH_LENGTH: usize = 96;
const LEAVES: usize = 552;

/// Offsets in a batch.
const BATCH_OWN_SIZE: usize = 48;
const BATCH_OWN_PROOF_SIZE: usize = 56;
const BATCH_START: usize = 72;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let script = idl::repository().join("scripts/light/install.sh");
    let done = Command::new("bash")
        .arg(&script)
        .output()
        .expect("bash runs");
    assert!(
        done.status.success(),
        "{}: {}",
        script.display(),
        String::from_utf8_lossy(&done.stderr)
    );
    PathBuf::from(String::from_utf8(done.stdout).expect("a path").trim())
});

fn file(name: &str) -> Vec<u8> {
    let path = FOLDER.join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The accounts of Light's command line tool, with their addresses.
fn accounts() -> Vec<(Address, Account)> {
    let mut names: Vec<String> = std::fs::read_dir(&*FOLDER)
        .expect("the folder can be read")
        .map(|entry| entry.expect("a file").file_name())
        .map(|name| name.into_string().expect("text"))
        .filter(|name| name.ends_with(".json"))
        .collect();
    names.sort();
    names
        .iter()
        .map(|name| {
            let json: Value = serde_json::from_slice(&file(name)).expect("JSON");
            let text = |value: &Value| value.as_str().expect("text").to_string();
            let account = &json["account"];
            let key = |value: &Value| text(value).parse::<Address>().expect("an address");
            (
                key(&json["pubkey"]),
                Account {
                    lamports: account["lamports"].as_u64().expect("lamports"),
                    data: BASE64_STANDARD
                        .decode(text(&account["data"][0]))
                        .expect("base64"),
                    owner: key(&account["owner"]),
                    ..Account::default()
                },
            )
        })
        .collect()
}

/// Puts Light's programs on the chain, with the five public queues and trees, empty and small.
pub fn load(chain: &mut Chain) {
    for (program, name) in [
        (SYSTEM_PROGRAM, "light_system_program_pinocchio.so"),
        (ACCOUNT_COMPRESSION, "account_compression.so"),
    ] {
        chain
            .svm
            .add_program(program, &file(name))
            .expect("Light's program loads");
    }
    for (address, account) in accounts() {
        chain.set_account(&address, account);
    }
}

/// Makes an empty queue as large as those of production.
pub fn enlarge(chain: &mut Chain, queue: &Address) {
    let mut account = chain.account(queue).expect("a queue");
    let data = &mut account.data;
    data.truncate(LEAVES);
    let mut put = |at: usize, value: u64| data[at..at + 8].copy_from_slice(&value.to_le_bytes());
    put(BATCH_SIZE, PRODUCTION_BATCH);
    put(PROOF_BATCH_SIZE, PRODUCTION_PROOF_BATCH);
    for batch in 0..2 {
        let at = FIRST_BATCH + batch * BATCH_LENGTH;
        put(at + BATCH_OWN_SIZE, PRODUCTION_BATCH);
        put(at + BATCH_OWN_PROOF_SIZE, PRODUCTION_PROOF_BATCH);
        put(at + BATCH_START, batch as u64 * PRODUCTION_BATCH);
    }
    for capacity in [PRODUCTION_BATCH, PRODUCTION_BATCH / PRODUCTION_PROOF_BATCH] {
        for _ in 0..2 {
            data.extend(0u64.to_le_bytes());
            data.extend(capacity.to_le_bytes());
            data.resize(data.len() + 32 * capacity as usize, 0);
        }
    }
    assert_eq!(data.len(), PRODUCTION_LENGTH);
    account.lamports = chain.rent(PRODUCTION_LENGTH);
    chain.set_account(queue, account);
}

/// An output queue as it is on chain.
pub struct Queue {
    pub tree: Address,
    /// Lamports that a leaf costs, besides what the call costs.
    pub rollover_fee: u64,
    /// Leaves that were ever put in.
    pub next_index: u64,
    /// Leaves of each batch.
    pub leaves: [Vec<[u8; 32]>; 2],
    /// Of each batch, the hash chains of its parts.
    pub hash_chains: [Vec<[u8; 32]>; 2],
    proof_batch_size: usize,
}

impl Queue {
    pub fn read(chain: &Chain, queue: &Address) -> Self {
        let data = chain.account(queue).expect("a queue").data;
        let number = |at: usize| u64::from_le_bytes(data[at..at + 8].try_into().expect("8 bytes"));
        let mut at = LEAVES;
        let mut vector = || {
            let (length, capacity) = (number(at) as usize, number(at + 8) as usize);
            let hashes = data[at + 16..at + 16 + 32 * length]
                .chunks(32)
                .map(|hash| hash.try_into().expect("32 bytes"))
                .collect::<Vec<[u8; 32]>>();
            at += 16 + 32 * capacity;
            hashes
        };
        Self {
            tree: Address::try_from(&data[TREE..TREE + 32]).expect("32 bytes"),
            rollover_fee: number(ROLLOVER_FEE),
            next_index: number(NEXT_INDEX),
            leaves: [vector(), vector()],
            hash_chains: [vector(), vector()],
            proof_batch_size: number(PROOF_BATCH_SIZE) as usize,
        }
    }

    /// Checks that the hash chains are those of the leaves.
    pub fn check(&self) {
        for (leaves, chains) in self.leaves.iter().zip(&self.hash_chains) {
            let again: Vec<[u8; 32]> = leaves
                .chunks(self.proof_batch_size)
                .map(|part| {
                    let (first, rest) = part.split_first().expect("a chunk");
                    rest.iter()
                        .fold(*first, |chain, leaf| poseidon(&[chain, *leaf]))
                })
                .collect();
            assert_eq!(again, *chains);
        }
    }
}

/// Poseidon over BN254 with circom's parameters, as Light hashes.
pub fn poseidon(inputs: &[[u8; 32]]) -> [u8; 32] {
    let inputs: Vec<&[u8]> = inputs.iter().map(|input| input.as_slice()).collect();
    Poseidon::<Fr>::new_circom(inputs.len())
        .and_then(|mut poseidon| poseidon.hash_bytes_be(&inputs))
        .expect("inputs below the modulus")
}

/// An address as a field element: Keccak-256 of it and 0xff, the first byte zero.
pub fn field_element(address: &Address) -> [u8; 32] {
    let mut hash: [u8; 32] = Keccak256::new()
        .chain_update(address)
        .chain_update([0xff])
        .finalize()
        .into();
    hash[0] = 0;
    hash
}

/// The leaf of a compressed account without lamports and address.
pub fn leaf_hash(
    owner: &Address,
    tree: &Address,
    index: u64,
    discriminator: &[u8; 8],
    data_hash: &[u8; 32],
) -> [u8; 32] {
    let mut position = [0; 32];
    position[24..].copy_from_slice(&index.to_be_bytes());
    let mut kind = [0; 32];
    kind[23] = 2;
    kind[24..].copy_from_slice(discriminator);
    poseidon(&[
        field_element(owner),
        position,
        field_element(tree),
        kind,
        *data_hash,
    ])
}
