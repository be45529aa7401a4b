//! send_message

use pod_core::hash::sha256;
use program_tests::chain::{FIRST_TIME, FUNDS};
use program_tests::idl::offset;
use program_tests::instructions::send_message;
use program_tests::keys::{self, address, lower_bump, NONE};
use program_tests::swaps::Swap;
use solana_instruction::Instruction;
use solana_signer::Signer;

use crate::cases::{
    case, cut_data_is_refused, missing_accounts_are_refused, no_wrong_account_is_taken, run, Case,
    Harmless,
};
use crate::world::{Agent, World};

const HEADER: usize = 168;
const TEXT: u8 = 0;
const DATA: u8 = 1;

/// Positions in the data.
const BUMP: usize = 8;

fn refuse_content(world: &mut World, message_type: u8, content: &[u8]) -> String {
    let (alice, bob) = world.pair();
    let send = send_message(&alice.route(&bob.address), 1, message_type, content);
    world.chain.refuse(&send, &[&alice.signer])
}

/// Sends a message from alice to bob, changed.
fn refuse_changed(world: &mut World, change: fn(&mut Instruction, &Agent, &Agent)) -> String {
    let (alice, bob) = world.pair();
    let mut send = send_message(&alice.route(&bob.address), 1, TEXT, b"hello");
    change(&mut send, &alice, &bob);
    world.chain.refuse(&send, &[&alice.signer])
}

