//! register_agents_batch

use pod_core::hash::sha256;
use program_tests::chain::{transaction_size, FUNDS, PACKET};
use program_tests::idl::{instruction, Arg};
use program_tests::instructions::register_agents_batch;
use program_tests::keys::{self, key, lower_bump, name, NONE, SYSTEM};
use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_instruction::{AccountMeta, Instruction};
use solana_message::Message;
use solana_signer::Signer;

use crate::cases::{
    case, cut_data_is_refused, missing_accounts_are_refused, no_wrong_account_is_taken, run, Case,
};
use crate::world::World;

fn batch(world: &World, names: &[&[u8]]) -> Instruction {
    register_agents_batch(
        &world.creator.pubkey(),
        names,
        &key("signer").pubkey(),
        5,
        1,
    )
}

fn refuse(world: &mut World, names: &[&[u8]]) -> String {
    let batch = batch(world, names);
    world.chain.refuse(&batch, &[&world.creator])
}

fn full_names() -> Vec<Vec<u8>> {
    (0..12u8).map(|i| vec![b'a' + i; 32]).collect()
}

/// A batch with the bump of its only agent replaced.
fn with_bump(world: &World, agent: solana_address::Address, bump: u8) -> Instruction {
    let mut batch = instruction(
        "register_agents_batch",
        &[
            ("creator", world.creator.pubkey()),
            ("system_program", SYSTEM),
        ],
        &[
            ("signer", Arg::Key(key("signer").pubkey())),
            ("capabilities", Arg::U64(0)),
            ("flags", Arg::U8(0)),
            ("agents", Arg::Agents(vec![(bump, b"alice".to_vec())])),
        ],
    );
    batch.accounts.push(AccountMeta::new(agent, false));
    batch
}

