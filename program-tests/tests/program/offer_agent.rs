//! offer_agent

use program_tests::instructions::{accept_agent, offer_agent};
use program_tests::keys::{key, NONE};
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case};
use crate::world::World;

pub const CASES: &[Case] = &[
    case("Unauthorized", "the agent's signer signs", |world| {
        let alice = world.agent("alice");
        let to = world.stranger.pubkey();
        let offer = offer_agent(&alice.signer.pubkey(), &alice.address, &to);
        world.chain.refuse(&offer, &[&alice.signer])
    }),
    case(
        "Unauthorized",
        "whom it was offered to offers it on",
        |world| {
            let alice = world.agent("alice");
            let to = world.stranger.pubkey();
            world.offer_agent(&alice, &to);
            let on = offer_agent(&to, &alice.address, &key("third").pubkey());
            world.chain.refuse(&on, &[&world.stranger])
        },
    ),
    case("InvalidKey", "the authority it has", |world| {
        let alice = world.agent("alice");
        let own = alice.authority.pubkey();
        let offer = offer_agent(&own, &alice.address, &own);
        world.chain.refuse(&offer, &[&alice.authority])
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn an_offer_changes_nothing_until_it_is_accepted_and_can_be_taken_back() {
    let mut world = World::new();
    let alice = world.agent("alice");
    let to = world.stranger.pubkey();
    let own = alice.authority.pubkey();
    let done = world.offer_agent(&alice, &to);
    let agent = world.chain.fields("Agent", &alice.address);
    assert_eq!(agent.key("pending_authority"), to);
    assert_eq!(agent.key("authority"), own);
    let event = done.event("AgentOffered");
    assert_eq!(event.key("agent"), alice.address);
    assert_eq!(event.key("pending_authority"), to);

    let done = world.offer_agent(&alice, &NONE);
    assert_eq!(done.event("AgentOffered").key("pending_authority"), NONE);
    let accept = accept_agent(&to, &alice.address, &key("new signer").pubkey(), 0);
    assert_eq!(
        world.chain.refuse(&accept, &[&world.stranger]),
        "NotOffered"
    );
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let alice = world.agent("alice");
            let to = key("new authority").pubkey();
            let offer = offer_agent(&alice.authority.pubkey(), &alice.address, &to);
            (offer, vec![alice.authority])
        },
        &[],
    );
}
