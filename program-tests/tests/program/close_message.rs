//! close_message

use program_tests::chain::{FIRST_SLOT, FIRST_TIME, FUNDS};
use program_tests::instructions::{close_message, send_message, Route};
use program_tests::keys::address;
use program_tests::swaps::Swap;
use solana_address::Address;
use solana_signer::Signer;
use solana_system_interface::instruction::transfer;

use crate::cases::{case, run, sound, Case, Harmless};
use crate::world::{Agent, World};

const WEEK: i64 = 7 * 24 * 60 * 60;

/// A message from alice to bob, paid by the stranger.
fn sent(world: &mut World) -> (Agent, Agent, Address) {
    let (alice, bob) = world.pair();
    let route = Route {
        payer: world.stranger.pubkey(),
        ..alice.route(&bob.address)
    };
    let send = send_message(&route, 1, 0, b"hello");
    world
        .chain
        .accept(&[send], &[&alice.signer, &world.stranger]);
    let message = program_tests::keys::message(&alice.address, 1).0;
    (alice, bob, message)
}

fn later(world: &mut World, seconds: i64) {
    world
        .chain
        .set_clock(FIRST_SLOT + 1, FIRST_TIME.saturating_add(seconds));
}

pub const CASES: &[Case] = &[
    case("NotExpired", "the sender, a second too early", |world| {
        let (alice, _, message) = sent(world);
        later(world, WEEK - 1);
        let payer = world.stranger.pubkey();
        let close = close_message(&alice.signer.pubkey(), &alice.address, &message, &payer);
        world.chain.refuse(&close, &[&alice.signer])
    }),
    case(
        "NotExpired",
        "the sender, on a clock before the message",
        |world| {
            let (alice, _, message) = sent(world);
            later(world, i64::MIN);
            let payer = world.stranger.pubkey();
            let close = close_message(&alice.signer.pubkey(), &alice.address, &message, &payer);
            world.chain.refuse(&close, &[&alice.signer])
        },
    ),
    case(
        "UnauthorizedSender",
        "who paid, a second too early",
        |world| {
            let (alice, _, message) = sent(world);
            later(world, WEEK - 1);
            let payer = world.stranger.pubkey();
            let close = close_message(&payer, &alice.address, &message, &payer);
            world.chain.refuse(&close, &[&world.stranger])
        },
    ),
    case(
        "UnauthorizedSender",
        "a third agent after the expiry",
        |world| {
            let (_, _, message) = sent(world);
            let carol = world.agent("carol");
            later(world, WEEK);
            let payer = world.stranger.pubkey();
            let close = close_message(&carol.signer.pubkey(), &carol.address, &message, &payer);
            world.chain.refuse(&close, &[&carol.signer])
        },
    ),
    case("UnauthorizedSender", "the recipient's authority", |world| {
        let (_, bob, message) = sent(world);
        let payer = world.stranger.pubkey();
        let close = close_message(&bob.authority.pubkey(), &bob.address, &message, &payer);
        world.chain.refuse(&close, &[&bob.authority])
    }),
    case("UnauthorizedSender", "an agent that is none", |world| {
        let (_, bob, message) = sent(world);
        let payer = world.stranger.pubkey();
        let nobody = address("nobody");
        let close = close_message(&bob.signer.pubkey(), &nobody, &message, &payer);
        world.chain.refuse(&close, &[&bob.signer])
    }),
    case(
        "WrongRentPayer",
        "the rent is to go to the recipient",
        |world| {
            let (_, bob, message) = sent(world);
            let thief = bob.signer.pubkey();
            let close = close_message(&thief, &bob.address, &message, &thief);
            world.chain.refuse(&close, &[&bob.signer])
        },
    ),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn the_recipient_closes_at_once_and_the_rent_goes_to_who_paid() {
    let mut world = World::new();
    let (alice, bob, message) = sent(&mut world);
    let payer = world.stranger.pubkey();
    let close = close_message(&bob.signer.pubkey(), &bob.address, &message, &payer);
    let done = world.chain.accept(&[close], &[&bob.signer]);
    assert!(world.chain.account(&message).is_none());
    assert_eq!(world.chain.lamports(&payer), FUNDS);
    assert_eq!(world.chain.lamports(&bob.signer.pubkey()), FUNDS);
    let event = done.event("MessageClosed");
    assert_eq!(event.key("message"), message);
    assert_eq!(event.key("sender"), alice.address);
    assert_eq!(event.number("nonce"), 1);
    // The nonce is free again.
    world.message(&alice, &bob.address, 1);
}

#[test]
fn the_sender_closes_from_the_second_of_the_expiry() {
    let mut world = World::new();
    let (alice, _, message) = sent(&mut world);
    later(&mut world, WEEK);
    let payer = world.stranger.pubkey();
    let close = close_message(&alice.signer.pubkey(), &alice.address, &message, &payer);
    world.chain.accept(&[close], &[&alice.signer]);
    assert!(world.chain.account(&message).is_none());
    assert_eq!(world.chain.lamports(&payer), FUNDS);
}

#[test]
fn who_paid_closes_after_the_expiry_even_if_both_agents_have_ended() {
    let mut world = World::new();
    let (alice, bob, message) = sent(&mut world);
    world.close_agent(&alice);
    world.close_agent(&bob);
    later(&mut world, WEEK);
    let payer = world.stranger.pubkey();
    let close = close_message(&payer, &alice.address, &message, &payer);
    world.chain.accept(&[close], &[&world.stranger]);
    assert_eq!(world.chain.lamports(&payer), FUNDS);
}

#[test]
fn the_farthest_clock_has_expired_everything() {
    let mut world = World::new();
    let (alice, _, message) = sent(&mut world);
    world.chain.set_clock(u64::MAX, i64::MAX);
    let payer = world.stranger.pubkey();
    let close = close_message(&alice.signer.pubkey(), &alice.address, &message, &payer);
    world.chain.accept(&[close], &[&alice.signer]);
}

#[test]
fn lamports_sent_while_it_closes_do_not_hold_the_nonce() {
    let mut world = World::new();
    let (alice, bob, message) = sent(&mut world);
    let payer = world.stranger.pubkey();
    let instructions = [
        close_message(&bob.signer.pubkey(), &bob.address, &message, &payer),
        transfer(&bob.signer.pubkey(), &message, 1_000_000),
    ];
    world.chain.accept(&instructions, &[&bob.signer]);
    world.message(&alice, &bob.address, 1);
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let (_, bob, message) = sent(world);
            let payer = world.stranger.pubkey();
            let close = close_message(&bob.signer.pubkey(), &bob.address, &message, &payer);
            (close, vec![bob.signer])
        },
        &[CUT_CONTENT],
    );
    // Once it has expired, who paid needs no agent.
    sound(
        |world| {
            let (alice, _, message) = sent(world);
            later(world, WEEK);
            let payer = world.stranger.pubkey();
            let close = close_message(&payer, &alice.address, &message, &payer);
            (close, vec![world.stranger.insecure_clone()])
        },
        &[
            CUT_CONTENT,
            Harmless {
                account: "agent",
                swap: |swap| {
                    !matches!(swap, Swap::Unsigned | Swap::ReadOnly)
                        && *swap != Swap::Duplicate("message".into())
                },
                why: "the agent is not looked at",
            },
        ],
    );
}

const CUT_CONTENT: Harmless = Harmless {
    account: "message",
    swap: |swap| *swap == Swap::CutShort,
    why: "what is cut off is content, which is not read",
};
