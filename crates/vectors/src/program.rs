//! What the program keeps, reports and takes: addresses, accounts, events and instruction data, from the
//! program's own types.

use anchor_lang::bytemuck::{self, Pod};
use anchor_lang::prelude::Address;
use anchor_lang::{Discriminator, InstructionData};
use pod_protocol::instructions::{AgentEntry, MessageEntry};
use pod_protocol::{events, instruction, seeds, state, ID};
use serde_json::{json, Map, Value};

use crate::account_lists;
use crate::sample::{base58, bytes, hex};

/// A field's value in JSON: numbers as decimal strings, bytes in hex, addresses in base58.
trait Field {
    fn json(&self) -> Value;
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Field for $number {
            fn json(&self) -> Value {
                self.to_string().into()
            }
        })*
    };
}
numbers!(u8, u32, u64, i64);

impl<const N: usize> Field for [u8; N] {
    fn json(&self) -> Value {
        hex(self).into()
    }
}

impl<const N: usize, const M: usize> Field for [[u8; N]; M] {
    fn json(&self) -> Value {
        self.iter().map(hex).collect()
    }
}

impl Field for &[[u8; 32]] {
    fn json(&self) -> Value {
        self.iter().map(hex).collect()
    }
}

impl Field for &[u8] {
    fn json(&self) -> Value {
        hex(self).into()
    }
}

impl Field for &str {
    fn json(&self) -> Value {
        (*self).into()
    }
}

impl Field for Address {
    fn json(&self) -> Value {
        base58(self.as_array()).into()
    }
}

impl<T: Field> Field for Option<T> {
    fn json(&self) -> Value {
        self.as_ref().map_or(Value::Null, Field::json)
    }
}

/// The values of a type of fixed size that are taken: all bits clear, all bits set, and bytes that follow
/// from its name, with what is at each offset different.
fn values<T: Pod>(name: &str) -> [T; 3] {
    let size = size_of::<T>();
    let sample: Vec<u8> = (0..)
        .flat_map(|part| bytes(name, part))
        .take(size)
        .collect();
    [vec![0; size], vec![0xff; size], sample].map(|bytes| bytemuck::pod_read_unaligned(&bytes))
}

/// Entries of a type: its fields and its bytes behind its discriminator.
macro_rules! entries {
    ($list:ident, $room:ident :: $type:ident { $($field:ident),* $(,)? }) => {
        for value in values::<$room::$type>(stringify!($type)) {
            let $room::$type { $($field),* } = &value;
            let mut fields = Map::new();
            $(fields.insert(stringify!($field).into(), $field.json());)*
            let data = [$room::$type::DISCRIMINATOR, bytemuck::bytes_of(&value)].concat();
            $list.push(json!({ "type": stringify!($type), "fields": fields, "bytes": hex(data) }));
        }
    };
}

pub fn accounts() -> Value {
    let mut list = Vec::new();
    entries!(
        list,
        state::Agent {
            creator,
            authority,
            pending_authority,
            signer,
            key_chain,
            name,
            signer_since,
            capabilities,
            created_at,
            last_active,
            reputation,
            total_messages,
            flags,
            bump,
            version,
            reserved
        }
    );
    entries!(
        list,
        state::Profile {
            agent,
            rent_payer,
            encryption_key,
            home_relay,
            metadata_hash,
            updated_at,
            metadata_codec,
            bump,
            version,
            reserved
        }
    );
    entries!(
        list,
        state::Message {
            sender,
            recipient,
            rent_payer,
            content_hash,
            timestamp,
            nonce,
            content_len,
            message_type,
            is_compressed,
            codec,
            bump,
            version,
            acknowledged,
            reserved
        }
    );
    entries!(
        list,
        state::Channel {
            creator,
            rent_payer,
            name,
            posts_hash,
            message_count,
            created_at,
            generation,
            member_count,
            member_limit,
            visibility,
            bump,
            version,
            reserved
        }
    );
    entries!(
        list,
        state::Membership {
            channel,
            agent,
            rent_payer,
            invited_by,
            joined_at,
            generation,
            role,
            state,
            bump,
            version
        }
    );
    entries!(
        list,
        state::Acknowledger {
            sender,
            recipient,
            created_at,
            bump,
            version,
            reserved
        }
    );
    entries!(
        list,
        state::Relay {
            creator,
            operator,
            pending_operator,
            committer,
            receipt_key,
            receipt_key_chain,
            successor,
            messages,
            receipt_key_since,
            created_at,
            merge_delay_slots,
            epoch,
            id,
            state,
            bump,
            version,
            endpoint_len,
            endpoint
        }
    );
    entries!(
        list,
        state::RelayLog {
            relay,
            rent_payer,
            previous_root,
            root,
            first_index,
            last_commit_slot,
            last_commit_at,
            epoch,
            size,
            state,
            bump,
            version,
            reserved,
            frontier
        }
    );
    json!({
        "about": "Accounts: discriminator and fields. Numbers are decimal strings, bytes hex, addresses base58",
        "accounts": list,
    })
}

