//! register_agent

use program_tests::chain::{FIRST_SLOT, FIRST_TIME, FUNDS};
use program_tests::instructions::register_agent;
use program_tests::keys::{self, address, key, lower_bump, name, NONE};
use solana_instruction::Instruction;
use solana_signer::Signer;

use crate::cases::{
    case, cut_data_is_refused, missing_accounts_are_refused, no_wrong_account_is_taken, run, Case,
    Harmless,
};
use crate::world::World;

const SPACE: usize = 248;

fn alice(world: &World) -> Instruction {
    named(world, name("alice"))
}

fn named(world: &World, name: [u8; 32]) -> Instruction {
    register_agent(
        &world.creator.pubkey(),
        &name,
        &key("signer").pubkey(),
        5,
        0,
    )
}

/// Position of an argument in the data.
const BUMP: usize = 8;
const SIGNER: usize = 8 + 1 + 32;
const FLAGS: usize = SIGNER + 32 + 8;

fn refuse(world: &mut World, instruction: &Instruction) -> String {
    world.chain.refuse(instruction, &[&world.creator])
}

fn refuse_name(world: &mut World, name: [u8; 32]) -> String {
    let register = named(world, name);
    refuse(world, &register)
}

fn patched(world: &mut World, at: usize, bytes: &[u8]) -> String {
    let mut register = alice(world);
    register.data[at..at + bytes.len()].copy_from_slice(bytes);
    refuse(world, &register)
}

