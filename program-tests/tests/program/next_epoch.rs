//! next_epoch

use pod_core::tree::{EMPTY_FRONTIER, MAX_SIZE};
use program_tests::chain::FUNDS;
use program_tests::idl::offset;
use program_tests::instructions::{commit, next_epoch, verify_inclusion};
use program_tests::keys::{self, address, lower_bump};
use program_tests::swaps::Swap;
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case, Harmless};
use crate::world::{grow, Relay, World};

const SPACE: usize = 1040;
const SEALED_SPACE: usize = 176;
const ROOT: [u8; 32] = [26; 32];

/// A relay with a full epoch 0, made by hand: 2^26 messages would take too long.
fn full(world: &mut World) -> Relay {
    let relay = world.relay(1);
    let mut frontier = EMPTY_FRONTIER;
    frontier[26] = ROOT;
    let at = offset("RelayLog", "frontier");
    world.chain.patch(&relay.log, at, frontier.as_flattened());
    let at = offset("RelayLog", "size");
    world.chain.patch(&relay.log, at, &MAX_SIZE.to_le_bytes());
    let at = offset("Relay", "messages");
    let messages = u64::from(MAX_SIZE).to_le_bytes();
    world.chain.patch(&relay.address, at, &messages);
    relay
}

fn next(world: &World, relay: &Relay) -> solana_instruction::Instruction {
    let committer = relay.committer.pubkey();
    let payer = world.creator.pubkey();
    next_epoch(&committer, &committer, &relay.address, 1, &payer)
}

pub const CASES: &[Case] = &[
    case("UnauthorizedCommitter", "the operator signs", |world| {
        let relay = full(world);
        let operator = world.creator.pubkey();
        let next = next_epoch(&operator, &operator, &relay.address, 1, &operator);
        world.chain.refuse(&next, &[&world.creator])
    }),
    case("RelaySealed", "the relay is sealed", |world| {
        let relay = full(world);
        world
            .chain
            .patch(&relay.address, offset("Relay", "state"), &[2]);
        world
            .chain
            .refuse(&next(world, &relay), &[&relay.committer])
    }),
    case("EpochNotFull", "an empty epoch", |world| {
        let relay = world.relay(1);
        world
            .chain
            .refuse(&next(world, &relay), &[&relay.committer])
    }),
    case("EpochNotFull", "one message less", |world| {
        let relay = full(world);
        let at = offset("RelayLog", "size");
        world
            .chain
            .patch(&relay.log, at, &(MAX_SIZE - 1).to_le_bytes());
        world
            .chain
            .refuse(&next(world, &relay), &[&relay.committer])
    }),
    case("WrongLog", "an epoch is left out", |world| {
        let relay = full(world);
        let committer = relay.committer.pubkey();
        let payer = world.creator.pubkey();
        let mut next = next_epoch(&committer, &committer, &relay.address, 2, &payer);
        next.accounts[3].pubkey = relay.log;
        world.chain.refuse(&next, &[&relay.committer])
    }),
    case("WrongLog", "the full log of another relay", |world| {
        let other = full(world);
        let relay = world.relay(2);
        let mut next = next(world, &relay);
        next.accounts[3].pubkey = other.log;
        world.chain.refuse(&next, &[&relay.committer])
    }),
    case("LogSealed", "the log says that it is sealed", |world| {
        let relay = full(world);
        world
            .chain
            .patch(&relay.log, offset("RelayLog", "state"), &[2]);
        world
            .chain
            .refuse(&next(world, &relay), &[&relay.committer])
    }),
    case(
        "WrongRentPayer",
        "the rent is to go to the committer",
        |world| {
            let relay = full(world);
            let thief = relay.committer.pubkey();
            let next = next_epoch(&thief, &thief, &relay.address, 1, &thief);
            world.chain.refuse(&next, &[&relay.committer])
        },
    ),
    case(
        "InvalidBump",
        "a lower bump that gives an address",
        |world| {
            let relay = full(world);
            let mut next = next(world, &relay);
            let epoch = 1u32.to_le_bytes();
            let seeds: [&[u8]; 3] = [b"log", relay.address.as_ref(), &epoch];
            let (other, bump) = lower_bump(&seeds, next.data[8]);
            next.data[8] = bump;
            next.accounts[5].pubkey = other;
            world.chain.refuse(&next, &[&relay.committer])
        },
    ),
    case("PrivilegeEscalation", "an address elsewhere", |world| {
        let relay = full(world);
        let mut next = next(world, &relay);
        next.accounts[5].pubkey = address("elsewhere");
        world.chain.refuse(&next, &[&relay.committer])
    }),
    case(
        "AddressInUse",
        "a message in the place of the next log",
        |world| {
            let relay = full(world);
            let (alice, bob) = world.pair();
            let mut next = next(world, &relay);
            next.accounts[5].pubkey = world.message(&alice, &bob.address, 1);
            world.chain.refuse(&next, &[&relay.committer])
        },
    ),
    case(
        "SystemInsufficientFunds",
        "the payer has no funds",
        |world| {
            let relay = full(world);
            world.chain.prefund(&relay.committer.pubkey(), 1_000_000);
            world
                .chain
                .refuse(&next(world, &relay), &[&relay.committer])
        },
    ),
];