pub fn events() -> Value {
    let mut list = Vec::new();
    entries!(
        list,
        events::AgentRegistered {
            agent,
            creator,
            signer,
            capabilities,
            flags,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::AgentsRegistered {
            creator,
            signer,
            agents_hash,
            capabilities,
            count,
            flags,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::AgentUpdated {
            agent,
            capabilities,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::SignerRotated {
            agent,
            previous,
            signer,
            key_chain,
            previous_since,
            slot,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::AgentOffered {
            agent,
            pending_authority,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::AgentAccepted {
            agent,
            authority,
            flags,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::AgentClosed {
            agent,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::ProfileSet {
            agent,
            encryption_key,
            home_relay,
            metadata_hash,
            metadata_codec,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::ProfileClosed {
            agent,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::MessageSent {
            message,
            sender,
            recipient,
            content_hash,
            nonce,
            timestamp,
            sequence,
            content_len,
            message_type,
            is_compressed,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::MessagesAppended {
            sender,
            queue,
            leaves_hash,
            timestamp,
            sequence,
            count,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::MessageAcknowledged {
            message,
            sender,
            recipient,
            reputation,
            first,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::MessageClosed {
            message,
            sender,
            nonce,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::ChannelCreated {
            channel,
            creator,
            generation,
            member_limit,
            visibility,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::ChannelUpdated {
            channel,
            member_limit,
            visibility,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::MembershipChanged {
            channel,
            agent,
            by,
            generation,
            member_count,
            role,
            state,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::MembershipClosed {
            channel,
            agent,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::ChannelPosted {
            channel,
            posts_hash,
            agent,
            content_hash,
            sequence,
            timestamp,
            content_len,
            message_type,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::ChannelClosed {
            channel,
            posts_hash,
            message_count,
            generation,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::RelayOpened {
            relay,
            log,
            creator,
            committer,
            receipt_key,
            merge_delay_slots,
            id,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::RelayUpdated {
            relay,
            committer,
            receipt_key,
            receipt_key_chain,
            slot,
            merge_delay_slots,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::RelayOffered {
            relay,
            pending_operator,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::RelayAccepted {
            relay,
            operator,
            committer,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::RelaySealed {
            relay,
            root,
            successor,
            messages,
            epoch,
            size,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::Committed {
            log,
            first_index,
            slot,
            epoch,
            size,
            version,
            reserved
        }
    );
    entries!(
        list,
        events::EpochOpened {
            relay,
            log,
            previous_root,
            first_index,
            epoch,
            version,
            reserved
        }
    );
    json!({
        "about": "Events as they are logged: discriminator and fields. Numbers are decimal strings, bytes hex, addresses base58",
        "events": list,
    })
}

/// The address of some seeds with its canonical bump.
fn address(kind: &str, inputs: Value, parts: &[&[u8]]) -> Value {
    let (address, bump) = Address::find_program_address(parts, &ID);
    json!({
        "account": kind,
        "inputs": inputs,
        "address": base58(address.as_array()),
        "bump": bump,
    })
}

pub fn addresses() -> Value {
    let mut list = Vec::new();
    for number in 0..4 {
        let one = bytes("one", number);
        let other = bytes("other", number);
        let mut name = [0; 32];
        // Names of 1, 11, 22 and 32 bytes.
        let length = [1, 11, 22, 32][number as usize];
        name[..length].fill(b'a' + number as u8);
        let nonce = [0, 1, 1 << 63, u64::MAX][number as usize];
        let id = [0, 1, 1 << 31, u32::MAX][number as usize];
        let (a, b) = (base58(&one), base58(&other));
        list.extend([
            address(
                "agent",
                json!({"creator": a, "name": hex(name)}),
                &[seeds::AGENT, &one, &name],
            ),
            address("profile", json!({"agent": a}), &[seeds::PROFILE, &one]),
            address(
                "message",
                json!({"sender": a, "nonce": nonce.to_string()}),
                &[seeds::MESSAGE, &one, &nonce.to_le_bytes()],
            ),
            address(
                "channel",
                json!({"creator": a, "name": hex(name)}),
                &[seeds::CHANNEL, &one, &name],
            ),
            address(
                "membership",
                json!({"channel": a, "agent": b}),
                &[seeds::MEMBERSHIP, &one, &other],
            ),
            address(
                "acknowledger",
                json!({"sender": a, "recipient": b}),
                &[seeds::ACKNOWLEDGER, &one, &other],
            ),
            address(
                "relay",
                json!({"creator": a, "id": id.to_string()}),
                &[seeds::RELAY, &one, &id.to_le_bytes()],
            ),
            address(
                "log",
                json!({"relay": a, "epoch": id.to_string()}),
                &[seeds::RELAY_LOG, &one, &id.to_le_bytes()],
            ),
        ]);
    }
    list.push(address(
        "cpiAuthority",
        json!({}),
        &[pod_protocol::light::CPI_AUTHORITY],
    ));
    json!({
        "about": "Program-derived addresses with their canonical bumps",
        "programId": base58(ID.as_array()),
        "addresses": list,
    })
}

/// An entry of an instruction: its accounts, its arguments and its data.
macro_rules! data {
    ($list:ident, $instruction:ident { $($field:ident: $value:expr),* $(,)? }) => {{
        let value = instruction::$instruction { $($field: $value),* };
        #[allow(unused_mut)]
        let mut args = Map::new();
        $(args.insert(stringify!($field).into(), value.$field.json());)*
        $list.push(entry(stringify!($instruction), args.into(), &value.data()));
    }};
    ($list:ident, $instruction:ident { $($field:ident: $value:expr),* $(,)? }, $args:expr) => {{
        let value = instruction::$instruction { $($field: $value),* };
        $list.push(entry(stringify!($instruction), $args, &value.data()));
    }};
}

fn entry(name: &str, args: Value, data: &[u8]) -> Value {
    json!({
        "instruction": name,
        "accounts": account_lists::of(name),
        "args": args,
        "data": hex(data),
    })
}

pub fn instructions() -> Value {
    let key = |number| Address::new_from_array(bytes("key", number));
    let hash = |number| bytes("hash", number);
    let mut name = [0; 32];
    name[..7].copy_from_slice(b"courier");
    let path = [hash(1), hash(2)];
    let chunk = [&0u32.to_le_bytes()[..], &1u32.to_le_bytes(), &hash(3)].concat();
    let endpoint = "https://relay.example:8443/é";
    let mut list = Vec::new();
    data!(
        list,
        Commit {
            chunks: chunk.as_slice()
        }
    );
    data!(
        list,
        VerifyInclusion {
            index: u32::MAX,
            leaf_hash: hash(0),
            path: path.as_slice()
        }
    );
    data!(
        list,
        VerifyInclusion {
            index: 0,
            leaf_hash: [0; 32],
            path: [].as_slice()
        }
    );
    data!(
        list,
        SendMessage {
            bump: 255,
            nonce: u64::MAX,
            message_type: 128,
            content: b"\x00\xff".as_slice()
        }
    );
    data!(
        list,
        SendCompressedMessage {
            bump: 254,
            nonce: 1,
            message_type: 0,
            codec: 0x55,
            content_len: 1 << 20,
            content_hash: hash(4)
        }
    );
    let message = MessageEntry {
        recipient: key(5),
        content_hash: hash(5),
        nonce: u64::MAX,
        content_len: u32::MAX,
        message_type: 255,
    };
    let entries = json!([{
        "recipient": message.recipient.json(),
        "content_hash": message.content_hash.json(),
        "nonce": message.nonce.json(),
        "content_len": message.content_len.json(),
        "message_type": message.message_type.json(),
    }]);
    data!(
        list,
        AppendMessages {
            bump: 253,
            messages: vec![message]
        },
        json!({"bump": "253", "messages": entries})
    );
    data!(
        list,
        RegisterAgent {
            bump: 252,
            name: name,
            signer: key(6),
            capabilities: u64::MAX,
            flags: 1
        }
    );
    let agents = vec![
        AgentEntry {
            bump: 251,
            name: b"a",
        },
        AgentEntry {
            bump: 0,
            name: &[0xff; 32],
        },
    ];
    let named: Vec<Value> = agents
        .iter()
        .map(|entry| json!({"bump": entry.bump.json(), "name": entry.name.json()}))
        .collect();
    data!(
        list,
        RegisterAgentsBatch {
            signer: key(7),
            capabilities: 1,
            flags: 0,
            agents: agents
        },
        json!({"signer": key(7).json(), "capabilities": "1", "flags": "0", "agents": named})
    );
    data!(
        list,
        OpenRelay {
            relay_bump: 1,
            log_bump: 2,
            id: u32::MAX,
            committer: key(8),
            receipt_key: key(9),
            merge_delay_slots: 216_000,
            endpoint: endpoint.as_bytes()
        },
        json!({"relay_bump": "1", "log_bump": "2", "id": u32::MAX.json(), "committer": key(8).json(), "receipt_key": key(9).json(), "merge_delay_slots": "216000", "endpoint": endpoint})
    );
    data!(
        list,
        UpdateAgent {
            capabilities: 1 << 63
        }
    );
    data!(list, RotateSigner { signer: key(10) });
    data!(list, OfferAgent { authority: key(11) });
    data!(
        list,
        AcceptAgent {
            signer: key(12),
            flags: 1
        }
    );
    data!(list, CloseAgent {});
    data!(
        list,
        SetProfile {
            bump: 3,
            encryption_key: hash(6),
            home_relay: key(13),
            metadata_hash: hash(7),
            metadata_codec: 0x70
        }
    );
    data!(list, CloseProfile {});
    data!(list, AcknowledgeMessage { bump: 4 });
    data!(list, CloseMessage {});
    data!(
        list,
        CreateChannel {
            channel_bump: 5,
            membership_bump: 6,
            name: name,
            visibility: 1,
            member_limit: u32::MAX
        }
    );
    data!(
        list,
        UpdateChannel {
            visibility: 0,
            member_limit: 1
        }
    );
    data!(list, Invite { bump: 7, role: 1 });
    data!(list, JoinChannel { bump: 8 });
    data!(list, LeaveChannel {});
    data!(list, RemoveMember {});
    data!(
        list,
        PostToChannel {
            message_type: 1,
            content_len: 1,
            content_hash: hash(8)
        }
    );
    data!(list, CloseChannel {});
    data!(list, CloseMembership {});
    let args = |committer: Value, receipt_key: Value, slots: Value, endpoint: Value| json!({"committer": committer, "receipt_key": receipt_key, "merge_delay_slots": slots, "endpoint": endpoint});
    data!(
        list,
        UpdateRelay {
            committer: None,
            receipt_key: None,
            merge_delay_slots: None,
            endpoint: None
        },
        args(Value::Null, Value::Null, Value::Null, Value::Null)
    );
    data!(
        list,
        UpdateRelay {
            committer: Some(key(14)),
            receipt_key: Some(key(15)),
            merge_delay_slots: Some(9),
            endpoint: Some(endpoint.as_bytes())
        },
        args(key(14).json(), key(15).json(), "9".into(), endpoint.into())
    );
    data!(list, OfferRelay { operator: key(16) });
    data!(list, AcceptRelay { committer: key(17) });
    data!(
        list,
        NextEpoch {
            bump: 9,
            epoch: u32::MAX
        }
    );
    data!(list, SealRelay {});
    let mut without_successor = list.last().expect("SealRelay").clone();
    without_successor["accounts"] = account_lists::of_seal_relay_without_successor();
    list.push(without_successor);
    json!({
        "about": "Instructions: accounts in their order, and data: discriminator and arguments. Numbers are decimal strings, bytes hex, addresses base58, an argument that is absent null; an account that is left out has the program's address",
        "instructions": list,
    })
}
