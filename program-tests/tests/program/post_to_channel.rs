//! post_to_channel

use pod_core::hash::sha256;
use program_tests::chain::{FIRST_SLOT, FIRST_TIME};
use program_tests::idl::offset;
use program_tests::instructions::{post_to_channel, OffChain};
use program_tests::keys;
use solana_address::Address;
use solana_instruction::Instruction;
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case};
use crate::world::{Agent, World};

const CONTENT: OffChain = OffChain {
    codec: 0x55,
    length: 5,
    hash: [0xcd; 32],
};

/// A public channel of alice with bob in it.
fn joined(world: &mut World) -> (Agent, Agent, Address) {
    let (alice, bob) = world.pair();
    let channel = world.channel(&alice, "news", 0, 3);
    world.join(&bob, &channel);
    (alice, bob, channel)
}

fn post(agent: &Agent, channel: &Address) -> Instruction {
    post_to_channel(&agent.signer.pubkey(), &agent.address, channel, 0, CONTENT)
}

fn refuse(world: &mut World, message_type: u8, length: u32) -> String {
    let (_, bob, channel) = joined(world);
    let content = OffChain { length, ..CONTENT };
    let signer = bob.signer.pubkey();
    let post = post_to_channel(&signer, &bob.address, &channel, message_type, content);
    world.chain.refuse(&post, &[&bob.signer])
}

pub const CASES: &[Case] = &[
    case(
        "UnauthorizedSender",
        "the agent's authority signs",
        |world| {
            let (_, bob, channel) = joined(world);
            let authority = bob.authority.pubkey();
            let post = post_to_channel(&authority, &bob.address, &channel, 0, CONTENT);
            world.chain.refuse(&post, &[&bob.authority])
        },
    ),
    case("NotMember", "who left", |world| {
        let (_, bob, channel) = joined(world);
        world.leave(&bob, &channel);
        world.chain.refuse(&post(&bob, &channel), &[&bob.signer])
    }),
    case("NotMember", "who was removed", |world| {
        let (alice, bob, channel) = joined(world);
        world.remove(&alice, &channel, &bob);
        world.chain.refuse(&post(&bob, &channel), &[&bob.signer])
    }),
    case("NotMember", "who is only invited", |world| {
        let (alice, _, channel) = joined(world);
        let carol = world.agent("carol");
        world.invite(&alice, &channel, &carol, 0);
        world
            .chain
            .refuse(&post(&carol, &channel), &[&carol.signer])
    }),
    case("NotMember", "the membership of another agent", |world| {
        let (_, bob, channel) = joined(world);
        let carol = world.agent("carol");
        let mut post = post(&carol, &channel);
        post.accounts[3].pubkey = keys::membership(&channel, &bob.address).0;
        world.chain.refuse(&post, &[&carol.signer])
    }),
    case("NotMember", "its membership in another channel", |world| {
        let (alice, bob, channel) = joined(world);
        let other = world.channel(&alice, "other", 0, 3);
        let mut post = post(&bob, &other);
        post.accounts[3].pubkey = keys::membership(&channel, &bob.address).0;
        world.chain.refuse(&post, &[&bob.signer])
    }),
    case(
        "NotMember",
        "a membership of an earlier generation",
        |world| {
            let (alice, bob, channel) = joined(world);
            world.close_channel(&alice, &channel);
            world.channel(&alice, "news", 0, 3);
            world.chain.refuse(&post(&bob, &channel), &[&bob.signer])
        },
    ),
    case("InvalidKind", "the type of acknowledgements", |world| {
        refuse(world, 2, 5)
    }),
    case("InvalidKind", "the last reserved type", |world| {
        refuse(world, 127, 5)
    }),
    case("InvalidContentLength", "no content", |world| {
        refuse(world, 0, 0)
    }),
    case("InvalidContentLength", "a byte more than 1 MiB", |world| {
        refuse(world, 0, (1 << 20) + 1)
    }),
    case(
        "ArithmeticOverflow",
        "after the last sequence number",
        |world| {
            let (_, bob, channel) = joined(world);
            let at = offset("Channel", "message_count");
            world.chain.patch(&channel, at, &u64::MAX.to_le_bytes());
            world.chain.refuse(&post(&bob, &channel), &[&bob.signer])
        },
    ),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn posts_are_numbered_hashed_into_the_channel_and_counted() {
    let mut world = World::new();
    let (alice, bob, channel) = joined(&mut world);
    let mut posts_hash = [0; 32];
    let posts = [(&bob, 0, 1), (&alice, 1, 1 << 20), (&bob, 200, 7)];
    for (sequence, (agent, message_type, length)) in (0u64..).zip(posts) {
        let time = FIRST_TIME + sequence as i64;
        world.chain.set_clock(FIRST_SLOT, time);
        let content = OffChain { length, ..CONTENT };
        let signer = agent.signer.pubkey();
        let post = post_to_channel(&signer, &agent.address, &channel, message_type, content);
        let done = world.chain.accept(&[post], &[&agent.signer]);
        posts_hash = sha256([
            &posts_hash,
            agent.address.as_ref(),
            &CONTENT.hash,
            &sequence.to_le_bytes(),
            &time.to_le_bytes(),
            &length.to_le_bytes(),
            &[message_type],
        ]);
        let fields = world.chain.fields("Channel", &channel);
        assert_eq!(fields.hash("posts_hash"), posts_hash);
        assert_eq!(fields.number("message_count"), sequence + 1);
        let event = done.event("ChannelPosted");
        assert_eq!(event.key("channel"), channel);
        assert_eq!(event.key("agent"), agent.address);
        assert_eq!(event.hash("posts_hash"), posts_hash);
        assert_eq!(event.hash("content_hash"), CONTENT.hash);
        assert_eq!(event.number("sequence"), sequence);
        assert_eq!(event.number("timestamp"), time as u64);
        assert_eq!(event.number("content_len"), u64::from(length));
        assert_eq!(event.number("message_type"), u64::from(message_type));
    }
    let poster = world.chain.fields("Agent", &bob.address);
    assert_eq!(poster.number("total_messages"), 2);
    assert_eq!(poster.number("last_active"), FIRST_TIME as u64 + 2);
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let (_, bob, channel) = joined(world);
            (post(&bob, &channel), vec![bob.signer])
        },
        &[],
    );
}