#[test]
fn refusals() {
    run(CASES);
}

/// So it is from the second epoch on: the committer paid for its log.
#[test]
fn who_pays_for_the_next_log_may_be_who_gets_the_rent_of_the_full_one() {
    let mut world = World::new();
    let relay = full(&mut world);
    let committer = relay.committer.pubkey();
    let at = offset("RelayLog", "rent_payer");
    world.chain.patch(&relay.log, at, committer.as_ref());
    let before = world.chain.lamports(&committer);
    let next = next_epoch(&committer, &committer, &relay.address, 1, &committer);
    world.chain.accept(&[next], &[&relay.committer]);
    let sealed = world.chain.account(&relay.log).expect("the log");
    assert_eq!(sealed.lamports, world.chain.rent(SEALED_SPACE));
    let (address, _) = keys::log(&relay.address, 1);
    let opened = world.chain.account(&address).expect("the next log");
    assert_eq!(opened.lamports, world.chain.rent(SPACE));
    // What one log gives back and the other takes; the rest is the fee.
    let paid = world.chain.rent(SEALED_SPACE);
    assert!(world.chain.lamports(&committer) <= before - paid);
    assert!(world.chain.lamports(&committer) > before - paid - 100_000);
}

#[test]
fn a_full_epoch_is_sealed_and_the_next_goes_on_from_it() {
    let mut world = World::new();
    let mut relay = full(&mut world);
    let creator = world.creator.pubkey();
    let before = world.chain.lamports(&creator);
    let done = world
        .chain
        .accept(&[next(&world, &relay)], &[&relay.committer]);

    let sealed = world.chain.account(&relay.log).expect("the log");
    assert_eq!(sealed.data.len(), SEALED_SPACE);
    assert_eq!(sealed.lamports, world.chain.rent(SEALED_SPACE));
    let freed = world.chain.rent(SPACE) - world.chain.rent(SEALED_SPACE);
    assert_eq!(world.chain.lamports(&creator), before + freed);
    let root = offset("RelayLog", "root");
    assert_eq!(sealed.data[root..root + 32], ROOT);
    assert_eq!(sealed.data[offset("RelayLog", "state")], 2);

    let (address, bump) = keys::log(&relay.address, 1);
    let log = world.chain.fields("RelayLog", &address);
    assert_eq!(log.key("relay"), relay.address);
    assert_eq!(log.key("rent_payer"), relay.committer.pubkey());
    assert_eq!(log.hash("previous_root"), ROOT);
    assert_eq!(log.number("first_index"), u64::from(MAX_SIZE));
    assert_eq!(log.number("epoch"), 1);
    assert_eq!(log.number("size"), 0);
    assert_eq!(log.number("state"), 1);
    assert_eq!(log.number("bump"), u64::from(bump));
    let rent = world.chain.rent(SPACE);
    assert_eq!(
        world.chain.lamports(&relay.committer.pubkey()),
        FUNDS - rent
    );
    assert_eq!(
        world.chain.fields("Relay", &relay.address).number("epoch"),
        1
    );
    let event = done.event("EpochOpened");
    assert_eq!(event.key("relay"), relay.address);
    assert_eq!(event.key("log"), address);
    assert_eq!(event.hash("previous_root"), ROOT);
    assert_eq!(event.number("first_index"), u64::from(MAX_SIZE));
    assert_eq!(event.number("epoch"), 1);

    grow(&mut relay.tree, 3);
    let committer = relay.committer.pubkey();
    let chunk = relay.tree.chunk(0, 3);
    let append = commit(&committer, &relay.address, 1, &chunk);
    let done = world.chain.accept(&[append], &[&relay.committer]);
    assert_eq!(
        done.event("Committed").number("first_index"),
        u64::from(MAX_SIZE)
    );
    let path = relay.tree.path_to_peak(3, 1);
    let verify = verify_inclusion(&address, 1, &relay.tree.leaf(1), &path);
    let done = world.chain.accept(&[verify], &[]);
    let mut index = done.return_data.clone();
    index.resize(8, 0);
    assert_eq!(index, (u64::from(MAX_SIZE) + 1).to_le_bytes());

    let old = commit(&committer, &relay.address, 0, &chunk);
    assert_eq!(
        world.chain.refuse(&old, &[&relay.committer]),
        "AccountDataTooSmall"
    );
    // The same step again: the relay is in epoch 1 now.
    let again = next(&world, &relay);
    assert_eq!(
        world.chain.refuse(&again, &[&relay.committer]),
        "AccountDataTooSmall"
    );
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let relay = full(world);
            let committer = relay.committer.pubkey();
            let rent_payer = world.creator.pubkey();
            let payer = world.stranger.pubkey();
            let next = next_epoch(&committer, &payer, &relay.address, 1, &rent_payer);
            (next, vec![relay.committer, world.stranger.insecure_clone()])
        },
        &[Harmless {
            account: "payer",
            swap: |swap| *swap == Swap::Wallet || *swap == Swap::Duplicate("committer".into()),
            why: "anyone who signs may pay, the committer too",
        }],
    );
}