pub const CASES: &[Case] = &[
    case("InvalidContentLength", "no content", |world| {
        refuse_content(world, TEXT, b"")
    }),
    case("InvalidContentLength", "701 bytes", |world| {
        refuse_content(world, TEXT, &[b'a'; 701])
    }),
    case("InvalidContentLength", "701 bytes of data", |world| {
        refuse_content(world, DATA, &[0; 701])
    }),
    case("InvalidCharacter", "a control character", |world| {
        refuse_content(world, TEXT, b"a\x1b")
    }),
    case("InvalidCharacter", "DEL", |world| {
        refuse_content(world, TEXT, b"\x7f")
    }),
    case("InvalidCharacter", "a C1 control", |world| {
        refuse_content(world, TEXT, b"\xc2\x9b")
    }),
    case("InvalidCharacter", "a lone continuation byte", |world| {
        refuse_content(world, TEXT, b"a\x80")
    }),
    case("InvalidCharacter", "a surrogate", |world| {
        refuse_content(world, TEXT, b"\xed\xa0\x80")
    }),
    case(
        "InvalidCharacter",
        "a character cut short at the end",
        |world| refuse_content(world, TEXT, b"aaa\xf0\x9f\xa6"),
    ),
    case("InvalidKind", "the type of acknowledgements", |world| {
        refuse_content(world, 2, b"a")
    }),
    case("InvalidKind", "the first reserved type", |world| {
        refuse_content(world, 3, b"a")
    }),
    case("InvalidKind", "the last reserved type", |world| {
        refuse_content(world, 127, b"a")
    }),
    case("UnauthorizedSender", "another key signs", |world| {
        let (alice, bob) = world.pair();
        let mut route = alice.route(&bob.address);
        route.signer = bob.signer.pubkey();
        let send = send_message(&route, 1, TEXT, b"hello");
        world.chain.refuse(&send, &[&alice.signer, &bob.signer])
    }),
    case("UnauthorizedSender", "the authority signs", |world| {
        let (alice, bob) = world.pair();
        let mut route = alice.route(&bob.address);
        route.signer = alice.authority.pubkey();
        let send = send_message(&route, 1, TEXT, b"hello");
        world
            .chain
            .refuse(&send, &[&alice.signer, &alice.authority])
    }),
    case("SelfMessage", "to the sender itself", |world| {
        let alice = world.agent("alice");
        let send = send_message(&alice.route(&alice.address), 1, TEXT, b"hello");
        world.chain.refuse(&send, &[&alice.signer])
    }),
    case("InvalidRecipient", "to the zero address", |world| {
        let alice = world.agent("alice");
        let send = send_message(&alice.route(&NONE), 1, TEXT, b"hello");
        world.chain.refuse(&send, &[&alice.signer])
    }),
    case("InvalidRecipient", "to a wallet", |world| {
        let alice = world.agent("alice");
        let send = send_message(&alice.route(&world.stranger.pubkey()), 1, TEXT, b"hello");
        world.chain.refuse(&send, &[&alice.signer])
    }),
    case("InvalidRecipient", "to a message", |world| {
        let (alice, bob) = world.pair();
        let message = world.message(&alice, &bob.address, 9);
        let send = send_message(&alice.route(&message), 1, TEXT, b"hello");
        world.chain.refuse(&send, &[&alice.signer])
    }),
    case("InvalidRecipient", "to a private channel", |world| {
        let (alice, bob) = world.pair();
        let channel = world.channel(&bob, "secret", 1, 3);
        let send = send_message(&alice.route(&channel), 1, TEXT, b"hello");
        world.chain.refuse(&send, &[&alice.signer])
    }),
    case("InvalidRecipient", "to a channel that has ended", |world| {
        let (alice, bob) = world.pair();
        let channel = world.channel(&bob, "news", 0, 3);
        world.close_channel(&bob, &channel);
        let send = send_message(&alice.route(&channel), 1, TEXT, b"hello");
        world.chain.refuse(&send, &[&alice.signer])
    }),
    case("InvalidRecipient", "to a relay", |world| {
        let alice = world.agent("alice");
        let relay = world.relay(1);
        let send = send_message(&alice.route(&relay.address), 1, TEXT, b"hello");
        world.chain.refuse(&send, &[&alice.signer])
    }),
    case(
        "InvalidBump",
        "a lower bump that gives an address",
        |world| {
            refuse_changed(world, |send, alice, _| {
                let nonce = 1u64.to_le_bytes();
                let seeds: [&[u8]; 3] = [b"message", alice.address.as_ref(), &nonce];
                let (other, bump) = lower_bump(&seeds, send.data[BUMP]);
                send.data[BUMP] = bump;
                send.accounts[2].pubkey = other;
            })
        },
    ),
    case(
        "PrivilegeEscalation",
        "an address of another nonce",
        |world| {
            refuse_changed(world, |send, alice, _| {
                send.accounts[2].pubkey = keys::message(&alice.address, 2).0;
            })
        },
    ),
    case(
        "PrivilegeEscalation",
        "an address of another sender",
        |world| {
            refuse_changed(world, |send, _, bob| {
                send.accounts[2].pubkey = keys::message(&bob.address, 1).0;
            })
        },
    ),
    case("AddressInUse", "the nonce is taken", |world| {
        let (alice, bob) = world.pair();
        world.message(&alice, &bob.address, 1);
        let send = send_message(&alice.route(&bob.address), 1, TEXT, b"again");
        world.chain.refuse(&send, &[&alice.signer])
    }),
    case(
        "MissingRequiredSignature",
        "the signer does not sign",
        |world| {
            let (alice, bob) = world.pair();
            let mut route = alice.route(&bob.address);
            route.payer = world.stranger.pubkey();
            let mut send = send_message(&route, 1, TEXT, b"hello");
            send.accounts[0].is_signer = false;
            world.chain.refuse(&send, &[&world.stranger])
        },
    ),
    case(
        "MissingRequiredSignature",
        "the payer does not sign",
        |world| {
            let (alice, bob) = world.pair();
            let mut route = alice.route(&bob.address);
            route.payer = world.stranger.pubkey();
            let mut send = send_message(&route, 1, TEXT, b"hello");
            send.accounts[1].is_signer = false;
            world.chain.refuse(&send, &[&alice.signer])
        },
    ),
    case(
        "SystemInsufficientFunds",
        "the payer has no funds",
        |world| {
            let (alice, bob) = world.pair();
            world.chain.prefund(&alice.signer.pubkey(), 1_000_000);
            let send = send_message(&alice.route(&bob.address), 1, TEXT, b"hello");
            world.chain.refuse(&send, &[&alice.signer])
        },
    ),
    case(
        "InvalidInstructionData",
        "more content announced than given",
        |world| {
            refuse_changed(world, |send, _, _| {
                send.data.pop();
            })
        },
    ),
    case("NotEnoughAccountKeys", "an account is missing", |world| {
        refuse_changed(world, |send, _, _| {
            send.accounts.pop();
        })
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn a_message_is_kept_with_its_content_and_counted() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let mut route = alice.route(&bob.address);
    route.payer = world.stranger.pubkey();
    world.chain.set_clock(400_000_000, FIRST_TIME + 60);
    let content = "Grüße, 世界 🦀\n".as_bytes();
    let nonce = 0x0123_4567_89ab_cdef;
    let send = send_message(&route, nonce, TEXT, content);
    let done = world
        .chain
        .accept(&[send], &[&alice.signer, &world.stranger]);

    let (address, bump) = keys::message(&alice.address, nonce);
    let message = world.chain.fields("Message", &address);
    assert_eq!(message.key("sender"), alice.address);
    assert_eq!(message.key("recipient"), bob.address);
    assert_eq!(message.key("rent_payer"), world.stranger.pubkey());
    assert_eq!(message.hash("content_hash"), sha256([content]));
    assert_eq!(message.number("timestamp"), FIRST_TIME as u64 + 60);
    assert_eq!(message.number("nonce"), nonce);
    assert_eq!(message.number("content_len"), content.len() as u64);
    assert_eq!(message.number("message_type"), 0);
    assert_eq!(message.number("is_compressed"), 0);
    assert_eq!(message.number("codec"), 0x55);
    assert_eq!(message.number("bump"), u64::from(bump));
    assert_eq!(message.number("version"), 1);
    assert_eq!(message.tail(), content);

    let rent = world.chain.rent(HEADER + content.len());
    assert_eq!(world.chain.lamports(&address), rent);
    assert_eq!(world.chain.lamports(&world.stranger.pubkey()), FUNDS - rent);
    assert_eq!(world.chain.lamports(&alice.signer.pubkey()), FUNDS);

    let sender = world.chain.fields("Agent", &alice.address);
    assert_eq!(sender.number("total_messages"), 1);
    assert_eq!(sender.number("last_active"), FIRST_TIME as u64 + 60);
    let recipient = world.chain.fields("Agent", &bob.address);
    assert_eq!(recipient.number("total_messages"), 0);
    assert_eq!(recipient.number("last_active"), FIRST_TIME as u64);

    let event = done.event("MessageSent");
    assert_eq!(event.key("message"), address);
    assert_eq!(event.key("sender"), alice.address);
    assert_eq!(event.key("recipient"), bob.address);
    assert_eq!(event.hash("content_hash"), sha256([content]));
    assert_eq!(event.number("nonce"), nonce);
    assert_eq!(event.number("timestamp"), FIRST_TIME as u64 + 60);
    assert_eq!(event.number("sequence"), 1);
    assert_eq!(event.number("content_len"), content.len() as u64);
    assert_eq!(event.number("message_type"), 0);
    assert_eq!(event.number("is_compressed"), 0);
    assert_eq!(event.number("version"), 1);
}

#[test]
fn content_of_1_and_700_bytes_and_any_bytes_of_data_are_taken() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let every_byte: Vec<u8> = (0..=255).collect();
    for (nonce, (message_type, content)) in (0..).zip([
        (TEXT, &b"a"[..]),
        (TEXT, &[b'z'; 700]),
        (DATA, &[0; 700]),
        (DATA, &every_byte),
        (128, &every_byte),
        (255, b"\x00"),
    ]) {
        let send = send_message(&alice.route(&bob.address), nonce, message_type, content);
        world.chain.accept(&[send], &[&alice.signer]);
        let message = keys::message(&alice.address, nonce).0;
        let message = world.chain.fields("Message", &message);
        assert_eq!(message.tail(), content);
        assert_eq!(message.number("message_type"), u64::from(message_type));
    }
    assert_eq!(
        world
            .chain
            .fields("Agent", &alice.address)
            .number("total_messages"),
        6
    );
}

#[test]
fn the_count_of_messages_saturates() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let at = offset("Agent", "total_messages");
    world
        .chain
        .patch(&alice.address, at, &(u32::MAX - 1).to_le_bytes());
    for nonce in 0..3 {
        let send = send_message(&alice.route(&bob.address), nonce, TEXT, b"hello");
        let done = world.chain.accept(&[send], &[&alice.signer]);
        assert_eq!(
            done.event("MessageSent").number("sequence"),
            u64::from(u32::MAX)
        );
    }
}

