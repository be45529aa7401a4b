//! seal_relay

use pod_core::tree::EMPTY_ROOT;
use program_tests::idl::offset;
use program_tests::instructions::{
    commit, seal_relay, update_relay, verify_inclusion, RelayChanges,
};
use program_tests::keys::NONE;
use program_tests::swaps::Swap;
use solana_instruction::Instruction;
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case, Harmless};
use crate::world::{Relay, World};

const SEALED_SPACE: usize = 176;

/// A relay with 45 messages.
fn relay(world: &mut World) -> Relay {
    let mut relay = world.relay(1);
    world.commit(&mut relay, 45);
    relay
}

fn seal(world: &World, relay: &Relay) -> Instruction {
    let operator = world.creator.pubkey();
    seal_relay(&operator, &relay.address, 0, &operator, None)
}

pub const CASES: &[Case] = &[
    case("Unauthorized", "the committer signs", |world| {
        let relay = relay(world);
        let committer = relay.committer.pubkey();
        let operator = world.creator.pubkey();
        let seal = seal_relay(&committer, &relay.address, 0, &operator, None);
        world.chain.refuse(&seal, &[&relay.committer])
    }),
    case("RelaySealed", "the relay is sealed", |world| {
        let relay = relay(world);
        world
            .chain
            .patch(&relay.address, offset("Relay", "state"), &[2]);
        world.chain.refuse(&seal(world, &relay), &[&world.creator])
    }),
    case("WrongLog", "the log of another relay", |world| {
        let relay = relay(world);
        let other = world.relay(2);
        let mut seal = seal(world, &relay);
        seal.accounts[2].pubkey = other.log;
        world.chain.refuse(&seal, &[&world.creator])
    }),
    case("WrongLog", "the log of an earlier epoch", |world| {
        let relay = relay(world);
        let at = offset("Relay", "epoch");
        world.chain.patch(&relay.address, at, &1u32.to_le_bytes());
        world.chain.refuse(&seal(world, &relay), &[&world.creator])
    }),
    case("LogSealed", "the log says that it is sealed", |world| {
        let relay = relay(world);
        world
            .chain
            .patch(&relay.log, offset("RelayLog", "state"), &[2]);
        world.chain.refuse(&seal(world, &relay), &[&world.creator])
    }),
    case(
        "WrongRentPayer",
        "the rent is to go to somebody else",
        |world| {
            let relay = relay(world);
            let thief = world.stranger.pubkey();
            let operator = world.creator.pubkey();
            let seal = seal_relay(&operator, &relay.address, 0, &thief, None);
            world.chain.refuse(&seal, &[&world.creator])
        },
    ),
    case("InvalidSuccessor", "a sealed relay", |world| {
        let relay = relay(world);
        let other = world.relay(2);
        let first = seal(world, &other);
        world.chain.accept(&[first], &[&world.creator]);
        let operator = world.creator.pubkey();
        let seal = seal_relay(
            &operator,
            &relay.address,
            0,
            &operator,
            Some(&other.address),
        );
        world.chain.refuse(&seal, &[&world.creator])
    }),
    case("InvalidSuccessor", "itself as successor", |world| {
        let relay = relay(world);
        let operator = world.creator.pubkey();
        let seal = seal_relay(
            &operator,
            &relay.address,
            0,
            &operator,
            Some(&relay.address),
        );
        world.chain.refuse(&seal, &[&world.creator])
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn a_sealed_relay_keeps_root_and_sizes_and_takes_nothing_more() {
    let mut world = World::new();
    let mut relay = relay(&mut world);
    let successor = world.relay(2);
    let operator = world.creator.pubkey();
    let before = world.chain.lamports(&operator);
    let root = relay.tree.root(45);
    let seal = seal_relay(
        &operator,
        &relay.address,
        0,
        &operator,
        Some(&successor.address),
    );
    let done = world.chain.accept(&[seal], &[&world.creator]);

    let log = world.chain.account(&relay.log).expect("the log");
    assert_eq!(log.data.len(), SEALED_SPACE);
    assert_eq!(log.lamports, world.chain.rent(SEALED_SPACE));
    let freed = world.chain.rent(1040) - world.chain.rent(SEALED_SPACE);
    assert_eq!(world.chain.lamports(&operator), before + freed);
    let at = offset("RelayLog", "root");
    assert_eq!(log.data[at..at + 32], root);
    let at = offset("RelayLog", "size");
    assert_eq!(log.data[at..at + 4], 45u32.to_le_bytes());
    assert_eq!(log.data[offset("RelayLog", "state")], 2);
    let fields = world.chain.fields("Relay", &relay.address);
    assert_eq!(fields.number("state"), 2);
    assert_eq!(fields.key("successor"), successor.address);
    assert_eq!(fields.number("messages"), 45);
    let event = done.event("RelaySealed");
    assert_eq!(event.key("relay"), relay.address);
    assert_eq!(event.hash("root"), root);
    assert_eq!(event.key("successor"), successor.address);
    assert_eq!(event.number("messages"), 45);
    assert_eq!(event.number("epoch"), 0);
    assert_eq!(event.number("size"), 45);

    for index in [0, 31, 44] {
        let path = relay.tree.inclusion_proof(45, index);
        let verify = verify_inclusion(&relay.log, index, &relay.tree.leaf(index), &path);
        world.chain.accept(&[verify], &[]);
    }
    crate::world::grow(&mut relay.tree, 1);
    let chunk = relay.tree.chunk(45, 46);
    let more = commit(&relay.committer.pubkey(), &relay.address, 0, &chunk);
    assert_eq!(
        world.chain.refuse(&more, &[&relay.committer]),
        "AccountDataTooSmall"
    );
    let update = update_relay(&operator, &relay.address, &RelayChanges::default());
    assert_eq!(
        world.chain.refuse(&update, &[&world.creator]),
        "RelaySealed"
    );
}

#[test]
fn an_empty_relay_seals_with_the_root_of_the_empty_tree_and_without_successor() {
    let mut world = World::new();
    let relay = world.relay(1);
    let done = world
        .chain
        .accept(&[seal(&world, &relay)], &[&world.creator]);
    assert_eq!(done.event("RelaySealed").hash("root"), EMPTY_ROOT);
    assert_eq!(done.event("RelaySealed").key("successor"), NONE);
    let verify = verify_inclusion(&relay.log, 0, &EMPTY_ROOT, &[]);
    assert_eq!(world.chain.refuse(&verify, &[]), "IndexOutOfRange");
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let relay = relay(world);
            let successor = world.relay(2);
            let operator = world.creator.pubkey();
            let rent_payer = operator;
            let seal = seal_relay(
                &operator,
                &relay.address,
                0,
                &rent_payer,
                Some(&successor.address),
            );
            (seal, vec![world.creator.insecure_clone()])
        },
        &[
            Harmless {
                account: "successor",
                swap: |swap| *swap == Swap::Other("relay".into()),
                why: "any open relay may take over",
            },
            Harmless {
                account: "successor",
                swap: |swap| *swap == Swap::Program,
                why: "that is how no successor is given",
            },
        ],
    );
}
