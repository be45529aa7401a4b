//! Every instruction of the program, with addresses and bumps filled in.

use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};

use crate::idl::{instruction, Arg};
use crate::keys::{self, SYSTEM};

pub fn register_agent(
    creator: &Address,
    name: &[u8; 32],
    signer: &Address,
    capabilities: u64,
    flags: u8,
) -> Instruction {
    let (agent, bump) = keys::agent(creator, name);
    instruction(
        "register_agent",
        &[
            ("creator", *creator),
            ("agent", agent),
            ("system_program", SYSTEM),
        ],
        &[
            ("bump", Arg::U8(bump)),
            ("name", Arg::Hash(*name)),
            ("signer", Arg::Key(*signer)),
            ("capabilities", Arg::U64(capabilities)),
            ("flags", Arg::U8(flags)),
        ],
    )
}

/// Registers agents by their unpadded names.
pub fn register_agents_batch(
    creator: &Address,
    names: &[&[u8]],
    signer: &Address,
    capabilities: u64,
    flags: u8,
) -> Instruction {
    let pdas: Vec<keys::Pda> = names
        .iter()
        .map(|name| {
            let mut padded = [0; 32];
            let length = name.len().min(32);
            padded[..length].copy_from_slice(&name[..length]);
            keys::agent(creator, &padded)
        })
        .collect();
    let agents = pdas
        .iter()
        .zip(names)
        .map(|((_, bump), name)| (*bump, name.to_vec()))
        .collect();
    let mut batch = instruction(
        "register_agents_batch",
        &[("creator", *creator), ("system_program", SYSTEM)],
        &[
            ("signer", Arg::Key(*signer)),
            ("capabilities", Arg::U64(capabilities)),
            ("flags", Arg::U8(flags)),
            ("agents", Arg::Agents(agents)),
        ],
    );
    batch.accounts.extend(
        pdas.iter()
            .map(|(agent, _)| AccountMeta::new(*agent, false)),
    );
    batch
}

/// Who sends a message to whom, and who pays.
pub struct Route {
    pub signer: Address,
    pub payer: Address,
    pub sender: Address,
    pub recipient: Address,
}

impl Route {
    fn accounts(&self, message: Address) -> [(&'static str, Address); 6] {
        [
            ("signer", self.signer),
            ("payer", self.payer),
            ("message", message),
            ("sender", self.sender),
            ("recipient", self.recipient),
            ("system_program", SYSTEM),
        ]
    }
}

pub fn send_message(route: &Route, nonce: u64, message_type: u8, content: &[u8]) -> Instruction {
    let (message, bump) = keys::message(&route.sender, nonce);
    instruction(
        "send_message",
        &route.accounts(message),
        &[
            ("bump", Arg::U8(bump)),
            ("nonce", Arg::U64(nonce)),
            ("message_type", Arg::U8(message_type)),
            ("content", Arg::Bytes(content.to_vec())),
        ],
    )
}

/// Content that is off chain.
#[derive(Clone, Copy)]
pub struct OffChain {
    pub codec: u8,
    pub length: u32,
    pub hash: [u8; 32],
}

pub fn send_compressed_message(
    route: &Route,
    nonce: u64,
    message_type: u8,
    content: OffChain,
) -> Instruction {
    let (message, bump) = keys::message(&route.sender, nonce);
    instruction(
        "send_compressed_message",
        &route.accounts(message),
        &[
            ("bump", Arg::U8(bump)),
            ("nonce", Arg::U64(nonce)),
            ("message_type", Arg::U8(message_type)),
            ("codec", Arg::U8(content.codec)),
            ("content_len", Arg::U32(content.length)),
            ("content_hash", Arg::Hash(content.hash)),
        ],
    )
}

/// What a relay publishes of itself.
#[derive(Clone)]
pub struct Terms {
    pub committer: Address,
    pub receipt_key: Address,
    pub merge_delay_slots: u32,
    pub endpoint: String,
}

pub fn open_relay(creator: &Address, id: u32, terms: &Terms) -> Instruction {
    let (relay, relay_bump) = keys::relay(creator, id);
    let (log, log_bump) = keys::log(&relay, 0);
    instruction(
        "open_relay",
        &[
            ("creator", *creator),
            ("relay", relay),
            ("log", log),
            ("system_program", SYSTEM),
        ],
        &[
            ("relay_bump", Arg::U8(relay_bump)),
            ("log_bump", Arg::U8(log_bump)),
            ("id", Arg::U32(id)),
            ("committer", Arg::Key(terms.committer)),
            ("receipt_key", Arg::Key(terms.receipt_key)),
            ("merge_delay_slots", Arg::U32(terms.merge_delay_slots)),
            ("endpoint", Arg::Text(terms.endpoint.clone())),
        ],
    )
}

/// Appends chunks, given one after the other, to the log of an epoch.
pub fn commit(committer: &Address, relay: &Address, epoch: u32, chunks: &[u8]) -> Instruction {
    let (log, _) = keys::log(relay, epoch);
    instruction(
        "commit",
        &[("committer", *committer), ("relay", *relay), ("log", log)],
        &[("chunks", Arg::Bytes(chunks.to_vec()))],
    )
}

pub fn verify_inclusion(
    log: &Address,
    index: u32,
    leaf_hash: &[u8; 32],
    path: &[[u8; 32]],
) -> Instruction {
    instruction(
        "verify_inclusion",
        &[("log", *log)],
        &[
            ("index", Arg::U32(index)),
            ("leaf_hash", Arg::Hash(*leaf_hash)),
            ("path", Arg::Hashes(path.to_vec())),
        ],
    )
}
