//! accept_agent

use pod_core::key_chain;
use program_tests::chain::FIRST_SLOT;
use program_tests::idl::Fields;
use program_tests::instructions::{accept_agent, rotate_signer, update_agent};
use program_tests::keys::{key, NONE};
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case};
use crate::world::{Agent, World};

/// An agent that was offered to the stranger.
fn offered(world: &mut World) -> Agent {
    let alice = world.agent("alice");
    let to = world.stranger.pubkey();
    world.offer_agent(&alice, &to);
    alice
}

pub const CASES: &[Case] = &[
    case("NotOffered", "it was not offered", |world| {
        let alice = world.agent("alice");
        let new = key("new signer").pubkey();
        let accept = accept_agent(&world.stranger.pubkey(), &alice.address, &new, 0);
        world.chain.refuse(&accept, &[&world.stranger])
    }),
    case(
        "NotOffered",
        "the authority accepts its own offer",
        |world| {
            let alice = offered(world);
            let new = key("new signer").pubkey();
            let accept = accept_agent(&alice.authority.pubkey(), &alice.address, &new, 0);
            world.chain.refuse(&accept, &[&alice.authority])
        },
    ),
    case("NotOffered", "accepted already", |world| {
        let alice = offered(world);
        let to = world.stranger.pubkey();
        let accept = accept_agent(&to, &alice.address, &key("new signer").pubkey(), 0);
        world.chain.accept(&[accept], &[&world.stranger]);
        let again = accept_agent(&to, &alice.address, &key("newer signer").pubkey(), 0);
        world.chain.refuse(&again, &[&world.stranger])
    }),
    case("InvalidKey", "the signer of before", |world| {
        let alice = offered(world);
        let old = alice.signer.pubkey();
        let accept = accept_agent(&world.stranger.pubkey(), &alice.address, &old, 0);
        world.chain.refuse(&accept, &[&world.stranger])
    }),
    case("InvalidKey", "the zero address as signer", |world| {
        let alice = offered(world);
        let accept = accept_agent(&world.stranger.pubkey(), &alice.address, &NONE, 0);
        world.chain.refuse(&accept, &[&world.stranger])
    }),
    case("InvalidKind", "an unknown flag", |world| {
        let alice = offered(world);
        let new = key("new signer").pubkey();
        let accept = accept_agent(&world.stranger.pubkey(), &alice.address, &new, 2);
        world.chain.refuse(&accept, &[&world.stranger])
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn accepting_takes_the_agent_over_with_a_new_signer() {
    let mut world = World::new();
    let alice = offered(&mut world);
    let new = key("new signer").pubkey();
    let to = world.stranger.pubkey();
    let accept = accept_agent(&to, &alice.address, &new, 1);
    let done = world.chain.accept(&[accept], &[&world.stranger]);

    let agent = world.chain.fields("Agent", &alice.address);
    assert_eq!(agent.key("authority"), to);
    assert_eq!(agent.key("pending_authority"), NONE);
    assert_eq!(agent.key("creator"), alice.authority.pubkey());
    assert_eq!(agent.key("signer"), new);
    assert_eq!(agent.number("flags"), 1);
    let chain = key_chain::extend(
        &key_chain::EMPTY,
        alice.signer.pubkey().as_array(),
        FIRST_SLOT,
    );
    assert_eq!(agent.hash("key_chain"), chain);

    let events = done.events();
    assert_eq!(events.len(), 2);
    let rotated = Fields::read("events", "SignerRotated", &events[0]);
    assert_eq!(rotated.key("signer"), new);
    let accepted = Fields::read("events", "AgentAccepted", &events[1]);
    assert_eq!(accepted.key("agent"), alice.address);
    assert_eq!(accepted.key("authority"), to);
    assert_eq!(accepted.number("flags"), 1);

    let own = alice.authority.pubkey();
    for refused in [
        update_agent(&own, &alice.address, 1),
        rotate_signer(&own, &alice.address, &key("another").pubkey()),
    ] {
        assert_eq!(
            world.chain.refuse(&refused, &[&alice.authority]),
            "Unauthorized"
        );
    }
    let update = update_agent(&to, &alice.address, 1);
    world.chain.accept(&[update], &[&world.stranger]);
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let alice = offered(world);
            let new = key("new signer").pubkey();
            let accept = accept_agent(&world.stranger.pubkey(), &alice.address, &new, 0);
            (accept, vec![world.stranger.insecure_clone()])
        },
        &[],
    );
}
