//! leave_channel

use program_tests::instructions::leave_channel;
use program_tests::keys;
use solana_address::Address;
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case};
use crate::world::{Agent, World};

/// A public channel of alice with bob in it.
fn joined(world: &mut World) -> (Agent, Agent, Address) {
    let (alice, bob) = world.pair();
    let channel = world.channel(&alice, "news", 0, 3);
    world.join(&bob, &channel);
    (alice, bob, channel)
}

pub const CASES: &[Case] = &[
    case(
        "UnauthorizedSender",
        "the agent's authority signs",
        |world| {
            let (_, bob, channel) = joined(world);
            let leave = leave_channel(&bob.authority.pubkey(), &bob.address, &channel);
            world.chain.refuse(&leave, &[&bob.authority])
        },
    ),
    case("NotMember", "twice", |world| {
        let (_, bob, channel) = joined(world);
        world.leave(&bob, &channel);
        let leave = leave_channel(&bob.signer.pubkey(), &bob.address, &channel);
        world.chain.refuse(&leave, &[&bob.signer])
    }),
    case("NotMember", "the membership of another agent", |world| {
        let (_, bob, channel) = joined(world);
        let carol = world.agent("carol");
        let mut leave = leave_channel(&carol.signer.pubkey(), &carol.address, &channel);
        leave.accounts[3].pubkey = keys::membership(&channel, &bob.address).0;
        world.chain.refuse(&leave, &[&carol.signer])
    }),
    case("NotMember", "its membership in another channel", |world| {
        let (alice, bob, channel) = joined(world);
        let other = world.channel(&alice, "other", 0, 3);
        let mut leave = leave_channel(&bob.signer.pubkey(), &bob.address, &other);
        leave.accounts[3].pubkey = keys::membership(&channel, &bob.address).0;
        world.chain.refuse(&leave, &[&bob.signer])
    }),
    case(
        "NotMember",
        "a membership of an earlier generation",
        |world| {
            let (alice, bob, channel) = joined(world);
            world.close_channel(&alice, &channel);
            world.channel(&alice, "news", 0, 3);
            let leave = leave_channel(&bob.signer.pubkey(), &bob.address, &channel);
            world.chain.refuse(&leave, &[&bob.signer])
        },
    ),
    case("NotMember", "an invitation", |world| {
        let (alice, _, channel) = joined(world);
        let carol = world.agent("carol");
        world.invite(&alice, &channel, &carol, 0);
        let leave = leave_channel(&carol.signer.pubkey(), &carol.address, &channel);
        world.chain.refuse(&leave, &[&carol.signer])
    }),
    case("InsufficientRole", "the owner", |world| {
        let (alice, _, channel) = joined(world);
        let leave = leave_channel(&alice.signer.pubkey(), &alice.address, &channel);
        world.chain.refuse(&leave, &[&alice.signer])
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn a_member_leaves_and_its_place_is_free() {
    let mut world = World::new();
    let (_, bob, channel) = joined(&mut world);
    let leave = leave_channel(&bob.signer.pubkey(), &bob.address, &channel);
    let done = world.chain.accept(&[leave], &[&bob.signer]);
    let membership = keys::membership(&channel, &bob.address).0;
    assert_eq!(
        world
            .chain
            .fields("Membership", &membership)
            .number("state"),
        3
    );
    assert_eq!(
        world
            .chain
            .fields("Channel", &channel)
            .number("member_count"),
        1
    );
    let event = done.event("MembershipChanged");
    assert_eq!(event.key("channel"), channel);
    assert_eq!(event.key("agent"), bob.address);
    assert_eq!(event.key("by"), bob.address);
    assert_eq!(event.number("member_count"), 1);
    assert_eq!(event.number("state"), 3);
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let (_, bob, channel) = joined(world);
            let leave = leave_channel(&bob.signer.pubkey(), &bob.address, &channel);
            (leave, vec![bob.signer])
        },
        &[],
    );
}