pub const CASES: &[Case] = &[
    case("InvalidName", "an empty name", |world| {
        refuse_name(world, NONE.to_bytes())
    }),
    case("InvalidName", "a zero inside the name", |world| {
        refuse_name(world, name("a\0b"))
    }),
    case("InvalidName", "a zero before the name", |world| {
        refuse_name(world, name("\0b"))
    }),
    case("InvalidName", "a control character", |world| {
        refuse_name(world, name("a\x1b"))
    }),
    case("InvalidName", "DEL", |world| {
        refuse_name(world, name("a\x7f"))
    }),
    case("InvalidName", "a character cut short", |world| {
        let mut name = [b'a'; 32];
        name[31] = 0xc3;
        refuse_name(world, name)
    }),
    case("InvalidName", "an overlong encoding", |world| {
        let mut name = name("aa");
        name[..2].copy_from_slice(&[0xc0, 0xaf]);
        refuse_name(world, name)
    }),
    case("InvalidKey", "the zero address as signer", |world| {
        patched(world, SIGNER, &[0; 32])
    }),
    case("InvalidKind", "an unknown flag", |world| {
        patched(world, FLAGS, &[2])
    }),
    case(
        "InvalidKind",
        "an unknown flag besides a known one",
        |world| patched(world, FLAGS, &[0x81]),
    ),
    case(
        "InvalidBump",
        "a lower bump that gives an address",
        |world| {
            let mut register = alice(world);
            let creator = world.creator.pubkey();
            let seeds: [&[u8]; 3] = [b"agent", creator.as_ref(), &name("alice")];
            let (other, bump) = lower_bump(&seeds, register.data[BUMP]);
            register.data[BUMP] = bump;
            register.accounts[1].pubkey = other;
            refuse(world, &register)
        },
    ),
    case(
        "PrivilegeEscalation",
        "a bump of another address",
        |world| {
            let mut register = alice(world);
            register.data[BUMP] = 255;
            let creator = world.creator.pubkey();
            if keys::agent(&creator, &name("alice")).1 == 255 {
                register.accounts[1].pubkey = address("elsewhere");
            }
            refuse(world, &register)
        },
    ),
    case(
        "PrivilegeEscalation",
        "an address of other seeds",
        |world| {
            let mut register = named(world, name("canonical at 255"));
            register.data[BUMP] = 255;
            register.accounts[1].pubkey = address("elsewhere");
            refuse(world, &register)
        },
    ),
    case("AddressInUse", "the agent is registered already", |world| {
        let register = alice(world);
        world
            .chain
            .accept(std::slice::from_ref(&register), &[&world.creator]);
        refuse(world, &register)
    }),
    case(
        "MissingRequiredSignature",
        "the creator does not sign",
        |world| {
            let mut register = alice(world);
            register.accounts[0].is_signer = false;
            world.chain.refuse(&register, &[])
        },
    ),
    case(
        "SystemInsufficientFunds",
        "the creator has no funds",
        |world| {
            let creator = world.creator.pubkey();
            world.chain.prefund(&creator, 1_000_000);
            let register = alice(world);
            refuse(world, &register)
        },
    ),
    case("InvalidInstructionData", "no data", |world| {
        let mut register = alice(world);
        register.data.clear();
        refuse(world, &register)
    }),
    case("NotEnoughAccountKeys", "an account is missing", |world| {
        let mut register = alice(world);
        register.accounts.pop();
        refuse(world, &register)
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn an_agent_is_registered_at_its_address_with_its_creator_as_authority() {
    let mut world = World::new();
    let creator = world.creator.pubkey();
    let signer = key("signer").pubkey();
    let register = register_agent(&creator, &name("alice"), &signer, 0xfedc_ba98_7654_3210, 1);
    let done = world.chain.accept(&[register], &[&world.creator]);

    let (address, bump) = keys::agent(&creator, &name("alice"));
    let agent = world.chain.fields("Agent", &address);
    assert_eq!(agent.key("creator"), creator);
    assert_eq!(agent.key("authority"), creator);
    assert_eq!(agent.key("pending_authority"), NONE);
    assert_eq!(agent.key("signer"), signer);
    assert_eq!(agent.hash("key_chain"), [0; 32]);
    assert_eq!(agent.hash("name"), name("alice"));
    assert_eq!(agent.number("signer_since"), FIRST_SLOT);
    assert_eq!(agent.number("capabilities"), 0xfedc_ba98_7654_3210);
    assert_eq!(agent.number("created_at"), FIRST_TIME as u64);
    assert_eq!(agent.number("last_active"), FIRST_TIME as u64);
    assert_eq!(agent.number("reputation"), 0);
    assert_eq!(agent.number("total_messages"), 0);
    assert_eq!(agent.number("flags"), 1);
    assert_eq!(agent.number("bump"), u64::from(bump));
    assert_eq!(agent.number("version"), 1);
    assert!(agent.tail().is_empty());

    let account = world.chain.account(&address).expect("it exists");
    assert_eq!(account.data.len(), SPACE);
    assert_eq!(account.lamports, world.chain.rent(SPACE));
    assert_eq!(world.chain.lamports(&creator), FUNDS - account.lamports);

    let event = done.event("AgentRegistered");
    assert_eq!(event.key("agent"), address);
    assert_eq!(event.key("creator"), creator);
    assert_eq!(event.key("signer"), signer);
    assert_eq!(event.number("capabilities"), 0xfedc_ba98_7654_3210);
    assert_eq!(event.number("flags"), 1);
    assert_eq!(event.number("version"), 1);
}

#[test]
fn names_of_1_and_32_bytes_and_beyond_ascii_are_taken() {
    let mut world = World::new();
    for text in [
        "a",
        "abcdefgh",
        "abcdefghi",
        "é",
        "世界🦀",
        "tab\tlf\ncr\r",
        " leading",
    ] {
        let register = named(&world, name(text));
        world.chain.accept(&[register], &[&world.creator]);
    }
    let register = named(&world, [b'x'; 32]);
    world.chain.accept(&[register], &[&world.creator]);
}

#[test]
fn lamports_at_the_address_neither_stop_it_nor_are_lost() {
    let rent = World::new().chain.rent(SPACE);
    for lamports in [1, rent - 1, rent, rent + 1] {
        let mut world = World::new();
        let creator = world.creator.pubkey();
        let (agent, _) = keys::agent(&creator, &name("alice"));
        world.chain.prefund(&agent, lamports);
        let register = alice(&world);
        world.chain.accept(&[register], &[&world.creator]);
        assert_eq!(world.chain.lamports(&agent), rent.max(lamports));
        assert_eq!(
            world.chain.lamports(&creator),
            FUNDS - rent.saturating_sub(lamports)
        );
        assert_eq!(world.chain.fields("Agent", &agent).key("creator"), creator);
    }
}

#[test]
fn the_same_name_under_another_creator_is_another_agent() {
    let mut world = World::new();
    let register = alice(&world);
    world.chain.accept(&[register], &[&world.creator]);
    let stranger = world.stranger.pubkey();
    let other = register_agent(&stranger, &name("alice"), &key("signer").pubkey(), 0, 0);
    world.chain.accept(&[other], &[&world.stranger]);
    assert_ne!(
        keys::agent(&stranger, &name("alice")).0,
        keys::agent(&world.creator.pubkey(), &name("alice")).0
    );
}

#[test]
fn no_wrong_account() {
    let mut world = World::new();
    let others = world.everything();
    let register = alice(&world);
    no_wrong_account_is_taken(
        &world.chain,
        &register,
        &[&world.creator],
        &others,
        &[] as &[Harmless],
    );
}

#[test]
fn malformed_instructions() {
    let mut world = World::new();
    let register = alice(&world);
    let creator = world.creator.insecure_clone();
    cut_data_is_refused(&mut world.chain, &register, &[&creator]);
    missing_accounts_are_refused(&mut world.chain, &register, 3, &[&creator]);
}
