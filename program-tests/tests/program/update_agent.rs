//! update_agent

use program_tests::instructions::update_agent;
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case};
use crate::world::World;

pub const CASES: &[Case] = &[
    case("Unauthorized", "the agent's signer signs", |world| {
        let alice = world.agent("alice");
        let update = update_agent(&alice.signer.pubkey(), &alice.address, 1);
        world.chain.refuse(&update, &[&alice.signer])
    }),
    case("Unauthorized", "the authority of another agent", |world| {
        let (alice, bob) = world.pair();
        let update = update_agent(&bob.authority.pubkey(), &alice.address, 1);
        world.chain.refuse(&update, &[&bob.authority])
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn the_authority_changes_capabilities_and_nothing_else() {
    let mut world = World::new();
    let alice = world.agent("alice");
    let before = world.chain.account(&alice.address).expect("alice");
    let update = update_agent(&alice.authority.pubkey(), &alice.address, u64::MAX);
    let done = world.chain.accept(&[update], &[&alice.authority]);
    let mut after = world.chain.account(&alice.address).expect("alice");
    let at = program_tests::idl::offset("Agent", "capabilities");
    assert_eq!(after.data[at..at + 8], [0xff; 8]);
    after.data[at..at + 8].fill(0);
    assert_eq!(after, before);
    let event = done.event("AgentUpdated");
    assert_eq!(event.key("agent"), alice.address);
    assert_eq!(event.number("capabilities"), u64::MAX);
    assert_eq!(event.number("version"), 1);
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let alice = world.agent("alice");
            let update = update_agent(&alice.authority.pubkey(), &alice.address, 1);
            (update, vec![alice.authority])
        },
        &[],
    );
}
