//! Every instruction of the program, with addresses and bumps filled in.

use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};

use crate::idl::{instruction, Arg, MessageEntry};
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

fn change_agent(
    name: &str,
    authority: &Address,
    agent: &Address,
    args: &[(&str, Arg)],
) -> Instruction {
    instruction(name, &[("authority", *authority), ("agent", *agent)], args)
}

pub fn update_agent(authority: &Address, agent: &Address, capabilities: u64) -> Instruction {
    let args = [("capabilities", Arg::U64(capabilities))];
    change_agent("update_agent", authority, agent, &args)
}

pub fn rotate_signer(authority: &Address, agent: &Address, signer: &Address) -> Instruction {
    let args = [("signer", Arg::Key(*signer))];
    change_agent("rotate_signer", authority, agent, &args)
}

pub fn offer_agent(authority: &Address, agent: &Address, to: &Address) -> Instruction {
    let args = [("authority", Arg::Key(*to))];
    change_agent("offer_agent", authority, agent, &args)
}

pub fn accept_agent(
    authority: &Address,
    agent: &Address,
    signer: &Address,
    flags: u8,
) -> Instruction {
    let args = [("signer", Arg::Key(*signer)), ("flags", Arg::U8(flags))];
    change_agent("accept_agent", authority, agent, &args)
}

pub fn close_agent(authority: &Address, agent: &Address, creator: &Address) -> Instruction {
    instruction(
        "close_agent",
        &[
            ("authority", *authority),
            ("agent", *agent),
            ("creator", *creator),
        ],
        &[],
    )
}

/// What a profile says.
#[derive(Clone, Copy)]
pub struct Profile {
    pub encryption_key: [u8; 32],
    pub home_relay: Address,
    pub metadata_hash: [u8; 32],
    pub metadata_codec: u8,
}

pub fn set_profile(
    authority: &Address,
    payer: &Address,
    agent: &Address,
    profile: &Profile,
) -> Instruction {
    let (address, bump) = keys::profile(agent);
    instruction(
        "set_profile",
        &[
            ("authority", *authority),
            ("payer", *payer),
            ("agent", *agent),
            ("profile", address),
            ("system_program", SYSTEM),
        ],
        &[
            ("bump", Arg::U8(bump)),
            ("encryption_key", Arg::Hash(profile.encryption_key)),
            ("home_relay", Arg::Key(profile.home_relay)),
            ("metadata_hash", Arg::Hash(profile.metadata_hash)),
            ("metadata_codec", Arg::U8(profile.metadata_codec)),
        ],
    )
}

pub fn close_profile(authority: &Address, agent: &Address, rent_payer: &Address) -> Instruction {
    instruction(
        "close_profile",
        &[
            ("authority", *authority),
            ("agent", *agent),
            ("profile", keys::profile(agent).0),
            ("rent_payer", *rent_payer),
        ],
        &[],
    )
}

/// Acknowledges the message that `route.sender` sent to `route.recipient`; signer and payer are the
/// recipient's.
pub fn acknowledge_message(route: &Route, message: &Address) -> Instruction {
    let (acknowledger, bump) = keys::acknowledger(&route.sender, &route.recipient);
    instruction(
        "acknowledge_message",
        &[
            ("signer", route.signer),
            ("payer", route.payer),
            ("message", *message),
            ("sender", route.sender),
            ("recipient", route.recipient),
            ("acknowledger", acknowledger),
            ("system_program", SYSTEM),
        ],
        &[("bump", Arg::U8(bump))],
    )
}

pub fn close_message(
    closer: &Address,
    agent: &Address,
    message: &Address,
    rent_payer: &Address,
) -> Instruction {
    instruction(
        "close_message",
        &[
            ("closer", *closer),
            ("agent", *agent),
            ("message", *message),
            ("rent_payer", *rent_payer),
        ],
        &[],
    )
}

/// Who acts, who pays, and for which agent.
#[derive(Clone, Copy)]
pub struct Actor {
    pub key: Address,
    pub payer: Address,
    pub agent: Address,
}

