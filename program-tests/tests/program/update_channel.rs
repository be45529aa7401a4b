//! update_channel

use program_tests::instructions::update_channel;
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case};
use crate::world::World;

fn refuse(world: &mut World, visibility: u8, limit: u32) -> String {
    let (alice, bob) = world.pair();
    let channel = world.channel(&alice, "news", 0, 3);
    world.join(&bob, &channel);
    let authority = alice.authority.pubkey();
    let update = update_channel(&authority, &alice.address, &channel, visibility, limit);
    world.chain.refuse(&update, &[&alice.authority])
}

pub const CASES: &[Case] = &[
    case("Unauthorized", "the creator's signer signs", |world| {
        let alice = world.agent("alice");
        let channel = world.channel(&alice, "news", 0, 3);
        let update = update_channel(&alice.signer.pubkey(), &alice.address, &channel, 0, 3);
        world.chain.refuse(&update, &[&alice.signer])
    }),
    case("WrongAccount", "an agent that did not make it", |world| {
        let (alice, bob) = world.pair();
        let channel = world.channel(&alice, "news", 0, 3);
        let update = update_channel(&bob.authority.pubkey(), &bob.address, &channel, 0, 3);
        world.chain.refuse(&update, &[&bob.authority])
    }),
    case("InvalidKind", "an unknown visibility", |world| {
        refuse(world, 2, 3)
    }),
    case("InvalidMemberLimit", "fewer than there are", |world| {
        refuse(world, 0, 1)
    }),
    case("InvalidMemberLimit", "room for nobody", |world| {
        refuse(world, 0, 0)
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn the_creator_changes_visibility_and_limit() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let channel = world.channel(&alice, "news", 0, 3);
    world.join(&bob, &channel);
    let authority = alice.authority.pubkey();
    for (visibility, limit) in [(1, 2), (0, u32::MAX)] {
        let update = update_channel(&authority, &alice.address, &channel, visibility, limit);
        let done = world.chain.accept(&[update], &[&alice.authority]);
        let fields = world.chain.fields("Channel", &channel);
        assert_eq!(fields.number("visibility"), u64::from(visibility));
        assert_eq!(fields.number("member_limit"), u64::from(limit));
        assert_eq!(fields.number("member_count"), 2);
        let event = done.event("ChannelUpdated");
        assert_eq!(event.key("channel"), channel);
        assert_eq!(event.number("visibility"), u64::from(visibility));
        assert_eq!(event.number("member_limit"), u64::from(limit));
    }
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let alice = world.agent("alice");
            let channel = world.channel(&alice, "news", 0, 3);
            let authority = alice.authority.pubkey();
            let update = update_channel(&authority, &alice.address, &channel, 1, 3);
            (update, vec![alice.authority])
        },
        &[],
    );
}