#[test]
fn lamports_at_the_address_neither_stop_it_nor_are_lost() {
    let rent = World::new().chain.rent(HEADER + 5);
    for lamports in [1, rent, rent + 1] {
        let mut world = World::new();
        let (alice, bob) = world.pair();
        let message = keys::message(&alice.address, 1).0;
        world.chain.prefund(&message, lamports);
        world.message(&alice, &bob.address, 1);
        assert_eq!(world.chain.lamports(&message), rent.max(lamports));
    }
}

#[test]
fn timestamps_before_1970_are_kept_as_they_are() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    for (nonce, time) in [(1, -1), (2, i64::MIN), (3, i64::MAX)] {
        world.chain.set_clock(u64::MAX, time);
        let message = world.message(&alice, &bob.address, nonce);
        let message = world.chain.fields("Message", &message);
        assert_eq!(message.number("timestamp"), time as u64);
    }
}

#[test]
fn no_wrong_account() {
    let mut world = World::new();
    let others = world.everything();
    let (alice, bob) = world.pair();
    let mut route = alice.route(&bob.address);
    route.payer = world.stranger.pubkey();
    let send = send_message(&route, 1, TEXT, b"hello");
    let harmless = [
        Harmless {
            account: "recipient",
            swap: |swap| {
                *swap == Swap::Other("agent".into()) || *swap == Swap::Other("channel".into())
            },
            why: "any live agent and any public channel may be written to",
        },
        Harmless {
            account: "payer",
            swap: |swap| *swap == Swap::Wallet || *swap == Swap::Duplicate("signer".into()),
            why: "anyone who signs may pay, the signer too",
        },
    ];
    no_wrong_account_is_taken(
        &world.chain,
        &send,
        &[&alice.signer, &world.stranger],
        &others,
        &harmless,
    );
}

#[test]
fn malformed_instructions() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let send = send_message(&alice.route(&bob.address), 1, TEXT, b"hello");
    cut_data_is_refused(&mut world.chain, &send, &[&alice.signer]);
    missing_accounts_are_refused(&mut world.chain, &send, 6, &[&alice.signer]);
    let mut elsewhere = send.clone();
    elsewhere.accounts[5].pubkey = address("not the system program");
    assert_eq!(
        world.chain.refuse(&elsewhere, &[&alice.signer]),
        "IncorrectProgramId"
    );
}

#[test]
fn a_public_channel_can_be_written_to() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let channel = world.channel(&bob, "news", 0, 3);
    let message = world.message(&alice, &channel, 1);
    assert_eq!(
        world.chain.fields("Message", &message).key("recipient"),
        channel
    );
}
