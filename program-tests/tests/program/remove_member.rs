//! remove_member

use program_tests::instructions::remove_member;
use program_tests::keys;
use solana_address::Address;
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case};
use crate::world::{Agent, World};

struct Channel {
    address: Address,
    owner: Agent,
    moderator: Agent,
    member: Agent,
}

fn channel(world: &mut World) -> Channel {
    let owner = world.agent("owner");
    let moderator = world.agent("moderator");
    let member = world.agent("member");
    let address = world.channel(&owner, "news", 0, 9);
    world.invite(&owner, &address, &moderator, 1);
    world.join(&moderator, &address);
    world.join(&member, &address);
    Channel {
        address,
        owner,
        moderator,
        member,
    }
}

fn refuse(world: &mut World, channel: &Channel, by: &Agent, whom: &Agent) -> String {
    let authority = by.authority.pubkey();
    let remove = remove_member(&authority, &by.address, &channel.address, &whom.address);
    world.chain.refuse(&remove, &[&by.authority])
}

pub const CASES: &[Case] = &[
    case("Unauthorized", "the remover's signer signs", |world| {
        let it = channel(world);
        let signer = it.owner.signer.pubkey();
        let remove = remove_member(&signer, &it.owner.address, &it.address, &it.member.address);
        world.chain.refuse(&remove, &[&it.owner.signer])
    }),
    case("NotMember", "a moderator who left removes", |world| {
        let it = channel(world);
        world.leave(&it.moderator, &it.address);
        refuse(world, &it, &it.moderator, &it.member)
    }),
    case("NotMember", "who was removed already", |world| {
        let it = channel(world);
        world.remove(&it.owner, &it.address, &it.member);
        refuse(world, &it, &it.owner, &it.member)
    }),
    case("NotMember", "a member of another channel", |world| {
        let it = channel(world);
        let other = world.channel(&it.owner, "other", 0, 9);
        let mut remove = remove_member(
            &it.owner.authority.pubkey(),
            &it.owner.address,
            &other,
            &it.member.address,
        );
        remove.accounts[4].pubkey = keys::membership(&it.address, &it.member.address).0;
        world.chain.refuse(&remove, &[&it.owner.authority])
    }),
    case("NotMember", "a member of an earlier generation", |world| {
        let it = channel(world);
        world.close_channel(&it.owner, &it.address);
        world.channel(&it.owner, "news", 0, 9);
        refuse(world, &it, &it.owner, &it.member)
    }),
    case(
        "InsufficientRole",
        "a member removes a moderator",
        |world| {
            let it = channel(world);
            refuse(world, &it, &it.member, &it.moderator)
        },
    ),
    case("InsufficientRole", "a member removes a member", |world| {
        let it = channel(world);
        let other = world.agent("other");
        world.join(&other, &it.address);
        refuse(world, &it, &it.member, &other)
    }),
    case(
        "InsufficientRole",
        "a moderator removes its equal",
        |world| {
            let it = channel(world);
            let other = world.agent("other");
            world.invite(&it.owner, &it.address, &other, 1);
            world.join(&other, &it.address);
            refuse(world, &it, &it.moderator, &other)
        },
    ),
    case(
        "InsufficientRole",
        "a moderator removes the owner",
        |world| {
            let it = channel(world);
            refuse(world, &it, &it.moderator, &it.owner)
        },
    ),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn owner_and_moderator_remove_who_is_below_them() {
    let mut world = World::new();
    let it = channel(&mut world);
    let remove = remove_member(
        &it.moderator.authority.pubkey(),
        &it.moderator.address,
        &it.address,
        &it.member.address,
    );
    let done = world.chain.accept(&[remove], &[&it.moderator.authority]);
    let membership = keys::membership(&it.address, &it.member.address).0;
    assert_eq!(
        world
            .chain
            .fields("Membership", &membership)
            .number("state"),
        4
    );
    assert_eq!(
        world
            .chain
            .fields("Channel", &it.address)
            .number("member_count"),
        2
    );
    let event = done.event("MembershipChanged");
    assert_eq!(event.key("agent"), it.member.address);
    assert_eq!(event.key("by"), it.moderator.address);
    assert_eq!(event.number("member_count"), 2);
    assert_eq!(event.number("state"), 4);
    world.remove(&it.owner, &it.address, &it.moderator);
    assert_eq!(
        world
            .chain
            .fields("Channel", &it.address)
            .number("member_count"),
        1
    );
}

#[test]
fn who_is_invited_or_has_left_is_removed_without_being_counted() {
    let mut world = World::new();
    let it = channel(&mut world);
    let invited = world.agent("invited");
    world.invite(&it.owner, &it.address, &invited, 0);
    world.remove(&it.owner, &it.address, &invited);
    world.leave(&it.member, &it.address);
    world.remove(&it.owner, &it.address, &it.member);
    assert_eq!(
        world
            .chain
            .fields("Channel", &it.address)
            .number("member_count"),
        2
    );
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let it = channel(world);
            let authority = it.owner.authority.pubkey();
            let (owner, member) = (it.owner.address, it.member.address);
            let remove = remove_member(&authority, &owner, &it.address, &member);
            (remove, vec![it.owner.authority])
        },
        &[],
    );
}
