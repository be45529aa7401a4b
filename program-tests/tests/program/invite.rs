//! invite

use program_tests::idl::offset;
use program_tests::instructions::{invite, Actor};
use program_tests::keys::{self, address, lower_bump};
use program_tests::swaps::Swap;
use solana_address::Address;
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case, Harmless};
use crate::world::{Agent, World};

const MEMBER: u8 = 0;
const MODERATOR: u8 = 1;
const OWNER: u8 = 2;

/// A private channel of alice, and bob outside it.
fn private(world: &mut World) -> (Agent, Agent, Address) {
    let (alice, bob) = world.pair();
    let channel = world.channel(&alice, "secret", 1, 5);
    (alice, bob, channel)
}

/// A member of the channel with a role, called carol.
fn member(world: &mut World, owner: &Agent, channel: &Address, role: u8) -> Agent {
    let carol = world.agent("carol");
    world.invite(owner, channel, &carol, role);
    world.join(&carol, channel);
    carol
}

/// carol, with a role, invites bob with another.
fn refuse_role(world: &mut World, own: u8, given: u8) -> String {
    let (alice, bob, channel) = private(world);
    let carol = member(world, &alice, &channel, own);
    let invite = invite(&carol.authority(), &channel, &bob.address, given);
    world.chain.refuse(&invite, &[&carol.authority])
}

