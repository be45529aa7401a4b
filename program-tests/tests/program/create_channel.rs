//! create_channel

use program_tests::chain::{FIRST_TIME, FUNDS};
use program_tests::instructions::{create_channel, Actor};
use program_tests::keys::{self, address, lower_bump, name, NONE};
use program_tests::swaps::Swap;
use solana_instruction::Instruction;
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case, Harmless};
use crate::world::{Agent, World};

const SPACE: usize = 168;
const MEMBERSHIP_SPACE: usize = 152;

fn create(owner: &Agent) -> Instruction {
    create_channel(&owner.authority(), &name("news"), 0, 3)
}

fn refuse(world: &mut World, name: &[u8; 32], visibility: u8, limit: u32) -> String {
    let alice = world.agent("alice");
    let create = create_channel(&alice.authority(), name, visibility, limit);
    world.chain.refuse(&create, &[&alice.authority])
}

/// Creates the channel again after it was closed, changed.
fn refuse_again(world: &mut World, change: fn(&mut Instruction, &Agent)) -> String {
    let alice = world.agent("alice");
    let channel = world.channel(&alice, "news", 0, 3);
    world.close_channel(&alice, &channel);
    let mut again = create(&alice);
    change(&mut again, &alice);
    world.chain.refuse(&again, &[&alice.authority])
}