pub fn create_channel(
    owner: &Actor,
    name: &[u8; 32],
    visibility: u8,
    member_limit: u32,
) -> Instruction {
    let (channel, channel_bump) = keys::channel(&owner.agent, name);
    let (membership, membership_bump) = keys::membership(&channel, &owner.agent);
    instruction(
        "create_channel",
        &[
            ("authority", owner.key),
            ("payer", owner.payer),
            ("creator", owner.agent),
            ("channel", channel),
            ("membership", membership),
            ("system_program", SYSTEM),
        ],
        &[
            ("channel_bump", Arg::U8(channel_bump)),
            ("membership_bump", Arg::U8(membership_bump)),
            ("name", Arg::Hash(*name)),
            ("visibility", Arg::U8(visibility)),
            ("member_limit", Arg::U32(member_limit)),
        ],
    )
}

pub fn update_channel(
    authority: &Address,
    creator: &Address,
    channel: &Address,
    visibility: u8,
    member_limit: u32,
) -> Instruction {
    instruction(
        "update_channel",
        &[
            ("authority", *authority),
            ("creator", *creator),
            ("channel", *channel),
        ],
        &[
            ("visibility", Arg::U8(visibility)),
            ("member_limit", Arg::U32(member_limit)),
        ],
    )
}

pub fn invite(inviter: &Actor, channel: &Address, agent: &Address, role: u8) -> Instruction {
    let (membership, bump) = keys::membership(channel, agent);
    instruction(
        "invite",
        &[
            ("authority", inviter.key),
            ("payer", inviter.payer),
            ("inviter", inviter.agent),
            (
                "inviter_membership",
                keys::membership(channel, &inviter.agent).0,
            ),
            ("channel", *channel),
            ("agent", *agent),
            ("membership", membership),
            ("system_program", SYSTEM),
        ],
        &[("bump", Arg::U8(bump)), ("role", Arg::U8(role))],
    )
}

pub fn join_channel(actor: &Actor, channel: &Address) -> Instruction {
    let (membership, bump) = keys::membership(channel, &actor.agent);
    instruction(
        "join_channel",
        &[
            ("signer", actor.key),
            ("payer", actor.payer),
            ("agent", actor.agent),
            ("channel", *channel),
            ("membership", membership),
            ("system_program", SYSTEM),
        ],
        &[("bump", Arg::U8(bump))],
    )
}

pub fn leave_channel(signer: &Address, agent: &Address, channel: &Address) -> Instruction {
    instruction(
        "leave_channel",
        &[
            ("signer", *signer),
            ("agent", *agent),
            ("channel", *channel),
            ("membership", keys::membership(channel, agent).0),
        ],
        &[],
    )
}

pub fn remove_member(
    authority: &Address,
    remover: &Address,
    channel: &Address,
    agent: &Address,
) -> Instruction {
    instruction(
        "remove_member",
        &[
            ("authority", *authority),
            ("remover", *remover),
            ("remover_membership", keys::membership(channel, remover).0),
            ("channel", *channel),
            ("membership", keys::membership(channel, agent).0),
        ],
        &[],
    )
}

pub fn post_to_channel(
    signer: &Address,
    agent: &Address,
    channel: &Address,
    message_type: u8,
    content: OffChain,
) -> Instruction {
    instruction(
        "post_to_channel",
        &[
            ("signer", *signer),
            ("agent", *agent),
            ("channel", *channel),
            ("membership", keys::membership(channel, agent).0),
        ],
        &[
            ("message_type", Arg::U8(message_type)),
            ("content_len", Arg::U32(content.length)),
            ("content_hash", Arg::Hash(content.hash)),
        ],
    )
}

pub fn close_channel(
    authority: &Address,
    creator: &Address,
    channel: &Address,
    rent_payer: &Address,
) -> Instruction {
    instruction(
        "close_channel",
        &[
            ("authority", *authority),
            ("creator", *creator),
            ("channel", *channel),
            ("rent_payer", *rent_payer),
        ],
        &[],
    )
}

pub fn close_membership(channel: &Address, agent: &Address, rent_payer: &Address) -> Instruction {
    instruction(
        "close_membership",
        &[
            ("channel", *channel),
            ("membership", keys::membership(channel, agent).0),
            ("rent_payer", *rent_payer),
        ],
        &[],
    )
}

