//! close_agent

use program_tests::chain::FUNDS;
use program_tests::instructions::{
    accept_agent, close_agent, register_agent, send_message, update_agent,
};
use program_tests::keys::{key, name, PROGRAM};
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case};
use crate::world::World;

pub const CASES: &[Case] = &[
    case("Unauthorized", "the agent's signer signs", |world| {
        let alice = world.agent("alice");
        let creator = alice.authority.pubkey();
        let close = close_agent(&alice.signer.pubkey(), &alice.address, &creator);
        world.chain.refuse(&close, &[&alice.signer])
    }),
    case("Unauthorized", "the creator who handed it over", |world| {
        let alice = world.agent("alice");
        let own = alice.authority.pubkey();
        let to = world.stranger.pubkey();
        world.offer_agent(&alice, &to);
        let accept = accept_agent(&to, &alice.address, &key("new signer").pubkey(), 0);
        world.chain.accept(&[accept], &[&world.stranger]);
        let close = close_agent(&own, &alice.address, &own);
        world.chain.refuse(&close, &[&alice.authority])
    }),
    case(
        "WrongRentPayer",
        "the rent is to go to somebody else",
        |world| {
            let alice = world.agent("alice");
            let thief = world.stranger.pubkey();
            let close = close_agent(&alice.authority.pubkey(), &alice.address, &thief);
            world.chain.refuse(&close, &[&alice.authority])
        },
    ),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn a_closed_agent_leaves_a_tombstone_and_its_rent_goes_to_its_creator() {
    let mut world = World::new();
    let alice = world.agent("alice");
    let creator = alice.authority.pubkey();
    let to = world.stranger.pubkey();
    world.offer_agent(&alice, &to);
    let accept = accept_agent(&to, &alice.address, &key("new signer").pubkey(), 0);
    world.chain.accept(&[accept], &[&world.stranger]);

    let close = close_agent(&to, &alice.address, &creator);
    let done = world.chain.accept(&[close], &[&world.stranger]);
    let tombstone = world.chain.account(&alice.address).expect("a tombstone");
    assert_eq!(tombstone.owner, PROGRAM);
    assert_eq!(tombstone.data, [0xff; 8]);
    assert_eq!(tombstone.lamports, world.chain.rent(8));
    assert_eq!(world.chain.lamports(&creator), FUNDS - world.chain.rent(8));
    assert_eq!(world.chain.lamports(&to), FUNDS);
    let event = done.event("AgentClosed");
    assert_eq!(event.key("agent"), alice.address);
    assert_eq!(event.number("version"), 1);
}

#[test]
fn the_address_of_a_closed_agent_never_comes_back_and_does_nothing() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    world.close_agent(&alice);
    let creator = alice.authority.pubkey();
    let signer = key("signer").pubkey();
    let again = register_agent(&creator, &name("alice"), &signer, 0, 0);
    assert_eq!(
        world.chain.refuse(&again, &[&alice.authority]),
        "AddressInUse"
    );
    let update = update_agent(&creator, &alice.address, 1);
    assert_eq!(
        world.chain.refuse(&update, &[&alice.authority]),
        "AccountDataTooSmall"
    );
    let close = close_agent(&creator, &alice.address, &creator);
    assert_eq!(
        world.chain.refuse(&close, &[&alice.authority]),
        "AccountDataTooSmall"
    );
    let send = send_message(&alice.route(&bob.address), 1, 0, b"hello");
    assert_eq!(
        world.chain.refuse(&send, &[&alice.signer]),
        "AccountDataTooSmall"
    );
    let send = send_message(&bob.route(&alice.address), 1, 0, b"hello");
    assert_eq!(
        world.chain.refuse(&send, &[&bob.signer]),
        "InvalidRecipient"
    );
}

#[test]
fn what_was_sent_to_the_agent_beyond_its_rent_goes_to_its_creator_too() {
    let mut world = World::new();
    let alice = world.agent("alice");
    let mut account = world.chain.account(&alice.address).expect("alice");
    account.lamports += 12_345;
    world.chain.set_account(&alice.address, account);
    world.close_agent(&alice);
    let creator = alice.authority.pubkey();
    assert_eq!(world.chain.lamports(&alice.address), world.chain.rent(8));
    assert_eq!(
        world.chain.lamports(&creator),
        FUNDS + 12_345 - world.chain.rent(8)
    );
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let alice = world.agent("alice");
            let creator = alice.authority.pubkey();
            let close = close_agent(&creator, &alice.address, &creator);
            (close, vec![alice.authority])
        },
        &[],
    );
}
