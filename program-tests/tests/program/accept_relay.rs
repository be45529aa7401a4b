//! accept_relay

use program_tests::idl::offset;
use program_tests::instructions::{accept_relay, commit, update_relay, RelayChanges};
use program_tests::keys::{key, NONE};
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case};
use crate::world::{grow, Relay, World};

/// A relay that was offered to the stranger.
fn offered(world: &mut World) -> Relay {
    let relay = world.relay(1);
    let to = world.stranger.pubkey();
    world.offer_relay(&relay, &to);
    relay
}

pub const CASES: &[Case] = &[
    case("NotOffered", "it was not offered", |world| {
        let relay = world.relay(1);
        let stranger = world.stranger.pubkey();
        let accept = accept_relay(&stranger, &relay.address, &key("c2").pubkey());
        world.chain.refuse(&accept, &[&world.stranger])
    }),
    case(
        "NotOffered",
        "the operator accepts its own offer",
        |world| {
            let relay = offered(world);
            let own = world.creator.pubkey();
            let accept = accept_relay(&own, &relay.address, &key("c2").pubkey());
            world.chain.refuse(&accept, &[&world.creator])
        },
    ),
    case("RelaySealed", "the relay was sealed meanwhile", |world| {
        let relay = offered(world);
        world
            .chain
            .patch(&relay.address, offset("Relay", "state"), &[2]);
        let stranger = world.stranger.pubkey();
        let accept = accept_relay(&stranger, &relay.address, &key("c2").pubkey());
        world.chain.refuse(&accept, &[&world.stranger])
    }),
    case("InvalidKey", "the zero address as committer", |world| {
        let relay = offered(world);
        let accept = accept_relay(&world.stranger.pubkey(), &relay.address, &NONE);
        world.chain.refuse(&accept, &[&world.stranger])
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn accepting_takes_the_relay_over_with_a_new_committer() {
    let mut world = World::new();
    let mut relay = offered(&mut world);
    let to = world.stranger.pubkey();
    let committer = key("c2").pubkey();
    let accept = accept_relay(&to, &relay.address, &committer);
    let done = world.chain.accept(&[accept], &[&world.stranger]);
    let fields = world.chain.fields("Relay", &relay.address);
    assert_eq!(fields.key("operator"), to);
    assert_eq!(fields.key("pending_operator"), NONE);
    assert_eq!(fields.key("committer"), committer);
    assert_eq!(fields.key("creator"), world.creator.pubkey());
    let event = done.event("RelayAccepted");
    assert_eq!(event.key("relay"), relay.address);
    assert_eq!(event.key("operator"), to);
    assert_eq!(event.key("committer"), committer);

    grow(&mut relay.tree, 1);
    let chunk = relay.tree.chunk(0, 1);
    let old = commit(&relay.committer.pubkey(), &relay.address, 0, &chunk);
    assert_eq!(
        world.chain.refuse(&old, &[&relay.committer]),
        "UnauthorizedCommitter"
    );
    let own = world.creator.pubkey();
    let update = update_relay(&own, &relay.address, &RelayChanges::default());
    assert_eq!(
        world.chain.refuse(&update, &[&world.creator]),
        "Unauthorized"
    );
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let relay = offered(world);
            let stranger = world.stranger.pubkey();
            let accept = accept_relay(&stranger, &relay.address, &key("c2").pubkey());
            (accept, vec![world.stranger.insecure_clone()])
        },
        &[],
    );
}
