//! acknowledge_message

use program_tests::chain::{FIRST_SLOT, FIRST_TIME, FUNDS};
use program_tests::idl::offset;
use program_tests::instructions::{acknowledge_message, close_message, Route};
use program_tests::keys::{self, address, lower_bump};
use program_tests::swaps::Swap;
use solana_address::Address;
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case, Harmless};
use crate::world::{Agent, World};

const SPACE: usize = 88;

/// A message from alice to bob, with nonce 1.
fn sent(world: &mut World) -> (Agent, Agent, Address) {
    let (alice, bob) = world.pair();
    let message = world.message(&alice, &bob.address, 1);
    (alice, bob, message)
}

pub const CASES: &[Case] = &[
    case(
        "UnauthorizedSender",
        "the sender acknowledges its own message",
        |world| {
            let (alice, bob, message) = sent(world);
            let mut route = bob.answer(&alice.address);
            route.signer = alice.signer.pubkey();
            let acknowledge = acknowledge_message(&route, &message);
            world
                .chain
                .refuse(&acknowledge, &[&alice.signer, &bob.signer])
        },
    ),
    case(
        "UnauthorizedSender",
        "the recipient's authority signs",
        |world| {
            let (alice, bob, message) = sent(world);
            let mut route = bob.answer(&alice.address);
            route.signer = bob.authority.pubkey();
            let acknowledge = acknowledge_message(&route, &message);
            world
                .chain
                .refuse(&acknowledge, &[&bob.authority, &bob.signer])
        },
    ),
    case("InvalidRecipient", "a message to somebody else", |world| {
        let (alice, _, message) = sent(world);
        let carol = world.agent("carol");
        let acknowledge = acknowledge_message(&carol.answer(&alice.address), &message);
        world.chain.refuse(&acknowledge, &[&carol.signer])
    }),
    case("InvalidSender", "a message of somebody else", |world| {
        let (_, bob, message) = sent(world);
        let carol = world.agent("carol");
        let acknowledge = acknowledge_message(&bob.answer(&carol.address), &message);
        world.chain.refuse(&acknowledge, &[&bob.signer])
    }),
    case("AlreadyAcknowledged", "twice", |world| {
        let (alice, bob, message) = sent(world);
        world.acknowledge(&alice, &bob, &message);
        let again = acknowledge_message(&bob.answer(&alice.address), &message);
        world.chain.refuse(&again, &[&bob.signer])
    }),
    case("WrongAccount", "that of another pair", |world| {
        let (alice, bob, message) = sent(world);
        let carol = world.agent("carol");
        let other = world.message(&carol, &bob.address, 1);
        world.acknowledge(&carol, &bob, &other);
        let mut acknowledge = acknowledge_message(&bob.answer(&alice.address), &message);
        acknowledge.accounts[5].pubkey = keys::acknowledger(&carol.address, &bob.address).0;
        world.chain.refuse(&acknowledge, &[&bob.signer])
    }),
    case(
        "InvalidBump",
        "a lower bump that gives an address",
        |world| {
            let (alice, bob, message) = sent(world);
            let mut acknowledge = acknowledge_message(&bob.answer(&alice.address), &message);
            let seeds: [&[u8]; 3] = [b"ack", alice.address.as_ref(), bob.address.as_ref()];
            let (other, bump) = lower_bump(&seeds, acknowledge.data[8]);
            acknowledge.data[8] = bump;
            acknowledge.accounts[5].pubkey = other;
            world.chain.refuse(&acknowledge, &[&bob.signer])
        },
    ),
    case("PrivilegeEscalation", "an address elsewhere", |world| {
        let (alice, bob, message) = sent(world);
        let mut acknowledge = acknowledge_message(&bob.answer(&alice.address), &message);
        acknowledge.accounts[5].pubkey = address("elsewhere");
        world.chain.refuse(&acknowledge, &[&bob.signer])
    }),
    case("AddressInUse", "a profile in its place", |world| {
        let (alice, bob, message) = sent(world);
        let profile = world.profile(&bob);
        let mut acknowledge = acknowledge_message(&bob.answer(&alice.address), &message);
        acknowledge.accounts[5].pubkey = profile;
        world.chain.refuse(&acknowledge, &[&bob.signer])
    }),
    case(
        "SystemInsufficientFunds",
        "the payer has no funds",
        |world| {
            let (alice, bob, message) = sent(world);
            world.chain.prefund(&bob.signer.pubkey(), 1_000_000);
            let acknowledge = acknowledge_message(&bob.answer(&alice.address), &message);
            world.chain.refuse(&acknowledge, &[&bob.signer])
        },
    ),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn the_first_acknowledgement_of_an_agent_counts_and_no_other() {
    let mut world = World::new();
    let (alice, bob, first) = sent(&mut world);
    let second = world.message(&alice, &bob.address, 2);
    world.chain.set_clock(FIRST_SLOT + 1, FIRST_TIME + 7);
    let payer = world.stranger.pubkey();
    let route = Route {
        payer,
        ..bob.answer(&alice.address)
    };
    let acknowledge = acknowledge_message(&route, &first);
    let done = world
        .chain
        .accept(&[acknowledge], &[&bob.signer, &world.stranger]);

    let (address, bump) = keys::acknowledger(&alice.address, &bob.address);
    let acknowledger = world.chain.fields("Acknowledger", &address);
    assert_eq!(acknowledger.key("sender"), alice.address);
    assert_eq!(acknowledger.key("recipient"), bob.address);
    assert_eq!(acknowledger.number("created_at"), FIRST_TIME as u64 + 7);
    assert_eq!(acknowledger.number("bump"), u64::from(bump));
    assert_eq!(acknowledger.number("version"), 1);
    assert_eq!(
        world.chain.lamports(&payer),
        FUNDS - world.chain.rent(SPACE)
    );
    assert_eq!(
        world.chain.fields("Message", &first).number("acknowledged"),
        1
    );
    assert_eq!(
        world
            .chain
            .fields("Agent", &alice.address)
            .number("reputation"),
        1
    );
    let recipient = world.chain.fields("Agent", &bob.address);
    assert_eq!(recipient.number("last_active"), FIRST_TIME as u64 + 7);
    assert_eq!(recipient.number("reputation"), 0);
    let event = done.event("MessageAcknowledged");
    assert_eq!(event.key("message"), first);
    assert_eq!(event.key("sender"), alice.address);
    assert_eq!(event.key("recipient"), bob.address);
    assert_eq!(event.number("reputation"), 1);
    assert_eq!(event.number("first"), 1);

    let acknowledge = acknowledge_message(&bob.answer(&alice.address), &second);
    let done = world.chain.accept(&[acknowledge], &[&bob.signer]);
    assert_eq!(done.event("MessageAcknowledged").number("first"), 0);
    assert_eq!(done.event("MessageAcknowledged").number("reputation"), 1);
    assert_eq!(world.chain.lamports(&bob.signer.pubkey()), FUNDS);

    let carol = world.agent("carol");
    let third = world.message(&alice, &carol.address, 3);
    world.acknowledge(&alice, &carol, &third);
    assert_eq!(
        world
            .chain
            .fields("Agent", &alice.address)
            .number("reputation"),
        2
    );
}

#[test]
fn a_message_that_comes_back_under_its_nonce_does_not_count_again() {
    let mut world = World::new();
    let (alice, bob, message) = sent(&mut world);
    for _ in 0..2 {
        world.acknowledge(&alice, &bob, &message);
        let payer = alice.signer.pubkey();
        let close = close_message(&bob.signer.pubkey(), &bob.address, &message, &payer);
        world.chain.accept(&[close], &[&bob.signer]);
        world.message(&alice, &bob.address, 1);
    }
    assert_eq!(
        world
            .chain
            .fields("Agent", &alice.address)
            .number("reputation"),
        1
    );
}

#[test]
fn reputation_saturates() {
    let mut world = World::new();
    let (alice, bob, message) = sent(&mut world);
    let at = offset("Agent", "reputation");
    world
        .chain
        .patch(&alice.address, at, &u32::MAX.to_le_bytes());
    world.acknowledge(&alice, &bob, &message);
    let sender = world.chain.fields("Agent", &alice.address);
    assert_eq!(sender.number("reputation"), u64::from(u32::MAX));
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let (alice, bob, message) = sent(world);
            let route = Route {
                payer: world.stranger.pubkey(),
                ..bob.answer(&alice.address)
            };
            let acknowledge = acknowledge_message(&route, &message);
            (
                acknowledge,
                vec![bob.signer, world.stranger.insecure_clone()],
            )
        },
        &[
            Harmless {
                account: "payer",
                swap: |swap| *swap == Swap::Wallet || *swap == Swap::Duplicate("signer".into()),
                why: "anyone who signs may pay, the signer too",
            },
            Harmless {
                account: "message",
                swap: |swap| *swap == Swap::CutShort,
                why: "what is cut off is content, which is not read",
            },
        ],
    );
}
