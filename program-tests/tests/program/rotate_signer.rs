//! rotate_signer

use pod_core::key_chain;
use program_tests::chain::{FIRST_SLOT, FIRST_TIME};
use program_tests::instructions::{rotate_signer, send_message};
use program_tests::keys::{key, NONE};
use solana_signer::Signer;

use crate::cases::{case, run, sound, Case};
use crate::world::World;

pub const CASES: &[Case] = &[
    case("Unauthorized", "the agent's signer signs", |world| {
        let alice = world.agent("alice");
        let new = key("new signer").pubkey();
        let rotate = rotate_signer(&alice.signer.pubkey(), &alice.address, &new);
        world.chain.refuse(&rotate, &[&alice.signer])
    }),
    case("Unauthorized", "the authority of another agent", |world| {
        let (alice, bob) = world.pair();
        let new = key("new signer").pubkey();
        let rotate = rotate_signer(&bob.authority.pubkey(), &alice.address, &new);
        world.chain.refuse(&rotate, &[&bob.authority])
    }),
    case("InvalidKey", "the zero address", |world| {
        let alice = world.agent("alice");
        let rotate = rotate_signer(&alice.authority.pubkey(), &alice.address, &NONE);
        world.chain.refuse(&rotate, &[&alice.authority])
    }),
    case("InvalidKey", "the signer it has", |world| {
        let alice = world.agent("alice");
        let same = alice.signer.pubkey();
        let rotate = rotate_signer(&alice.authority.pubkey(), &alice.address, &same);
        world.chain.refuse(&rotate, &[&alice.authority])
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn each_rotation_puts_the_key_before_into_the_chain_with_the_slot_of_its_end() {
    let mut world = World::new();
    let alice = world.agent("alice");
    let mut chain = key_chain::EMPTY;
    let mut current = alice.signer.pubkey();
    let mut since = FIRST_SLOT;
    for (number, slots) in [(1, 0u64), (2, 1), (3, 1_000_000)] {
        let slot = since + slots;
        world.chain.set_clock(slot, FIRST_TIME);
        let new = key(&format!("signer {number}")).pubkey();
        let rotate = rotate_signer(&alice.authority.pubkey(), &alice.address, &new);
        let done = world.chain.accept(&[rotate], &[&alice.authority]);
        chain = key_chain::extend(&chain, current.as_array(), slot);

        let agent = world.chain.fields("Agent", &alice.address);
        assert_eq!(agent.key("signer"), new);
        assert_eq!(agent.number("signer_since"), slot);
        assert_eq!(agent.hash("key_chain"), chain);
        assert_eq!(agent.key("authority"), alice.authority.pubkey());

        let event = done.event("SignerRotated");
        assert_eq!(event.key("agent"), alice.address);
        assert_eq!(event.key("previous"), current);
        assert_eq!(event.key("signer"), new);
        assert_eq!(event.hash("key_chain"), chain);
        assert_eq!(event.number("previous_since"), since);
        assert_eq!(event.number("slot"), slot);
        current = new;
        since = slot;
    }
}

#[test]
fn the_key_before_is_worth_nothing_and_the_new_one_signs() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let new = world.chain.funded("new signer");
    let rotate = rotate_signer(&alice.authority.pubkey(), &alice.address, &new.pubkey());
    world.chain.accept(&[rotate], &[&alice.authority]);
    let mut route = alice.route(&bob.address);
    let old = send_message(&route, 1, 0, b"old");
    assert_eq!(
        world.chain.refuse(&old, &[&alice.signer]),
        "UnauthorizedSender"
    );
    route.signer = new.pubkey();
    let send = send_message(&route, 1, 0, b"new");
    world.chain.accept(&[send], &[&alice.signer, &new]);
}

#[test]
fn no_malformed_instruction_and_no_wrong_account() {
    sound(
        |world| {
            let alice = world.agent("alice");
            let new = key("new signer").pubkey();
            let rotate = rotate_signer(&alice.authority.pubkey(), &alice.address, &new);
            (rotate, vec![alice.authority])
        },
        &[],
    );
}
