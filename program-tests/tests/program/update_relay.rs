//! update_relay

use pod_core::key_chain;
use program_tests::chain::{FIRST_SLOT, FIRST_TIME};
use program_tests::idl::offset;
use program_tests::instructions::{update_relay, RelayChanges};
use program_tests::keys::{key, NONE};
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case};
use crate::world::World;

fn refuse(world: &mut World, changes: RelayChanges) -> String {
    let relay = world.relay(1);
    let update = update_relay(&world.creator.pubkey(), &relay.address, &changes);
    world.chain.refuse(&update, &[&world.creator])
}

pub const CASES: &[Case] = &[
    case("Unauthorized", "the committer signs", |world| {
        let relay = world.relay(1);
        let committer = relay.committer.pubkey();
        let update = update_relay(&committer, &relay.address, &RelayChanges::default());
        world.chain.refuse(&update, &[&relay.committer])
    }),
    case("RelaySealed", "the relay is sealed", |world| {
        let relay = world.relay(1);
        world
            .chain
            .patch(&relay.address, offset("Relay", "state"), &[2]);
        let operator = world.creator.pubkey();
        let update = update_relay(&operator, &relay.address, &RelayChanges::default());
        world.chain.refuse(&update, &[&world.creator])
    }),
    case("InvalidKey", "the zero address as committer", |world| {
        refuse(
            world,
            RelayChanges {
                committer: Some(NONE),
                ..RelayChanges::default()
            },
        )
    }),
    case("InvalidKey", "the zero address as receipt key", |world| {
        refuse(
            world,
            RelayChanges {
                receipt_key: Some(NONE),
                ..RelayChanges::default()
            },
        )
    }),
    case("InvalidKey", "the receipt key it has", |world| {
        refuse(
            world,
            RelayChanges {
                receipt_key: Some(key("receipt key").pubkey()),
                ..RelayChanges::default()
            },
        )
    }),
    case("InvalidMergeDelay", "no slots", |world| {
        refuse(
            world,
            RelayChanges {
                merge_delay_slots: Some(0),
                ..RelayChanges::default()
            },
        )
    }),
    case("InvalidMergeDelay", "a slot more than a day", |world| {
        refuse(
            world,
            RelayChanges {
                merge_delay_slots: Some(216_001),
                ..RelayChanges::default()
            },
        )
    }),
    case("InvalidEndpoint", "no endpoint", |world| {
        refuse(
            world,
            RelayChanges {
                endpoint: Some(String::new()),
                ..RelayChanges::default()
            },
        )
    }),
    case("InvalidEndpoint", "129 bytes", |world| {
        refuse(
            world,
            RelayChanges {
                endpoint: Some("a".repeat(129)),
                ..RelayChanges::default()
            },
        )
    }),
    case("InvalidEndpoint", "a control character", |world| {
        refuse(
            world,
            RelayChanges {
                endpoint: Some("a\u{85}".into()),
                ..RelayChanges::default()
            },
        )
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn what_is_given_changes_and_what_is_absent_stays() {
    let mut world = World::new();
    let relay = world.relay(1);
    let operator = world.creator.pubkey();
    world.chain.set_clock(FIRST_SLOT + 44, FIRST_TIME);
    let before = world.chain.account(&relay.address).expect("the relay");
    let nothing = update_relay(&operator, &relay.address, &RelayChanges::default());
    world.chain.accept(&[nothing], &[&world.creator]);
    assert_eq!(world.chain.account(&relay.address), Some(before));

    let (committer, receipt_key) = (key("c2").pubkey(), key("r2").pubkey());
    let changes = RelayChanges {
        committer: Some(committer),
        receipt_key: Some(receipt_key),
        merge_delay_slots: Some(216_000),
        endpoint: Some("wss://b".into()),
    };
    let update = update_relay(&operator, &relay.address, &changes);
    let done = world.chain.accept(&[update], &[&world.creator]);
    let fields = world.chain.fields("Relay", &relay.address);
    let chain = key_chain::extend(
        &key_chain::EMPTY,
        key("receipt key").pubkey().as_array(),
        FIRST_SLOT + 44,
    );
    assert_eq!(fields.key("committer"), committer);
    assert_eq!(fields.key("receipt_key"), receipt_key);
    assert_eq!(fields.hash("receipt_key_chain"), chain);
    assert_eq!(fields.number("receipt_key_since"), FIRST_SLOT + 44);
    assert_eq!(fields.number("merge_delay_slots"), 216_000);
    assert_eq!(fields.number("endpoint_len"), 7);
    let endpoint = fields.bytes("endpoint");
    assert_eq!(&endpoint[..7], b"wss://b");
    assert!(endpoint[7..].iter().all(|byte| *byte == 0));
    let event = done.event("RelayUpdated");
    assert_eq!(event.key("relay"), relay.address);
    assert_eq!(event.key("committer"), committer);
    assert_eq!(event.key("receipt_key"), receipt_key);
    assert_eq!(event.hash("receipt_key_chain"), chain);
    assert_eq!(event.number("slot"), FIRST_SLOT + 44);
    assert_eq!(event.number("merge_delay_slots"), 216_000);
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let relay = world.relay(1);
            let changes = RelayChanges {
                merge_delay_slots: Some(7),
                ..RelayChanges::default()
            };
            let update = update_relay(&world.creator.pubkey(), &relay.address, &changes);
            (update, vec![world.creator.insecure_clone()])
        },
        &[crate::cases::Harmless {
            account: "relay",
            swap: |swap| *swap == program_tests::swaps::Swap::Other("relay".into()),
            why: "the operator runs that relay too",
        }],
    );
}
