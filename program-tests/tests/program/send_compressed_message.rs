//! send_compressed_message

use program_tests::chain::FIRST_TIME;
use program_tests::instructions::{send_compressed_message, OffChain};
use program_tests::keys::{self, address, lower_bump, NONE};
use program_tests::swaps::Swap;
use solana_instruction::Instruction;
use solana_signer::Signer;

use crate::cases::{
    case, cut_data_is_refused, missing_accounts_are_refused, no_wrong_account_is_taken, run, Case,
    Harmless,
};
use crate::world::{Agent, World};

const SPACE: usize = 168;
const CONTENT: OffChain = OffChain {
    codec: 0x55,
    length: 100_000,
    hash: [0xab; 32],
};

fn refuse(world: &mut World, message_type: u8, content: OffChain) -> String {
    let (alice, bob) = world.pair();
    let send = send_compressed_message(&alice.route(&bob.address), 1, message_type, content);
    world.chain.refuse(&send, &[&alice.signer])
}

fn refuse_changed(world: &mut World, change: fn(&mut Instruction, &Agent, &Agent)) -> String {
    let (alice, bob) = world.pair();
    let mut send = send_compressed_message(&alice.route(&bob.address), 1, 1, CONTENT);
    change(&mut send, &alice, &bob);
    world.chain.refuse(&send, &[&alice.signer])
}

pub const CASES: &[Case] = &[
    case("InvalidContentLength", "no content", |world| {
        refuse(
            world,
            0,
            OffChain {
                length: 0,
                ..CONTENT
            },
        )
    }),
    case("InvalidContentLength", "a byte more than 1 MiB", |world| {
        refuse(
            world,
            0,
            OffChain {
                length: (1 << 20) + 1,
                ..CONTENT
            },
        )
    }),
    case("InvalidContentLength", "the greatest length", |world| {
        refuse(
            world,
            0,
            OffChain {
                length: u32::MAX,
                ..CONTENT
            },
        )
    }),
    case("InvalidKind", "codec dag-pb", |world| {
        refuse(
            world,
            0,
            OffChain {
                codec: 0x70,
                ..CONTENT
            },
        )
    }),
    case("InvalidKind", "the type of acknowledgements", |world| {
        refuse(world, 2, CONTENT)
    }),
    case("InvalidKind", "the last reserved type", |world| {
        refuse(world, 127, CONTENT)
    }),
    case("UnauthorizedSender", "another key signs", |world| {
        let (alice, bob) = world.pair();
        let mut route = alice.route(&bob.address);
        route.signer = bob.signer.pubkey();
        let send = send_compressed_message(&route, 1, 0, CONTENT);
        world.chain.refuse(&send, &[&alice.signer, &bob.signer])
    }),
    case("SelfMessage", "to the sender itself", |world| {
        let alice = world.agent("alice");
        let send = send_compressed_message(&alice.route(&alice.address), 1, 0, CONTENT);
        world.chain.refuse(&send, &[&alice.signer])
    }),
    case("InvalidRecipient", "to the zero address", |world| {
        let alice = world.agent("alice");
        let send = send_compressed_message(&alice.route(&NONE), 1, 0, CONTENT);
        world.chain.refuse(&send, &[&alice.signer])
    }),
    case("InvalidRecipient", "to nobody", |world| {
        let alice = world.agent("alice");
        let send = send_compressed_message(&alice.route(&address("nobody")), 1, 0, CONTENT);
        world.chain.refuse(&send, &[&alice.signer])
    }),
    case(
        "InvalidBump",
        "a lower bump that gives an address",
        |world| {
            refuse_changed(world, |send, alice, _| {
                let nonce = 1u64.to_le_bytes();
                let seeds: [&[u8]; 3] = [b"message", alice.address.as_ref(), &nonce];
                let (other, bump) = lower_bump(&seeds, send.data[8]);
                send.data[8] = bump;
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
    case("AddressInUse", "an inline message has the nonce", |world| {
        let (alice, bob) = world.pair();
        world.message(&alice, &bob.address, 1);
        let send = send_compressed_message(&alice.route(&bob.address), 1, 0, CONTENT);
        world.chain.refuse(&send, &[&alice.signer])
    }),
    case(
        "MissingRequiredSignature",
        "the signer does not sign",
        |world| {
            let (alice, bob) = world.pair();
            let mut route = alice.route(&bob.address);
            route.payer = world.stranger.pubkey();
            let mut send = send_compressed_message(&route, 1, 0, CONTENT);
            send.accounts[0].is_signer = false;
            world.chain.refuse(&send, &[&world.stranger])
        },
    ),
    case(
        "SystemInsufficientFunds",
        "the payer has no funds",
        |world| {
            let (alice, bob) = world.pair();
            world.chain.prefund(&alice.signer.pubkey(), 1_000_000);
            let send = send_compressed_message(&alice.route(&bob.address), 1, 0, CONTENT);
            world.chain.refuse(&send, &[&alice.signer])
        },
    ),
    case("InvalidInstructionData", "the hash is cut short", |world| {
        refuse_changed(world, |send, _, _| {
            send.data.pop();
        })
    }),
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
fn a_message_of_up_to_1_mib_is_kept_as_hash_length_and_codec() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    for (nonce, length) in [(1u64, 1), (2, 701), (3, 1 << 20)] {
        let content = OffChain { length, ..CONTENT };
        let send = send_compressed_message(&alice.route(&bob.address), nonce, 0, content);
        let done = world.chain.accept(&[send], &[&alice.signer]);
        let (address, bump) = keys::message(&alice.address, nonce);
        let message = world.chain.fields("Message", &address);
        assert_eq!(message.key("sender"), alice.address);
        assert_eq!(message.key("recipient"), bob.address);
        assert_eq!(message.key("rent_payer"), alice.signer.pubkey());
        assert_eq!(message.hash("content_hash"), CONTENT.hash);
        assert_eq!(message.number("timestamp"), FIRST_TIME as u64);
        assert_eq!(message.number("nonce"), nonce);
        assert_eq!(message.number("content_len"), u64::from(length));
        assert_eq!(message.number("message_type"), 0);
        assert_eq!(message.number("is_compressed"), 1);
        assert_eq!(message.number("codec"), 0x55);
        assert_eq!(message.number("bump"), u64::from(bump));
        assert!(message.tail().is_empty());
        assert_eq!(world.chain.lamports(&address), world.chain.rent(SPACE));

        let event = done.event("MessageSent");
        assert_eq!(event.key("message"), address);
        assert_eq!(event.hash("content_hash"), CONTENT.hash);
        assert_eq!(event.number("content_len"), u64::from(length));
        assert_eq!(event.number("is_compressed"), 1);
        assert_eq!(event.number("sequence"), nonce);
    }
}

#[test]
fn no_wrong_account() {
    let mut world = World::new();
    let others = world.everything();
    let (alice, bob) = world.pair();
    let mut route = alice.route(&bob.address);
    route.payer = world.stranger.pubkey();
    let send = send_compressed_message(&route, 1, 0, CONTENT);
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
    let signers = [&alice.signer, &world.stranger];
    no_wrong_account_is_taken(&world.chain, &send, &signers, &others, &harmless);
}

#[test]
fn malformed_instructions() {
    let mut world = World::new();
    let (alice, bob) = world.pair();
    let send = send_compressed_message(&alice.route(&bob.address), 1, 0, CONTENT);
    cut_data_is_refused(&mut world.chain, &send, &[&alice.signer]);
    missing_accounts_are_refused(&mut world.chain, &send, 6, &[&alice.signer]);
}
