//! Which key may do what to an agent, a channel and a relay: the rights table, cell by cell.

use program_tests::instructions::{self as ix, Actor, OffChain, RelayChanges};
use program_tests::keys::{self, key, name};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::world::{grow, Agent, Relay, World, PROFILE};

/// Everything that the table's instructions are about.
struct Stage {
    /// Sends, posts, acknowledges, joins and leaves; is updated, rotated, offered and closed.
    actor: Agent,
    other: Agent,
    relay: Relay,
    /// From the other agent to the actor.
    message: Address,
    /// Public, of the other agent; the actor is not in it.
    outside: Address,
    /// Public, of the other agent; the actor is in it.
    inside: Address,
    /// Of the actor, with the other agent in it.
    own: Address,
    /// Has ended; its profile is still there, and its authority paid for it.
    ended: Agent,
}

fn stage(world: &mut World) -> Stage {
    let actor = world.agent("actor");
    let other = world.agent("other");
    let relay = world.relay(1);
    let message = world.message(&other, &actor.address, 1);
    let outside = world.channel(&other, "outside", 0, 9);
    let inside = world.channel(&other, "inside", 0, 9);
    world.join(&actor, &inside);
    let own = world.channel(&actor, "own", 0, 9);
    world.join(&other, &own);
    world.profile(&actor);
    let ended = world.agent("ended");
    world.profile(&ended);
    world.close_agent(&ended);
    world.offer_agent(&actor, &key("offered agent").pubkey());
    world.offer_relay(&relay, &key("offered relay").pubkey());
    Stage {
        actor,
        other,
        relay,
        message,
        outside,
        inside,
        own,
        ended,
    }
}

/// The table's columns, in order.
const ANYBODY: &[&str] = &[
    "signer",
    "authority",
    "offered authority",
    "operator",
    "committer",
    "offered operator",
    "other's signer",
    "other's authority",
    "stranger",
];

/// The keys of the table's columns, in order.
fn columns(world: &mut World, stage: &Stage) -> Vec<(&'static str, Keypair)> {
    let keys = [
        stage.actor.signer.insecure_clone(),
        stage.actor.authority.insecure_clone(),
        world.chain.funded("offered agent"),
        world.creator.insecure_clone(),
        stage.relay.committer.insecure_clone(),
        world.chain.funded("offered relay"),
        stage.other.signer.insecure_clone(),
        stage.other.authority.insecure_clone(),
        world.stranger.insecure_clone(),
    ];
    assert_eq!(keys.len(), ANYBODY.len());
    ANYBODY.iter().copied().zip(keys).collect()
}

/// An instruction with `key` in the place of whoever must sign; `key` pays, too. A row is named after its
/// instruction, and the state that it is in if that matters.
type Row = (
    &'static str,
    &'static [&'static str],
    fn(&Stage, Address) -> Instruction,
);

const CONTENT: OffChain = OffChain {
    codec: 0x55,
    length: 9,
    hash: [9; 32],
};

fn actor(stage: &Stage, key: Address) -> Actor {
    Actor {
        key,
        payer: key,
        agent: stage.actor.address,
    }
}

