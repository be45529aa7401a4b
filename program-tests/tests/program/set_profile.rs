//! set_profile

use program_tests::chain::{FIRST_SLOT, FIRST_TIME, FUNDS};
use program_tests::instructions::{set_profile, Profile};
use program_tests::keys::{self, address, lower_bump, NONE};
use program_tests::swaps::Swap;
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case, Harmless};
use crate::world::{World, PROFILE};

const SPACE: usize = 184;

pub const CASES: &[Case] = &[
    case("Unauthorized", "the agent's signer signs", |world| {
        let alice = world.agent("alice");
        let signer = alice.signer.pubkey();
        let set = set_profile(&signer, &signer, &alice.address, &PROFILE);
        world.chain.refuse(&set, &[&alice.signer])
    }),
    case("WrongAccount", "the profile of another agent", |world| {
        let (alice, bob) = world.pair();
        let other = world.profile(&bob);
        let own = alice.authority.pubkey();
        let mut set = set_profile(&own, &own, &alice.address, &PROFILE);
        set.accounts[3].pubkey = other;
        world.chain.refuse(&set, &[&alice.authority])
    }),
    case(
        "InvalidBump",
        "a lower bump that gives an address",
        |world| {
            let alice = world.agent("alice");
            let own = alice.authority.pubkey();
            let mut set = set_profile(&own, &own, &alice.address, &PROFILE);
            let seeds: [&[u8]; 2] = [b"profile", alice.address.as_ref()];
            let (other, bump) = lower_bump(&seeds, set.data[8]);
            set.data[8] = bump;
            set.accounts[3].pubkey = other;
            world.chain.refuse(&set, &[&alice.authority])
        },
    ),
    case("PrivilegeEscalation", "an address elsewhere", |world| {
        let alice = world.agent("alice");
        let own = alice.authority.pubkey();
        let mut set = set_profile(&own, &own, &alice.address, &PROFILE);
        set.accounts[3].pubkey = address("elsewhere");
        world.chain.refuse(&set, &[&alice.authority])
    }),
    case(
        "AddressInUse",
        "a message in the place of the profile",
        |world| {
            let (alice, bob) = world.pair();
            let message = world.message(&alice, &bob.address, 1);
            let own = alice.authority.pubkey();
            let mut set = set_profile(&own, &own, &alice.address, &PROFILE);
            set.accounts[3].pubkey = message;
            world.chain.refuse(&set, &[&alice.authority])
        },
    ),
    case(
        "SystemInsufficientFunds",
        "the payer has no funds",
        |world| {
            let alice = world.agent("alice");
            let own = alice.authority.pubkey();
            world.chain.prefund(&own, 1_000_000);
            let set = set_profile(&own, &own, &alice.address, &PROFILE);
            world.chain.refuse(&set, &[&alice.authority])
        },
    ),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn a_profile_is_made_once_and_then_changed() {
    let mut world = World::new();
    let alice = world.agent("alice");
    let authority = alice.authority.pubkey();
    let payer = world.stranger.pubkey();
    let set = set_profile(&authority, &payer, &alice.address, &PROFILE);
    let done = world
        .chain
        .accept(&[set], &[&alice.authority, &world.stranger]);

    let (address, bump) = keys::profile(&alice.address);
    let profile = world.chain.fields("Profile", &address);
    assert_eq!(profile.key("agent"), alice.address);
    assert_eq!(profile.key("rent_payer"), payer);
    assert_eq!(profile.hash("encryption_key"), PROFILE.encryption_key);
    assert_eq!(profile.key("home_relay"), PROFILE.home_relay);
    assert_eq!(profile.hash("metadata_hash"), PROFILE.metadata_hash);
    assert_eq!(profile.number("metadata_codec"), 0x55);
    assert_eq!(profile.number("updated_at"), FIRST_TIME as u64);
    assert_eq!(profile.number("bump"), u64::from(bump));
    assert_eq!(profile.number("version"), 1);
    let rent = world.chain.rent(SPACE);
    assert_eq!(world.chain.lamports(&address), rent);
    assert_eq!(world.chain.lamports(&payer), FUNDS - rent);
    let event = done.event("ProfileSet");
    assert_eq!(event.key("agent"), alice.address);
    assert_eq!(event.hash("encryption_key"), PROFILE.encryption_key);
    assert_eq!(event.key("home_relay"), PROFILE.home_relay);

    world.chain.set_clock(FIRST_SLOT + 1, FIRST_TIME + 9);
    let changed = Profile {
        encryption_key: [0; 32],
        home_relay: NONE,
        ..PROFILE
    };
    let set = set_profile(&authority, &authority, &alice.address, &changed);
    world.chain.accept(&[set], &[&alice.authority]);
    let profile = world.chain.fields("Profile", &address);
    assert_eq!(profile.hash("encryption_key"), [0; 32]);
    assert_eq!(profile.key("home_relay"), NONE);
    assert_eq!(profile.number("updated_at"), FIRST_TIME as u64 + 9);
    assert_eq!(profile.key("rent_payer"), payer);
    assert_eq!(
        world.chain.lamports(&authority),
        FUNDS - world.chain.rent(248)
    );
}

#[test]
fn lamports_at_the_address_neither_stop_it_nor_are_lost() {
    let mut world = World::new();
    let alice = world.agent("alice");
    let address = keys::profile(&alice.address).0;
    world.chain.prefund(&address, 5);
    world.profile(&alice);
    assert_eq!(world.chain.lamports(&address), world.chain.rent(SPACE));
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let alice = world.agent("alice");
            let authority = alice.authority.pubkey();
            let payer = world.stranger.pubkey();
            let set = set_profile(&authority, &payer, &alice.address, &PROFILE);
            (set, vec![alice.authority, world.stranger.insecure_clone()])
        },
        &[Harmless {
            account: "payer",
            swap: |swap| *swap == Swap::Wallet || *swap == Swap::Duplicate("authority".into()),
            why: "anyone who signs may pay, the authority too",
        }],
    );
}
