//! join_channel

use program_tests::chain::{FIRST_TIME, FUNDS};
use program_tests::instructions::{close_membership, join_channel, Actor};
use program_tests::keys::{self, address, lower_bump, NONE};
use program_tests::swaps::Swap;
use solana_address::Address;
use solana_signer::Signer;
use solana_system_interface::instruction::transfer;

use crate::cases::{case, run, sound, Case, Harmless};
use crate::world::{Agent, World};

const PUBLIC: u8 = 0;
const PRIVATE: u8 = 1;

fn channel(world: &mut World, visibility: u8, limit: u32) -> (Agent, Agent, Address) {
    let (alice, bob) = world.pair();
    let channel = world.channel(&alice, "news", visibility, limit);
    (alice, bob, channel)
}

pub const CASES: &[Case] = &[
    case(
        "UnauthorizedSender",
        "the agent's authority signs",
        |world| {
            let (_, bob, channel) = channel(world, PUBLIC, 3);
            let join = join_channel(&bob.authority(), &channel);
            world.chain.refuse(&join, &[&bob.authority])
        },
    ),
    case(
        "UnauthorizedSender",
        "the signer of another agent",
        |world| {
            let (alice, bob, channel) = channel(world, PUBLIC, 3);
            let join = join_channel(
                &Actor {
                    key: alice.signer.pubkey(),
                    ..bob.signer()
                },
                &channel,
            );
            world.chain.refuse(&join, &[&alice.signer, &bob.signer])
        },
    ),
    case("NotInvited", "a private channel", |world| {
        let (_, bob, channel) = channel(world, PRIVATE, 3);
        world
            .chain
            .refuse(&join_channel(&bob.signer(), &channel), &[&bob.signer])
    }),
    case(
        "NotInvited",
        "a private channel after its reopening",
        |world| {
            let (alice, bob, channel) = channel(world, PRIVATE, 3);
            world.invite(&alice, &channel, &bob, 0);
            world.join(&bob, &channel);
            world.close_channel(&alice, &channel);
            world.channel(&alice, "news", PRIVATE, 3);
            world
                .chain
                .refuse(&join_channel(&bob.signer(), &channel), &[&bob.signer])
        },
    ),
    case("AlreadyMember", "a member", |world| {
        let (_, bob, channel) = channel(world, PUBLIC, 3);
        world.join(&bob, &channel);
        world
            .chain
            .refuse(&join_channel(&bob.signer(), &channel), &[&bob.signer])
    }),
    case("AlreadyMember", "the owner", |world| {
        let (alice, _, channel) = channel(world, PUBLIC, 3);
        world
            .chain
            .refuse(&join_channel(&alice.signer(), &channel), &[&alice.signer])
    }),
    case("MemberRemoved", "who was removed", |world| {
        let (alice, bob, channel) = channel(world, PUBLIC, 3);
        world.join(&bob, &channel);
        world.remove(&alice, &channel, &bob);
        world
            .chain
            .refuse(&join_channel(&bob.signer(), &channel), &[&bob.signer])
    }),
    case("MemberRemoved", "who left and then was removed", |world| {
        let (alice, bob, channel) = channel(world, PUBLIC, 3);
        world.join(&bob, &channel);
        world.leave(&bob, &channel);
        world.remove(&alice, &channel, &bob);
        world
            .chain
            .refuse(&join_channel(&bob.signer(), &channel), &[&bob.signer])
    }),
    case(
        "MemberRemoved",
        "whose invitation was taken back",
        |world| {
            let (alice, bob, channel) = channel(world, PRIVATE, 3);
            world.invite(&alice, &channel, &bob, 0);
            world.remove(&alice, &channel, &bob);
            world
                .chain
                .refuse(&join_channel(&bob.signer(), &channel), &[&bob.signer])
        },
    ),
    case("ChannelFull", "no room", |world| {
        let (_, bob, channel) = channel(world, PUBLIC, 1);
        world
            .chain
            .refuse(&join_channel(&bob.signer(), &channel), &[&bob.signer])
    }),
    case("WrongAccount", "the membership of another agent", |world| {
        let (alice, bob, channel) = channel(world, PUBLIC, 3);
        let mut join = join_channel(&bob.signer(), &channel);
        join.accounts[4].pubkey = keys::membership(&channel, &alice.address).0;
        world.chain.refuse(&join, &[&bob.signer])
    }),
    case(
        "WrongAccount",
        "its membership in another channel",
        |world| {
            let (alice, bob, channel) = channel(world, PRIVATE, 3);
            let other = world.channel(&alice, "other", PUBLIC, 3);
            let mut join = join_channel(&bob.signer(), &channel);
            join.accounts[4].pubkey = world.join(&bob, &other);
            world.chain.refuse(&join, &[&bob.signer])
        },
    ),
    case(
        "InvalidBump",
        "a lower bump that gives an address",
        |world| {
            let (_, bob, channel) = channel(world, PUBLIC, 3);
            let mut join = join_channel(&bob.signer(), &channel);
            let seeds: [&[u8]; 3] = [b"member", channel.as_ref(), bob.address.as_ref()];
            let (other, bump) = lower_bump(&seeds, join.data[8]);
            join.data[8] = bump;
            join.accounts[4].pubkey = other;
            world.chain.refuse(&join, &[&bob.signer])
        },
    ),
    case("PrivilegeEscalation", "an address elsewhere", |world| {
        let (_, bob, channel) = channel(world, PUBLIC, 3);
        let mut join = join_channel(&bob.signer(), &channel);
        join.accounts[4].pubkey = address("elsewhere");
        world.chain.refuse(&join, &[&bob.signer])
    }),
    case("AddressInUse", "a profile in its place", |world| {
        let (_, bob, channel) = channel(world, PUBLIC, 3);
        let profile = world.profile(&bob);
        let mut join = join_channel(&bob.signer(), &channel);
        join.accounts[4].pubkey = profile;
        world.chain.refuse(&join, &[&bob.signer])
    }),
    case(
        "SystemInsufficientFunds",
        "the payer has no funds",
        |world| {
            let (_, bob, channel) = channel(world, PUBLIC, 3);
            world.chain.prefund(&bob.signer.pubkey(), 1_000_000);
            world
                .chain
                .refuse(&join_channel(&bob.signer(), &channel), &[&bob.signer])
        },
    ),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn anyone_joins_a_public_channel() {
    let mut world = World::new();
    let (_, bob, channel) = channel(&mut world, PUBLIC, 2);
    let payer = world.stranger.pubkey();
    let actor = Actor {
        payer,
        ..bob.signer()
    };
    let join = join_channel(&actor, &channel);
    let done = world.chain.accept(&[join], &[&bob.signer, &world.stranger]);
    let (address, bump) = keys::membership(&channel, &bob.address);
    let membership = world.chain.fields("Membership", &address);
    assert_eq!(membership.key("rent_payer"), payer);
    assert_eq!(membership.key("invited_by"), NONE);
    assert_eq!(membership.number("joined_at"), FIRST_TIME as u64);
    assert_eq!(membership.number("role"), 0);
    assert_eq!(membership.number("state"), 2);
    assert_eq!(membership.number("bump"), u64::from(bump));
    assert_eq!(
        world
            .chain
            .fields("Channel", &channel)
            .number("member_count"),
        2
    );
    assert_eq!(world.chain.lamports(&payer), FUNDS - world.chain.rent(152));
    let event = done.event("MembershipChanged");
    assert_eq!(event.key("agent"), bob.address);
    assert_eq!(event.key("by"), bob.address);
    assert_eq!(event.number("member_count"), 2);
    assert_eq!(event.number("state"), 2);
}

#[test]
fn the_invited_join_a_private_channel_and_who_left_comes_back() {
    let mut world = World::new();
    let (alice, bob, channel) = channel(&mut world, PRIVATE, 2);
    world.invite(&alice, &channel, &bob, 1);
    let membership = world.join(&bob, &channel);
    assert_eq!(
        world.chain.fields("Membership", &membership).number("role"),
        1
    );
    world.leave(&bob, &channel);
    assert_eq!(
        world
            .chain
            .fields("Channel", &channel)
            .number("member_count"),
        1
    );
    world.join(&bob, &channel);
    assert_eq!(
        world
            .chain
            .fields("Channel", &channel)
            .number("member_count"),
        2
    );
}

#[test]
fn who_was_removed_joins_the_next_generation() {
    let mut world = World::new();
    let (alice, bob, channel) = channel(&mut world, PUBLIC, 3);
    world.join(&bob, &channel);
    world.remove(&alice, &channel, &bob);
    world.close_channel(&alice, &channel);
    world.channel(&alice, "news", PUBLIC, 3);
    let membership = world.join(&bob, &channel);
    assert_eq!(
        world
            .chain
            .fields("Membership", &membership)
            .number("generation"),
        2
    );
}

#[test]
fn nobody_can_hold_the_address_of_another_agents_membership() {
    let mut world = World::new();
    let (alice, bob, channel) = channel(&mut world, PUBLIC, 3);
    let membership = world.join(&bob, &channel);
    world.close_channel(&alice, &channel);
    let instructions = [
        close_membership(&channel, &bob.address, &bob.signer.pubkey()),
        transfer(&world.stranger.pubkey(), &membership, 1_000_000),
    ];
    world.chain.accept(&instructions, &[&world.stranger]);
    world.channel(&alice, "news", PUBLIC, 3);
    world.join(&bob, &channel);
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let (_, bob, channel) = channel(world, PUBLIC, 3);
            let actor = Actor {
                payer: world.stranger.pubkey(),
                ..bob.signer()
            };
            let join = join_channel(&actor, &channel);
            (join, vec![bob.signer, world.stranger.insecure_clone()])
        },
        &[Harmless {
            account: "payer",
            swap: |swap| *swap == Swap::Wallet || *swap == Swap::Duplicate("signer".into()),
            why: "anyone who signs may pay, the signer too",
        }],
    );
}
