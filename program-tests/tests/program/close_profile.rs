//! close_profile

use program_tests::chain::FUNDS;
use program_tests::instructions::{close_agent, close_profile, set_profile};
use program_tests::keys;
use solana_signer::Signer;
use solana_system_interface::instruction::transfer;

use crate::cases::{case, run, sound, Case};
use crate::world::{World, PROFILE};

pub const CASES: &[Case] = &[
    case("Unauthorized", "the agent's signer signs", |world| {
        let alice = world.agent("alice");
        world.profile(&alice);
        let payer = alice.authority.pubkey();
        let close = close_profile(&alice.signer.pubkey(), &alice.address, &payer);
        world.chain.refuse(&close, &[&alice.signer])
    }),
    case("WrongAccount", "the profile of another agent", |world| {
        let (alice, bob) = world.pair();
        let other = world.profile(&bob);
        let payer = bob.authority.pubkey();
        let mut close = close_profile(&alice.authority.pubkey(), &alice.address, &payer);
        close.accounts[2].pubkey = other;
        world.chain.refuse(&close, &[&alice.authority])
    }),
    case(
        "WrongRentPayer",
        "the rent is to go to somebody else",
        |world| {
            let alice = world.agent("alice");
            world.profile(&alice);
            let thief = world.stranger.pubkey();
            let close = close_profile(&alice.authority.pubkey(), &alice.address, &thief);
            world.chain.refuse(&close, &[&alice.authority])
        },
    ),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn a_closed_profile_gives_its_rent_to_its_payer_and_can_be_made_again() {
    let mut world = World::new();
    let alice = world.agent("alice");
    let authority = alice.authority.pubkey();
    let payer = world.stranger.pubkey();
    let set = set_profile(&authority, &payer, &alice.address, &PROFILE);
    world
        .chain
        .accept(&[set], &[&alice.authority, &world.stranger]);
    let close = close_profile(&authority, &alice.address, &payer);
    let done = world.chain.accept(&[close], &[&alice.authority]);
    assert_eq!(done.event("ProfileClosed").key("agent"), alice.address);
    assert_eq!(world.chain.lamports(&payer), FUNDS);
    let profile = keys::profile(&alice.address).0;
    assert!(world.chain.account(&profile).is_none());
    world.profile(&alice);
    let remade = world.chain.fields("Profile", &profile);
    assert_eq!(remade.key("rent_payer"), authority);
}

#[test]
fn anyone_may_close_the_profile_of_an_agent_that_has_ended() {
    let mut world = World::new();
    let alice = world.agent("alice");
    let authority = alice.authority.pubkey();
    let payer = world.stranger.pubkey();
    let set = set_profile(&authority, &payer, &alice.address, &PROFILE);
    world
        .chain
        .accept(&[set], &[&alice.authority, &world.stranger]);
    let end = close_agent(&authority, &alice.address, &authority);
    world.chain.accept(&[end], &[&alice.authority]);
    let bob = world.agent("bob");
    let close = close_profile(&bob.authority.pubkey(), &alice.address, &payer);
    let done = world.chain.accept(&[close], &[&bob.authority]);
    assert_eq!(done.event("ProfileClosed").key("agent"), alice.address);
    assert_eq!(world.chain.lamports(&payer), FUNDS);
    let profile = keys::profile(&alice.address).0;
    assert!(world.chain.account(&profile).is_none());
}

#[test]
fn lamports_sent_while_it_closes_do_not_hold_the_address() {
    let mut world = World::new();
    let alice = world.agent("alice");
    let authority = alice.authority.pubkey();
    let profile = world.profile(&alice);
    let instructions = [
        close_profile(&authority, &alice.address, &authority),
        transfer(&authority, &profile, 1_000_000),
    ];
    world.chain.accept(&instructions, &[&alice.authority]);
    world.profile(&alice);
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let alice = world.agent("alice");
            world.profile(&alice);
            let authority = alice.authority.pubkey();
            let close = close_profile(&authority, &alice.address, &authority);
            (close, vec![alice.authority])
        },
        &[],
    );
}