pub const CASES: &[Case] = &[
    case("Unauthorized", "the inviter's signer signs", |world| {
        let (alice, bob, channel) = private(world);
        let invite = invite(&alice.signer(), &channel, &bob.address, MEMBER);
        world.chain.refuse(&invite, &[&alice.signer])
    }),
    case("NotMember", "a moderator who left", |world| {
        let (alice, bob, channel) = private(world);
        let carol = member(world, &alice, &channel, MODERATOR);
        world.leave(&carol, &channel);
        let invite = invite(&carol.authority(), &channel, &bob.address, MEMBER);
        world.chain.refuse(&invite, &[&carol.authority])
    }),
    case("NotMember", "the membership of somebody else", |world| {
        let (alice, bob, channel) = private(world);
        let carol = world.agent("carol");
        let mut invite = invite(&carol.authority(), &channel, &bob.address, MEMBER);
        invite.accounts[3].pubkey = keys::membership(&channel, &alice.address).0;
        world.chain.refuse(&invite, &[&carol.authority])
    }),
    case("NotMember", "the owner of another channel", |world| {
        let (_, bob, channel) = private(world);
        let carol = world.agent("carol");
        let other = world.channel(&carol, "other", 0, 5);
        let mut invite = invite(&carol.authority(), &channel, &bob.address, MEMBER);
        invite.accounts[3].pubkey = keys::membership(&other, &carol.address).0;
        world.chain.refuse(&invite, &[&carol.authority])
    }),
    case(
        "NotMember",
        "a moderator of an earlier generation",
        |world| {
            let (alice, bob, channel) = private(world);
            let carol = member(world, &alice, &channel, MODERATOR);
            world.close_channel(&alice, &channel);
            world.channel(&alice, "secret", 1, 5);
            let invite = invite(&carol.authority(), &channel, &bob.address, MEMBER);
            world.chain.refuse(&invite, &[&carol.authority])
        },
    ),
    case("InvalidKind", "as owner", |world| {
        let (alice, bob, channel) = private(world);
        let invite = invite(&alice.authority(), &channel, &bob.address, OWNER);
        world.chain.refuse(&invite, &[&alice.authority])
    }),
    case("InsufficientRole", "a member invites", |world| {
        refuse_role(world, MEMBER, MEMBER)
    }),
    case(
        "InsufficientRole",
        "a moderator invites its equal",
        |world| refuse_role(world, MODERATOR, MODERATOR),
    ),
    case("AlreadyMember", "an invited agent", |world| {
        let (alice, bob, channel) = private(world);
        world.invite(&alice, &channel, &bob, MEMBER);
        let again = invite(&alice.authority(), &channel, &bob.address, MODERATOR);
        world.chain.refuse(&again, &[&alice.authority])
    }),
    case("AlreadyMember", "an active member", |world| {
        let (alice, bob, channel) = private(world);
        let carol = member(world, &alice, &channel, MEMBER);
        let again = invite(&alice.authority(), &channel, &carol.address, MEMBER);
        let _ = bob;
        world.chain.refuse(&again, &[&alice.authority])
    }),
    case("AlreadyMember", "the owner itself", |world| {
        let (alice, _, channel) = private(world);
        let own = invite(&alice.authority(), &channel, &alice.address, MEMBER);
        world.chain.refuse(&own, &[&alice.authority])
    }),
    case("MemberRemoved", "who was removed", |world| {
        let (alice, _, channel) = private(world);
        let carol = member(world, &alice, &channel, MEMBER);
        world.remove(&alice, &channel, &carol);
        let again = invite(&alice.authority(), &channel, &carol.address, MEMBER);
        world.chain.refuse(&again, &[&alice.authority])
    }),
    case("WrongAccount", "the membership of another agent", |world| {
        let (alice, bob, channel) = private(world);
        let carol = member(world, &alice, &channel, MEMBER);
        let mut invite = invite(&alice.authority(), &channel, &bob.address, MEMBER);
        invite.accounts[6].pubkey = keys::membership(&channel, &carol.address).0;
        world.chain.refuse(&invite, &[&alice.authority])
    }),
    case(
        "InvalidBump",
        "a lower bump that gives an address",
        |world| {
            let (alice, bob, channel) = private(world);
            let mut invite = invite(&alice.authority(), &channel, &bob.address, MEMBER);
            let seeds: [&[u8]; 3] = [b"member", channel.as_ref(), bob.address.as_ref()];
            let (other, bump) = lower_bump(&seeds, invite.data[8]);
            invite.data[8] = bump;
            invite.accounts[6].pubkey = other;
            world.chain.refuse(&invite, &[&alice.authority])
        },
    ),
    case("PrivilegeEscalation", "an address elsewhere", |world| {
        let (alice, bob, channel) = private(world);
        let mut invite = invite(&alice.authority(), &channel, &bob.address, MEMBER);
        invite.accounts[6].pubkey = address("elsewhere");
        world.chain.refuse(&invite, &[&alice.authority])
    }),
    case("AddressInUse", "a profile in its place", |world| {
        let (alice, bob, channel) = private(world);
        let profile = world.profile(&bob);
        let mut invite = invite(&alice.authority(), &channel, &bob.address, MEMBER);
        invite.accounts[6].pubkey = profile;
        world.chain.refuse(&invite, &[&alice.authority])
    }),
    case(
        "SystemInsufficientFunds",
        "the payer has no funds",
        |world| {
            let (alice, bob, channel) = private(world);
            world.chain.prefund(&alice.authority.pubkey(), 1_000_000);
            let invite = invite(&alice.authority(), &channel, &bob.address, MEMBER);
            world.chain.refuse(&invite, &[&alice.authority])
        },
    ),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn an_invited_agent_is_no_member_until_it_joins() {
    let mut world = World::new();
    let (alice, bob, channel) = private(&mut world);
    let payer = world.stranger.pubkey();
    let actor = Actor {
        payer,
        ..alice.authority()
    };
    let invite = invite(&actor, &channel, &bob.address, MODERATOR);
    let done = world
        .chain
        .accept(&[invite], &[&alice.authority, &world.stranger]);
    let (address, bump) = keys::membership(&channel, &bob.address);
    let membership = world.chain.fields("Membership", &address);
    assert_eq!(membership.key("agent"), bob.address);
    assert_eq!(membership.key("rent_payer"), payer);
    assert_eq!(membership.key("invited_by"), alice.address);
    assert_eq!(membership.number("joined_at"), 0);
    assert_eq!(membership.number("generation"), 1);
    assert_eq!(membership.number("role"), 1);
    assert_eq!(membership.number("state"), 1);
    assert_eq!(membership.number("bump"), u64::from(bump));
    assert_eq!(
        world
            .chain
            .fields("Channel", &channel)
            .number("member_count"),
        1
    );
    let event = done.event("MembershipChanged");
    assert_eq!(event.key("channel"), channel);
    assert_eq!(event.key("agent"), bob.address);
    assert_eq!(event.key("by"), alice.address);
    assert_eq!(event.number("generation"), 1);
    assert_eq!(event.number("member_count"), 1);
    assert_eq!(event.number("role"), 1);
    assert_eq!(event.number("state"), 1);
}

#[test]
fn a_moderator_invites_members() {
    let mut world = World::new();
    let (alice, bob, channel) = private(&mut world);
    let carol = member(&mut world, &alice, &channel, MODERATOR);
    world.invite(&carol, &channel, &bob, MEMBER);
    let membership = keys::membership(&channel, &bob.address).0;
    let membership = world.chain.fields("Membership", &membership);
    assert_eq!(membership.key("invited_by"), carol.address);
}

#[test]
fn who_left_can_be_invited_with_another_role() {
    let mut world = World::new();
    let (alice, _, channel) = private(&mut world);
    let carol = member(&mut world, &alice, &channel, MODERATOR);
    world.leave(&carol, &channel);
    world.invite(&alice, &channel, &carol, MEMBER);
    let membership = keys::membership(&channel, &carol.address).0;
    let at = offset("Membership", "role");
    let account = world.chain.account(&membership).expect("it exists");
    assert_eq!(account.data[at], MEMBER);
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let (alice, bob, channel) = private(world);
            let actor = Actor {
                payer: world.stranger.pubkey(),
                ..alice.authority()
            };
            let invite = invite(&actor, &channel, &bob.address, MEMBER);
            (
                invite,
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