/// What changes in a relay.
#[derive(Clone, Default)]
pub struct RelayChanges {
    pub committer: Option<Address>,
    pub receipt_key: Option<Address>,
    pub merge_delay_slots: Option<u32>,
    pub endpoint: Option<String>,
}

fn change_relay(
    name: &str,
    operator: &Address,
    relay: &Address,
    args: &[(&str, Arg)],
) -> Instruction {
    instruction(name, &[("operator", *operator), ("relay", *relay)], args)
}

pub fn update_relay(operator: &Address, relay: &Address, changes: &RelayChanges) -> Instruction {
    let args = [
        (
            "committer",
            Arg::option("pubkey", changes.committer.map(Arg::Key)),
        ),
        (
            "receipt_key",
            Arg::option("pubkey", changes.receipt_key.map(Arg::Key)),
        ),
        (
            "merge_delay_slots",
            Arg::option("u32", changes.merge_delay_slots.map(Arg::U32)),
        ),
        (
            "endpoint",
            Arg::option("string", changes.endpoint.clone().map(Arg::Text)),
        ),
    ];
    change_relay("update_relay", operator, relay, &args)
}

pub fn offer_relay(operator: &Address, relay: &Address, to: &Address) -> Instruction {
    let args = [("operator", Arg::Key(*to))];
    change_relay("offer_relay", operator, relay, &args)
}

pub fn accept_relay(operator: &Address, relay: &Address, committer: &Address) -> Instruction {
    let args = [("committer", Arg::Key(*committer))];
    change_relay("accept_relay", operator, relay, &args)
}

/// Seals the log of the epoch before `epoch` and opens the log of `epoch`.
pub fn next_epoch(
    committer: &Address,
    payer: &Address,
    relay: &Address,
    epoch: u32,
    rent_payer: &Address,
) -> Instruction {
    let (next_log, bump) = keys::log(relay, epoch);
    instruction(
        "next_epoch",
        &[
            ("committer", *committer),
            ("payer", *payer),
            ("relay", *relay),
            ("log", keys::log(relay, epoch - 1).0),
            ("rent_payer", *rent_payer),
            ("next_log", next_log),
            ("system_program", SYSTEM),
        ],
        &[("bump", Arg::U8(bump)), ("epoch", Arg::U32(epoch))],
    )
}

/// Seals a relay whose current log is that of `epoch`.
pub fn seal_relay(
    operator: &Address,
    relay: &Address,
    epoch: u32,
    rent_payer: &Address,
    successor: Option<&Address>,
) -> Instruction {
    instruction(
        "seal_relay",
        &[
            ("operator", *operator),
            ("relay", *relay),
            ("log", keys::log(relay, epoch).0),
            ("rent_payer", *rent_payer),
            // An absent account is given as the program's own address.
            ("successor", *successor.unwrap_or(&keys::PROGRAM)),
        ],
        &[],
    )
}

/// Appends messages to the state tree of one of Light's output queues.
pub fn append_messages(
    signer: &Address,
    payer: &Address,
    sender: &Address,
    queue: &Address,
    messages: &[MessageEntry],
) -> Instruction {
    let (authority, bump) = keys::cpi_authority();
    instruction(
        "append_messages",
        &[
            ("signer", *signer),
            ("payer", *payer),
            ("sender", *sender),
            ("cpi_authority", authority),
            (
                "registered_program",
                Address::from_str_const("35hkDgaAKwMCaxRz2ocSZ6NaUrtKkyNqU6c4RV3tYJRh"),
            ),
            (
                "compression_authority",
                Address::from_str_const("HwXnGK3tPkkVY6P439H2p68AxpeuWXd5PcrAxFpbmfbA"),
            ),
            (
                "account_compression",
                Address::from_str_const("compr6CUsB5m2jS4Y3831ztGSTnDpnKJTKS95d64XVq"),
            ),
            (
                "light_system",
                Address::from_str_const("SySTEM1eSU2p4BGQfQpimFEWWSC1XDFeun3Nqzz3rT7"),
            ),
            ("system_program", SYSTEM),
            ("queue", *queue),
        ],
        &[
            ("bump", Arg::U8(bump)),
            ("messages", Arg::Messages(messages.to_vec())),
        ],
    )
}