pub const CASES: &[Case] = &[
    case("Unauthorized", "the agent's signer signs", |world| {
        let alice = world.agent("alice");
        let create = create_channel(&alice.signer(), &name("news"), 0, 3);
        world.chain.refuse(&create, &[&alice.signer])
    }),
    case("InvalidName", "an empty name", |world| {
        refuse(world, &NONE.to_bytes(), 0, 3)
    }),
    case("InvalidName", "a control character", |world| {
        refuse(world, &name("a\x1b"), 0, 3)
    }),
    case("InvalidKind", "an unknown visibility", |world| {
        refuse(world, &name("news"), 2, 3)
    }),
    case("InvalidMemberLimit", "room for nobody", |world| {
        refuse(world, &name("news"), 0, 0)
    }),
    case("AddressInUse", "the channel lives", |world| {
        let alice = world.agent("alice");
        world.channel(&alice, "news", 0, 3);
        world.chain.refuse(&create(&alice), &[&alice.authority])
    }),
    case("AddressInUse", "the tombstone of an agent", |world| {
        let (alice, bob) = world.pair();
        world.close_agent(&bob);
        let mut create = create(&alice);
        create.accounts[3].pubkey = bob.address;
        world.chain.refuse(&create, &[&alice.authority])
    }),
    case(
        "WrongAccount",
        "the tombstone of another channel",
        |world| {
            refuse_again(world, |again, alice| {
                let other = create_channel(&alice.authority(), &name("other"), 0, 3);
                again.data = other.data;
            })
        },
    ),
    case("WrongAccount", "the membership of another agent", |world| {
        let (alice, bob) = world.pair();
        let other = world.channel(&bob, "of bob", 0, 3);
        let mut create = create(&alice);
        create.accounts[4].pubkey = keys::membership(&other, &bob.address).0;
        world.chain.refuse(&create, &[&alice.authority])
    }),
    case("InvalidBump", "a lower bump of the channel", |world| {
        let alice = world.agent("alice");
        let mut create = create(&alice);
        let name = name("news");
        let seeds: [&[u8]; 3] = [b"channel", alice.address.as_ref(), &name];
        let (other, bump) = lower_bump(&seeds, create.data[8]);
        create.data[8] = bump;
        create.accounts[3].pubkey = other;
        world.chain.refuse(&create, &[&alice.authority])
    }),
    case(
        "InvalidBump",
        "a lower bump of a channel that was closed",
        |world| {
            refuse_again(world, |again, alice| {
                let name = name("news");
                let seeds: [&[u8]; 3] = [b"channel", alice.address.as_ref(), &name];
                again.data[8] = lower_bump(&seeds, again.data[8]).1;
            })
        },
    ),
    case("InvalidBump", "a lower bump of the membership", |world| {
        let alice = world.agent("alice");
        let mut create = create(&alice);
        let channel = keys::channel(&alice.address, &name("news")).0;
        let seeds: [&[u8]; 3] = [b"member", channel.as_ref(), alice.address.as_ref()];
        let (other, bump) = lower_bump(&seeds, create.data[9]);
        create.data[9] = bump;
        create.accounts[4].pubkey = other;
        world.chain.refuse(&create, &[&alice.authority])
    }),
    case("PrivilegeEscalation", "an address elsewhere", |world| {
        let alice = world.agent("alice");
        let mut create = create(&alice);
        create.accounts[3].pubkey = address("elsewhere");
        world.chain.refuse(&create, &[&alice.authority])
    }),
    case(
        "SystemInsufficientFunds",
        "the payer has no funds",
        |world| {
            let alice = world.agent("alice");
            world.chain.prefund(&alice.authority.pubkey(), 1_000_000);
            world.chain.refuse(&create(&alice), &[&alice.authority])
        },
    ),
    case(
        "ArithmeticOverflow",
        "the last generation is over",
        |world| {
            let alice = world.agent("alice");
            let channel = world.channel(&alice, "news", 0, 3);
            world.close_channel(&alice, &channel);
            world.chain.patch(&channel, 8, &u32::MAX.to_le_bytes());
            world.chain.refuse(&create(&alice), &[&alice.authority])
        },
    ),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn a_channel_is_made_with_its_creator_as_first_member() {
    let mut world = World::new();
    let alice = world.agent("alice");
    let payer = world.stranger.pubkey();
    let owner = Actor {
        payer,
        ..alice.authority()
    };
    let create = create_channel(&owner, &name("news"), 1, 3);
    let done = world
        .chain
        .accept(&[create], &[&alice.authority, &world.stranger]);

    let (address, bump) = keys::channel(&alice.address, &name("news"));
    let channel = world.chain.fields("Channel", &address);
    assert_eq!(channel.key("creator"), alice.address);
    assert_eq!(channel.key("rent_payer"), payer);
    assert_eq!(channel.hash("name"), name("news"));
    assert_eq!(channel.hash("posts_hash"), [0; 32]);
    assert_eq!(channel.number("message_count"), 0);
    assert_eq!(channel.number("created_at"), FIRST_TIME as u64);
    assert_eq!(channel.number("generation"), 1);
    assert_eq!(channel.number("member_count"), 1);
    assert_eq!(channel.number("member_limit"), 3);
    assert_eq!(channel.number("visibility"), 1);
    assert_eq!(channel.number("bump"), u64::from(bump));
    assert_eq!(channel.number("version"), 1);

    let (member, member_bump) = keys::membership(&address, &alice.address);
    let membership = world.chain.fields("Membership", &member);
    assert_eq!(membership.key("channel"), address);
    assert_eq!(membership.key("agent"), alice.address);
    assert_eq!(membership.key("rent_payer"), payer);
    assert_eq!(membership.key("invited_by"), NONE);
    assert_eq!(membership.number("joined_at"), FIRST_TIME as u64);
    assert_eq!(membership.number("generation"), 1);
    assert_eq!(membership.number("role"), 2);
    assert_eq!(membership.number("state"), 2);
    assert_eq!(membership.number("bump"), u64::from(member_bump));
    assert_eq!(membership.number("version"), 1);

    let rents = world.chain.rent(SPACE) + world.chain.rent(MEMBERSHIP_SPACE);
    assert_eq!(world.chain.lamports(&payer), FUNDS - rents);
    let event = done.event("ChannelCreated");
    assert_eq!(event.key("channel"), address);
    assert_eq!(event.key("creator"), alice.address);
    assert_eq!(event.number("generation"), 1);
    assert_eq!(event.number("member_limit"), 3);
    assert_eq!(event.number("visibility"), 1);
}

#[test]
fn a_closed_channel_comes_back_in_its_next_generation_without_its_members() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let channel = world.channel(&alice, "news", 0, 3);
    let member = world.join(&bob, &channel);
    world.close_channel(&alice, &channel);
    let before = world.chain.lamports(&alice.authority.pubkey());
    let done = world.chain.accept(&[create(&alice)], &[&alice.authority]);
    assert_eq!(done.event("ChannelCreated").number("generation"), 2);

    let fields = world.chain.fields("Channel", &channel);
    assert_eq!(fields.number("generation"), 2);
    assert_eq!(fields.number("member_count"), 1);
    assert_eq!(fields.number("message_count"), 0);
    assert_eq!(fields.hash("posts_hash"), [0; 32]);
    let owner = keys::membership(&channel, &alice.address).0;
    let owner = world.chain.fields("Membership", &owner);
    assert_eq!(owner.number("generation"), 2);
    assert_eq!(owner.number("role"), 2);
    assert_eq!(
        world
            .chain
            .fields("Membership", &member)
            .number("generation"),
        1
    );
    // Only what the tombstone did not hold is paid again.
    let paid = world.chain.rent(SPACE) - world.chain.rent(12);
    assert_eq!(
        world.chain.lamports(&alice.authority.pubkey()),
        before - paid
    );
}

#[test]
fn lamports_at_the_addresses_neither_stop_it_nor_are_lost() {
    let mut world = World::new();
    let alice = world.agent("alice");
    let channel = keys::channel(&alice.address, &name("news")).0;
    let membership = keys::membership(&channel, &alice.address).0;
    world.chain.prefund(&channel, 1);
    world.chain.prefund(&membership, 100_000_000);
    world.chain.accept(&[create(&alice)], &[&alice.authority]);
    assert_eq!(world.chain.lamports(&channel), world.chain.rent(SPACE));
    assert_eq!(world.chain.lamports(&membership), 100_000_000);
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let alice = world.agent("alice");
            let owner = Actor {
                payer: world.stranger.pubkey(),
                ..alice.authority()
            };
            let create = create_channel(&owner, &name("news"), 0, 3);
            (
                create,
                vec![alice.authority, world.stranger.insecure_clone()],
            )
        },
        &[Harmless {
            account: "payer",
            swap: |swap| *swap == Swap::Wallet || *swap == Swap::Duplicate("authority".into()),
            why: "anyone who signs may pay, the authority too",
        }],
    );
}