pub const CASES: &[Case] = &[
    case("BatchTooLarge", "13 agents", |world| {
        let names: Vec<Vec<u8>> = (0..13u8).map(|i| vec![b'a' + i]).collect();
        let names: Vec<&[u8]> = names.iter().map(Vec::as_slice).collect();
        refuse(world, &names)
    }),
    case("BatchMismatch", "no agents", |world| refuse(world, &[])),
    case("BatchMismatch", "an account too few", |world| {
        let mut batch = batch(world, &[b"a", b"b"]);
        batch.accounts.pop();
        world.chain.refuse(&batch, &[&world.creator])
    }),
    case("BatchMismatch", "an account too many", |world| {
        let mut batch = batch(world, &[b"a", b"b"]);
        let extra = keys::agent(&world.creator.pubkey(), &name("c")).0;
        batch.accounts.push(AccountMeta::new(extra, false));
        world.chain.refuse(&batch, &[&world.creator])
    }),
    case("InvalidName", "an empty name", |world| {
        refuse(world, &[b"a", b""])
    }),
    case("InvalidName", "a name of 33 bytes", |world| {
        refuse(world, &[&[b'a'; 33]])
    }),
    case("InvalidName", "a control character", |world| {
        refuse(world, &[b"a\x07"])
    }),
    case("InvalidName", "a zero at the end", |world| {
        refuse(world, &[b"a\0b"])
    }),
    case("InvalidKey", "the zero address as signer", |world| {
        let batch = register_agents_batch(&world.creator.pubkey(), &[b"a"], &NONE, 0, 0);
        world.chain.refuse(&batch, &[&world.creator])
    }),
    case("InvalidKind", "an unknown flag", |world| {
        let signer = key("signer").pubkey();
        let batch = register_agents_batch(&world.creator.pubkey(), &[b"a"], &signer, 0, 4);
        world.chain.refuse(&batch, &[&world.creator])
    }),
    case(
        "InvalidBump",
        "a lower bump that gives an address",
        |world| {
            let creator = world.creator.pubkey();
            let seeds: [&[u8]; 3] = [b"agent", creator.as_ref(), &name("alice")];
            let canonical = keys::agent(&creator, &name("alice")).1;
            let (agent, bump) = lower_bump(&seeds, canonical);
            let batch = with_bump(world, agent, bump);
            world.chain.refuse(&batch, &[&world.creator])
        },
    ),
    case(
        "PrivilegeEscalation",
        "accounts in another order",
        |world| {
            let mut batch = batch(world, &[b"a", b"b"]);
            batch.accounts.swap(2, 3);
            world.chain.refuse(&batch, &[&world.creator])
        },
    ),
    case(
        "AddressInUse",
        "one of them is registered already",
        |world| {
            let b = batch(world, &[b"b"]);
            world.chain.accept(&[b], &[&world.creator]);
            refuse(world, &[b"a", b"b"])
        },
    ),
    case("AddressInUse", "the same agent twice", |world| {
        refuse(world, &[b"a", b"a"])
    }),
    case(
        "MissingRequiredSignature",
        "the creator does not sign",
        |world| {
            let mut batch = batch(world, &[b"a"]);
            batch.accounts[0].is_signer = false;
            world.chain.refuse(&batch, &[])
        },
    ),
    case(
        "SystemInsufficientFunds",
        "the funds end within the batch",
        |world| {
            let rent = world.chain.rent(248);
            let creator = world.creator.pubkey();
            world.chain.prefund(&creator, 2 * rent);
            refuse(world, &[b"a", b"b", b"c"])
        },
    ),
    case(
        "InvalidInstructionData",
        "more agents announced than given",
        |world| {
            let mut batch = batch(world, &[b"a"]);
            batch.data[8 + 32 + 8 + 1] = 2;
            batch.accounts.push(batch.accounts[2].clone());
            world.chain.refuse(&batch, &[&world.creator])
        },
    ),
    case("NotEnoughAccountKeys", "no accounts", |world| {
        let mut batch = batch(world, &[b"a"]);
        batch.accounts.clear();
        world.chain.refuse(&batch, &[])
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn twelve_agents_with_full_names_fit_a_transaction_and_are_registered() {
    let mut world = World::new();
    let creator = world.creator.pubkey();
    let names = full_names();
    let names: Vec<&[u8]> = names.iter().map(Vec::as_slice).collect();
    let instructions = [
        ComputeBudgetInstruction::set_compute_unit_limit(60_000),
        ComputeBudgetInstruction::set_compute_unit_price(1),
        ComputeBudgetInstruction::set_loaded_accounts_data_size_limit(300_000),
        batch(&world, &names),
    ];
    // The creator pays the fees here, as it does in earnest.
    let message = Message::new(&instructions, Some(&creator));
    assert!(transaction_size(&message) <= PACKET);
    world.chain.payer = world.creator.insecure_clone();
    let done = world.chain.accept(&instructions, &[]);

    let mut addresses = Vec::new();
    for name in names {
        let (address, bump) = keys::agent(&creator, name.try_into().expect("32 bytes"));
        let agent = world.chain.fields("Agent", &address);
        assert_eq!(agent.key("creator"), creator);
        assert_eq!(agent.key("authority"), creator);
        assert_eq!(agent.key("signer"), key("signer").pubkey());
        assert_eq!(agent.bytes("name"), name);
        assert_eq!(agent.number("capabilities"), 5);
        assert_eq!(agent.number("flags"), 1);
        assert_eq!(agent.number("bump"), u64::from(bump));
        addresses.extend(address.to_bytes());
    }
    let event = done.event("AgentsRegistered");
    assert_eq!(event.key("creator"), creator);
    assert_eq!(event.key("signer"), key("signer").pubkey());
    assert_eq!(event.hash("agents_hash"), sha256([&addresses]));
    assert_eq!(event.number("capabilities"), 5);
    assert_eq!(event.number("count"), 12);
    assert_eq!(event.number("flags"), 1);
    assert_eq!(event.number("version"), 1);
}

#[test]
fn a_batch_that_fails_registers_nobody() {
    let mut world = World::new();
    assert_eq!(refuse(&mut world, &[b"a", b"b", b"\x01"]), "InvalidName");
    let creator = world.creator.pubkey();
    assert!(world
        .chain
        .account(&keys::agent(&creator, &name("a")).0)
        .is_none());
    assert_eq!(world.chain.lamports(&creator), FUNDS);
}

#[test]
fn lamports_at_one_address_neither_stop_it_nor_are_lost() {
    let mut world = World::new();
    let creator = world.creator.pubkey();
    let rent = world.chain.rent(248);
    let (prefunded, _) = keys::agent(&creator, &name("b"));
    world.chain.prefund(&prefunded, rent + 7);
    let batch = batch(&world, &[b"a", b"b"]);
    world.chain.accept(&[batch], &[&world.creator]);
    assert_eq!(world.chain.lamports(&prefunded), rent + 7);
    assert_eq!(world.chain.lamports(&creator), FUNDS - rent);
}

#[test]
fn no_wrong_account() {
    let mut world = World::new();
    let others = world.everything();
    let batch = batch(&world, &[b"new 1", b"new 2"]);
    no_wrong_account_is_taken(&world.chain, &batch, &[&world.creator], &others, &[]);
}

#[test]
fn malformed_instructions() {
    let mut world = World::new();
    let batch = batch(&world, &[b"a", b"b"]);
    let creator = world.creator.insecure_clone();
    cut_data_is_refused(&mut world.chain, &batch, &[&creator]);
    missing_accounts_are_refused(&mut world.chain, &batch, 2, &[&creator]);
}