/// Every instruction with a signer that must be somebody, and the columns that may.
const TABLE: &[Row] = &[
    ("send_message", &["signer"], |it, key| {
        let mut route = it.actor.route(&it.other.address);
        (route.signer, route.payer) = (key, key);
        ix::send_message(&route, 7, 0, b"hello")
    }),
    ("send_compressed_message", &["signer"], |it, key| {
        let mut route = it.actor.route(&it.other.address);
        (route.signer, route.payer) = (key, key);
        ix::send_compressed_message(&route, 7, 0, CONTENT)
    }),
    ("acknowledge_message", &["signer"], |it, key| {
        let mut route = it.actor.answer(&it.other.address);
        (route.signer, route.payer) = (key, key);
        ix::acknowledge_message(&route, &it.message)
    }),
    ("close_message", &["signer"], |it, key| {
        let payer = it.other.signer.pubkey();
        ix::close_message(&key, &it.actor.address, &it.message, &payer)
    }),
    ("join_channel", &["signer"], |it, key| {
        ix::join_channel(&actor(it, key), &it.outside)
    }),
    ("leave_channel", &["signer"], |it, key| {
        ix::leave_channel(&key, &it.actor.address, &it.inside)
    }),
    ("post_to_channel", &["signer"], |it, key| {
        ix::post_to_channel(&key, &it.actor.address, &it.inside, 0, CONTENT)
    }),
    ("update_agent", &["authority"], |it, key| {
        ix::update_agent(&key, &it.actor.address, 3)
    }),
    ("rotate_signer", &["authority"], |it, key| {
        ix::rotate_signer(&key, &it.actor.address, &keys::key("rotated").pubkey())
    }),
    ("offer_agent", &["authority"], |it, key| {
        ix::offer_agent(&key, &it.actor.address, &keys::key("third").pubkey())
    }),
    ("accept_agent", &["offered authority"], |it, key| {
        ix::accept_agent(&key, &it.actor.address, &keys::key("rotated").pubkey(), 0)
    }),
    ("close_agent", &["authority"], |it, key| {
        ix::close_agent(&key, &it.actor.address, &it.actor.authority.pubkey())
    }),
    ("set_profile", &["authority"], |it, key| {
        ix::set_profile(&key, &key, &it.actor.address, &PROFILE)
    }),
    ("close_profile", &["authority"], |it, key| {
        ix::close_profile(&key, &it.actor.address, &it.actor.authority.pubkey())
    }),
    ("close_profile of an ended agent", ANYBODY, |it, key| {
        ix::close_profile(&key, &it.ended.address, &it.ended.authority.pubkey())
    }),
    ("create_channel", &["authority"], |it, key| {
        ix::create_channel(&actor(it, key), &name("another"), 0, 2)
    }),
    ("update_channel", &["authority"], |it, key| {
        ix::update_channel(&key, &it.actor.address, &it.own, 1, 5)
    }),
    ("invite", &["authority"], |it, key| {
        // The guest is an agent that is in no channel.
        let guest = keys::agent(&keys::key("authority of guest").pubkey(), &name("guest")).0;
        ix::invite(&actor(it, key), &it.own, &guest, 0)
    }),
    ("remove_member", &["authority"], |it, key| {
        ix::remove_member(&key, &it.actor.address, &it.own, &it.other.address)
    }),
    ("close_channel", &["authority"], |it, key| {
        ix::close_channel(
            &key,
            &it.actor.address,
            &it.own,
            &it.actor.authority.pubkey(),
        )
    }),
    ("update_relay", &["operator"], |it, key| {
        ix::update_relay(&key, &it.relay.address, &RelayChanges::default())
    }),
    ("offer_relay", &["operator"], |it, key| {
        ix::offer_relay(&key, &it.relay.address, &keys::key("third").pubkey())
    }),
    ("accept_relay", &["offered operator"], |it, key| {
        ix::accept_relay(&key, &it.relay.address, &keys::key("c2").pubkey())
    }),
    ("seal_relay", &["operator"], |it, key| {
        let creator = keys::key("creator").pubkey();
        ix::seal_relay(&key, &it.relay.address, 0, &creator, None)
    }),
    ("commit", &["committer"], |it, key| {
        let mut tree = pod_core::memory_tree::MemoryTree::new();
        grow(&mut tree, 3);
        ix::commit(&key, &it.relay.address, 0, &tree.chunk(0, 3))
    }),
];

/// Instructions that need nobody in particular, and one that needs a full epoch.
const ELSEWHERE: &[(&str, &str)] = &[
    ("register_agent", "the creator is whoever signs"),
    ("register_agents_batch", "the creator is whoever signs"),
    ("open_relay", "the creator is whoever signs"),
    (
        "close_membership",
        "nobody signs: the rent goes to who paid",
    ),
    ("verify_inclusion", "nobody signs: it changes nothing"),
    (
        "append_messages",
        "needs Light's programs: its own tests have the signer and the authority",
    ),
    (
        "next_epoch",
        "needs a full epoch: its own tests have the committer and the operator",
    ),
];

#[test]
fn each_key_may_do_what_the_table_says_and_nothing_else() {
    let mut faults = Vec::new();
    for (row, allowed, make) in TABLE {
        let mut world = World::new();
        let stage = stage(&mut world);
        world.agent("guest");
        for (column, key) in columns(&mut world, &stage) {
            let sent = make(&stage, key.pubkey());
            let svm = world.chain.svm.clone();
            let went_through = world.chain.send(&[sent], &[&key]).is_ok();
            world.chain.svm = svm;
            if went_through != allowed.contains(&column) {
                faults.push(format!("{row} by {column}: {went_through}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The instruction of a row.
fn instruction(row: &str) -> &str {
    row.split(' ').next().unwrap_or(row)
}

#[test]
fn every_instruction_is_in_the_table_or_said_to_be_elsewhere() {
    let mut known: Vec<&str> = TABLE.iter().map(|(row, _, _)| instruction(row)).collect();
    known.extend(ELSEWHERE.iter().map(|(name, _)| *name));
    known.sort_unstable();
    known.dedup();
    let mut expected = program_tests::idl::names("instructions");
    expected.sort_unstable();
    assert_eq!(known, expected);
}
