//! open_relay

use program_tests::chain::{FIRST_SLOT, FIRST_TIME, FUNDS};
use program_tests::instructions::{open_relay, Terms};
use program_tests::keys::{self, address, key, lower_bump, NONE};
use solana_instruction::Instruction;
use solana_signer::Signer;

use crate::cases::{
    case, cut_data_is_refused, missing_accounts_are_refused, no_wrong_account_is_taken, run, Case,
};
use crate::world::{terms, World};

const RELAY_SPACE: usize = 400;
const LOG_SPACE: usize = 1040;

fn open(world: &World, change: impl Fn(&mut Terms)) -> Instruction {
    let mut terms = terms(&key("committer").pubkey());
    change(&mut terms);
    open_relay(&world.creator.pubkey(), 7, &terms)
}

fn refuse(world: &mut World, change: fn(&mut Terms)) -> String {
    let open = open(world, change);
    world.chain.refuse(&open, &[&world.creator])
}

fn refuse_changed(world: &mut World, change: fn(&mut Instruction, &World)) -> String {
    let mut open = open(world, |_| ());
    change(&mut open, world);
    world.chain.refuse(&open, &[&world.creator])
}

pub const CASES: &[Case] = &[
    case("InvalidKey", "the zero address as committer", |world| {
        refuse(world, |terms| terms.committer = NONE)
    }),
    case("InvalidKey", "the zero address as receipt key", |world| {
        refuse(world, |terms| terms.receipt_key = NONE)
    }),
    case("InvalidEndpoint", "no endpoint", |world| {
        refuse(world, |terms| terms.endpoint.clear())
    }),
    case("InvalidEndpoint", "129 bytes", |world| {
        refuse(world, |terms| terms.endpoint = "a".repeat(129))
    }),
    case("InvalidEndpoint", "a control character", |world| {
        refuse(world, |terms| terms.endpoint = "https://a\x1b".into())
    }),
    case("InvalidMergeDelay", "no slots", |world| {
        refuse(world, |terms| terms.merge_delay_slots = 0)
    }),
    case("InvalidMergeDelay", "a slot more than a day", |world| {
        refuse(world, |terms| terms.merge_delay_slots = 216_001)
    }),
    case("InvalidBump", "a lower bump of the relay", |world| {
        refuse_changed(world, |open, world| {
            let creator = world.creator.pubkey();
            let id = 7u32.to_le_bytes();
            let seeds: [&[u8]; 3] = [b"relay", creator.as_ref(), &id];
            let (other, bump) = lower_bump(&seeds, open.data[8]);
            open.data[8] = bump;
            open.accounts[1].pubkey = other;
        })
    }),
    case("InvalidBump", "a lower bump of the log", |world| {
        refuse_changed(world, |open, world| {
            let relay = keys::relay(&world.creator.pubkey(), 7).0;
            let epoch = [0; 4];
            let seeds: [&[u8]; 3] = [b"log", relay.as_ref(), &epoch];
            let (other, bump) = lower_bump(&seeds, open.data[9]);
            open.data[9] = bump;
            open.accounts[2].pubkey = other;
        })
    }),
    case("PrivilegeEscalation", "an address of another id", |world| {
        refuse_changed(world, |open, world| {
            open.accounts[1].pubkey = keys::relay(&world.creator.pubkey(), 8).0;
        })
    }),
    case("PrivilegeEscalation", "the log of epoch 1", |world| {
        refuse_changed(world, |open, world| {
            let relay = keys::relay(&world.creator.pubkey(), 7).0;
            open.accounts[2].pubkey = keys::log(&relay, 1).0;
        })
    }),
    case("AddressInUse", "the relay is open already", |world| {
        world.relay(7);
        refuse(world, |_| ())
    }),
    case(
        "MissingRequiredSignature",
        "the creator does not sign",
        |world| {
            let mut open = open(world, |_| ());
            open.accounts[0].is_signer = false;
            world.chain.refuse(&open, &[])
        },
    ),
    case(
        "SystemInsufficientFunds",
        "the funds end before the log",
        |world| {
            let rent = world.chain.rent(RELAY_SPACE);
            let creator = world.creator.pubkey();
            world.chain.prefund(&creator, rent + 1_000_000);
            refuse(world, |_| ())
        },
    ),
    case(
        "InvalidEndpoint",
        "an endpoint that is not UTF-8",
        |world| {
            refuse_changed(world, |open, _| {
                let last = open.data.len() - 1;
                open.data[last] = 0xff;
            })
        },
    ),
    case("InvalidInstructionData", "an endpoint cut short", |world| {
        refuse_changed(world, |open, _| {
            open.data.pop();
        })
    }),
    case("NotEnoughAccountKeys", "an account is missing", |world| {
        refuse_changed(world, |open, _| {
            open.accounts.pop();
        })
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn a_relay_opens_with_an_empty_log_of_epoch_0() {
    let mut world = World::new();
    let creator = world.creator.pubkey();
    let terms = terms(&key("committer").pubkey());
    let done = world
        .chain
        .accept(&[open_relay(&creator, 7, &terms)], &[&world.creator]);

    let (address, bump) = keys::relay(&creator, 7);
    let relay = world.chain.fields("Relay", &address);
    assert_eq!(relay.key("creator"), creator);
    assert_eq!(relay.key("operator"), creator);
    assert_eq!(relay.key("pending_operator"), NONE);
    assert_eq!(relay.key("committer"), terms.committer);
    assert_eq!(relay.key("receipt_key"), terms.receipt_key);
    assert_eq!(relay.hash("receipt_key_chain"), [0; 32]);
    assert_eq!(relay.key("successor"), NONE);
    assert_eq!(relay.number("messages"), 0);
    assert_eq!(relay.number("receipt_key_since"), FIRST_SLOT);
    assert_eq!(relay.number("created_at"), FIRST_TIME as u64);
    assert_eq!(relay.number("merge_delay_slots"), 150);
    assert_eq!(relay.number("epoch"), 0);
    assert_eq!(relay.number("id"), 7);
    assert_eq!(relay.number("state"), 1);
    assert_eq!(relay.number("bump"), u64::from(bump));
    assert_eq!(relay.number("version"), 1);
    assert_eq!(relay.number("endpoint_len"), 21);
    let endpoint = relay.bytes("endpoint");
    assert_eq!(&endpoint[..21], terms.endpoint.as_bytes());
    assert!(endpoint[21..].iter().all(|byte| *byte == 0));
    assert!(relay.tail().is_empty());

    let (log_address, log_bump) = keys::log(&address, 0);
    let log = world.chain.fields("RelayLog", &log_address);
    assert_eq!(log.key("relay"), address);
    assert_eq!(log.key("rent_payer"), creator);
    assert_eq!(log.hash("previous_root"), [0; 32]);
    assert_eq!(log.hash("root"), [0; 32]);
    assert_eq!(log.number("first_index"), 0);
    assert_eq!(log.number("last_commit_slot"), 0);
    assert_eq!(log.number("last_commit_at"), 0);
    assert_eq!(log.number("epoch"), 0);
    assert_eq!(log.number("size"), 0);
    assert_eq!(log.number("state"), 1);
    assert_eq!(log.number("bump"), u64::from(log_bump));
    assert_eq!(log.number("version"), 1);
    assert!(log.bytes("frontier").iter().all(|byte| *byte == 0));

    let rents = [RELAY_SPACE, LOG_SPACE].map(|space| world.chain.rent(space));
    assert_eq!(world.chain.lamports(&address), rents[0]);
    assert_eq!(world.chain.lamports(&log_address), rents[1]);
    assert_eq!(world.chain.lamports(&creator), FUNDS - rents[0] - rents[1]);

    let event = done.event("RelayOpened");
    assert_eq!(event.key("relay"), address);
    assert_eq!(event.key("log"), log_address);
    assert_eq!(event.key("creator"), creator);
    assert_eq!(event.key("committer"), terms.committer);
    assert_eq!(event.key("receipt_key"), terms.receipt_key);
    assert_eq!(event.number("merge_delay_slots"), 150);
    assert_eq!(event.number("id"), 7);
    assert_eq!(event.number("version"), 1);
}

#[test]
fn the_least_and_the_greatest_terms_are_taken() {
    let mut world = World::new();
    let creator = world.creator.pubkey();
    for (id, delay, endpoint) in [(0, 1, "a".into()), (u32::MAX, 216_000, "é".repeat(64))] {
        let terms = Terms {
            merge_delay_slots: delay,
            endpoint,
            ..terms(&creator)
        };
        let open = open_relay(&creator, id, &terms);
        world.chain.accept(&[open], &[&world.creator]);
        let relay = world.chain.fields("Relay", &keys::relay(&creator, id).0);
        assert_eq!(relay.number("id"), u64::from(id));
        assert_eq!(relay.number("endpoint_len"), terms.endpoint.len() as u64);
    }
}

#[test]
fn lamports_at_the_addresses_neither_stop_it_nor_are_lost() {
    let mut world = World::new();
    let creator = world.creator.pubkey();
    let relay = keys::relay(&creator, 7).0;
    let log = keys::log(&relay, 0).0;
    let rent = world.chain.rent(LOG_SPACE);
    world.chain.prefund(&relay, 1);
    world.chain.prefund(&log, rent + 5);
    let open = open(&world, |_| ());
    world.chain.accept(&[open], &[&world.creator]);
    assert_eq!(world.chain.lamports(&relay), world.chain.rent(RELAY_SPACE));
    assert_eq!(world.chain.lamports(&log), rent + 5);
}

#[test]
fn no_wrong_account() {
    let mut world = World::new();
    let others = world.everything();
    let open = open(&world, |_| ());
    no_wrong_account_is_taken(&world.chain, &open, &[&world.creator], &others, &[]);
}

#[test]
fn malformed_instructions() {
    let mut world = World::new();
    let open = open(&world, |_| ());
    let creator = world.creator.insecure_clone();
    cut_data_is_refused(&mut world.chain, &open, &[&creator]);
    missing_accounts_are_refused(&mut world.chain, &open, 4, &[&creator]);
    let mut elsewhere = open.clone();
    elsewhere.accounts[3].pubkey = address("not the system program");
    assert_eq!(
        world.chain.refuse(&elsewhere, &[&creator]),
        "IncorrectProgramId"
    );
}
