//! offer_relay

use program_tests::idl::offset;
use program_tests::instructions::{accept_relay, offer_relay};
use program_tests::keys::{key, NONE};
use program_tests::swaps::Swap;
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case, Harmless};
use crate::world::World;

pub const CASES: &[Case] = &[
    case("Unauthorized", "the committer signs", |world| {
        let relay = world.relay(1);
        let to = world.stranger.pubkey();
        let offer = offer_relay(&relay.committer.pubkey(), &relay.address, &to);
        world.chain.refuse(&offer, &[&relay.committer])
    }),
    case("RelaySealed", "the relay is sealed", |world| {
        let relay = world.relay(1);
        world
            .chain
            .patch(&relay.address, offset("Relay", "state"), &[2]);
        let to = world.stranger.pubkey();
        let offer = offer_relay(&world.creator.pubkey(), &relay.address, &to);
        world.chain.refuse(&offer, &[&world.creator])
    }),
    case("InvalidKey", "the operator it has", |world| {
        let relay = world.relay(1);
        let own = world.creator.pubkey();
        let offer = offer_relay(&own, &relay.address, &own);
        world.chain.refuse(&offer, &[&world.creator])
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn an_offer_changes_nothing_until_it_is_accepted_and_can_be_taken_back() {
    let mut world = World::new();
    let relay = world.relay(1);
    let (own, to) = (world.creator.pubkey(), world.stranger.pubkey());
    let done = world.offer_relay(&relay, &to);
    let fields = world.chain.fields("Relay", &relay.address);
    assert_eq!(fields.key("operator"), own);
    assert_eq!(fields.key("pending_operator"), to);
    let event = done.event("RelayOffered");
    assert_eq!(event.key("relay"), relay.address);
    assert_eq!(event.key("pending_operator"), to);

    world.offer_relay(&relay, &NONE);
    let accept = accept_relay(&to, &relay.address, &key("c2").pubkey());
    assert_eq!(
        world.chain.refuse(&accept, &[&world.stranger]),
        "NotOffered"
    );
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let relay = world.relay(1);
            let to = key("new operator").pubkey();
            let offer = offer_relay(&world.creator.pubkey(), &relay.address, &to);
            (offer, vec![world.creator.insecure_clone()])
        },
        &[Harmless {
            account: "relay",
            swap: |swap| *swap == Swap::Other("relay".into()),
            why: "the operator runs that relay too",
        }],
    );
}
