//! close_channel

use program_tests::chain::FUNDS;
use program_tests::instructions::{close_channel, create_channel, join_channel, Actor};
use program_tests::keys::{self, name, PROGRAM};
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case};
use crate::world::World;

pub const CASES: &[Case] = &[
    case("Unauthorized", "the creator's signer signs", |world| {
        let alice = world.agent("alice");
        let channel = world.channel(&alice, "news", 0, 3);
        let payer = alice.authority.pubkey();
        let close = close_channel(&alice.signer.pubkey(), &alice.address, &channel, &payer);
        world.chain.refuse(&close, &[&alice.signer])
    }),
    case("WrongAccount", "an agent that did not make it", |world| {
        let (alice, bob) = world.pair();
        let channel = world.channel(&alice, "news", 0, 3);
        let payer = alice.authority.pubkey();
        let close = close_channel(&bob.authority.pubkey(), &bob.address, &channel, &payer);
        world.chain.refuse(&close, &[&bob.authority])
    }),
    case(
        "WrongRentPayer",
        "the rent is to go to somebody else",
        |world| {
            let alice = world.agent("alice");
            let channel = world.channel(&alice, "news", 0, 3);
            let thief = world.stranger.pubkey();
            let close = close_channel(&alice.authority.pubkey(), &alice.address, &channel, &thief);
            world.chain.refuse(&close, &[&alice.authority])
        },
    ),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn a_closed_channel_leaves_its_generation_and_its_rent_goes_to_who_paid() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let payer = world.stranger.pubkey();
    let owner = Actor {
        payer,
        ..alice.authority()
    };
    let create = create_channel(&owner, &name("news"), 0, 3);
    world
        .chain
        .accept(&[create], &[&alice.authority, &world.stranger]);
    let channel = keys::channel(&alice.address, &name("news")).0;
    let close = close_channel(&alice.authority.pubkey(), &alice.address, &channel, &payer);
    let done = world.chain.accept(&[close], &[&alice.authority]);

    let tombstone = world.chain.account(&channel).expect("a tombstone");
    assert_eq!(tombstone.owner, PROGRAM);
    assert_eq!(tombstone.data[..8], [0xff; 8]);
    assert_eq!(tombstone.data[8..], 1u32.to_le_bytes());
    assert_eq!(tombstone.lamports, world.chain.rent(12));
    let kept = world.chain.rent(12) + world.chain.rent(152);
    assert_eq!(world.chain.lamports(&payer), FUNDS - kept);
    let event = done.event("ChannelClosed");
    assert_eq!(event.key("channel"), channel);
    assert_eq!(event.hash("posts_hash"), [0; 32]);
    assert_eq!(event.number("message_count"), 0);
    assert_eq!(event.number("generation"), 1);

    let join = join_channel(&bob.signer(), &channel);
    assert_eq!(
        world.chain.refuse(&join, &[&bob.signer]),
        "AccountDataTooSmall"
    );
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let alice = world.agent("alice");
            let channel = world.channel(&alice, "news", 0, 3);
            let authority = alice.authority.pubkey();
            let close = close_channel(&authority, &alice.address, &channel, &authority);
            (close, vec![alice.authority])
        },
        &[],
    );
}
