//! close_membership

use program_tests::chain::FUNDS;
use program_tests::instructions::close_membership;
use program_tests::swaps::Swap;
use solana_address::Address;
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case, Harmless};
use crate::world::{Agent, World};

/// A public channel of alice with bob in it.
fn joined(world: &mut World) -> (Agent, Agent, Address, Address) {
    let (alice, bob) = world.pair();
    let channel = world.channel(&alice, "news", 0, 3);
    let membership = world.join(&bob, &channel);
    (alice, bob, channel, membership)
}

pub const CASES: &[Case] = &[
    case("MembershipInUse", "the channel lives", |world| {
        let (_, bob, channel, _) = joined(world);
        let close = close_membership(&channel, &bob.address, &bob.signer.pubkey());
        world.chain.refuse(&close, &[])
    }),
    case(
        "MembershipInUse",
        "who was removed would come back",
        |world| {
            let (alice, bob, channel, _) = joined(world);
            world.remove(&alice, &channel, &bob);
            let close = close_membership(&channel, &bob.address, &bob.signer.pubkey());
            world.chain.refuse(&close, &[])
        },
    ),
    case("WrongAccount", "another channel", |world| {
        let (alice, bob, channel, membership) = joined(world);
        let other = world.channel(&alice, "other", 0, 3);
        world.close_channel(&alice, &other);
        let mut close = close_membership(&other, &bob.address, &bob.signer.pubkey());
        close.accounts[1].pubkey = membership;
        let _ = channel;
        world.chain.refuse(&close, &[])
    }),
    case(
        "WrongRentPayer",
        "the rent is to go to somebody else",
        |world| {
            let (alice, bob, channel, _) = joined(world);
            world.close_channel(&alice, &channel);
            let close = close_membership(&channel, &bob.address, &world.stranger.pubkey());
            world.chain.refuse(&close, &[])
        },
    ),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn anyone_closes_what_no_longer_counts_and_the_rent_goes_to_who_paid() {
    for reopened in [false, true] {
        let mut world = World::new();
        let (alice, bob, channel, membership) = joined(&mut world);
        world.close_channel(&alice, &channel);
        if reopened {
            world.channel(&alice, "news", 0, 3);
        }
        let close = close_membership(&channel, &bob.address, &bob.signer.pubkey());
        let done = world.chain.accept(&[close], &[]);
        assert!(world.chain.account(&membership).is_none());
        assert_eq!(world.chain.lamports(&bob.signer.pubkey()), FUNDS);
        let event = done.event("MembershipClosed");
        assert_eq!(event.key("channel"), channel);
        assert_eq!(event.key("agent"), bob.address);
    }
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let (alice, bob, channel, _) = joined(world);
            world.close_channel(&alice, &channel);
            let close = close_membership(&channel, &bob.address, &bob.signer.pubkey());
            (close, vec![])
        },
        &[Harmless {
            account: "channel",
            swap: |swap| {
                matches!(
                    swap,
                    Swap::ForeignOwner | Swap::OtherDiscriminator | Swap::CutShort | Swap::Empty
                )
            },
            why: "what is no channel at a channel's address is one that has ended",
        }],
    );
}
