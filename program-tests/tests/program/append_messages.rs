//! append_messages
//!
//! Light's programs are not on the chain of these tests: what is tested is all that comes before
//! the call to them.

use program_tests::idl::MessageEntry;
use program_tests::instructions::append_messages;
use program_tests::keys::{address, NONE, QUEUE};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_message::Message;
use solana_signer::Signer;
use solana_transaction::Transaction;

use crate::cases::{case, cut_data_is_refused, missing_accounts_are_refused, run, Case};
use crate::world::{Agent, World};

fn entry(nonce: u64) -> MessageEntry {
    MessageEntry {
        recipient: address("recipient"),
        content_hash: [7; 32],
        nonce,
        content_len: 5,
        message_type: 0,
    }
}

fn append(alice: &Agent, messages: &[MessageEntry]) -> Instruction {
    let signer = alice.signer.pubkey();
    append_messages(&signer, &signer, &alice.address, &QUEUE, messages)
}

fn refuse(world: &mut World, change: fn(&mut MessageEntry, &Address)) -> String {
    let alice = world.agent("alice");
    let mut last = entry(2);
    change(&mut last, &alice.address);
    let append = append(&alice, &[entry(1), last]);
    world.chain.refuse(&append, &[&alice.signer])
}

fn refuse_changed(world: &mut World, change: fn(&mut Instruction)) -> String {
    let alice = world.agent("alice");
    let mut append = append(&alice, &[entry(1)]);
    change(&mut append);
    world.chain.refuse(&append, &[&alice.signer])
}

pub const CASES: &[Case] = &[
    case(
        "UnauthorizedSender",
        "the agent's authority signs",
        |world| {
            let alice = world.agent("alice");
            let authority = alice.authority.pubkey();
            let messages = [entry(1)];
            let append = append_messages(&authority, &authority, &alice.address, &QUEUE, &messages);
            world.chain.refuse(&append, &[&alice.authority])
        },
    ),
    case(
        "WrongAccount",
        "a queue that is not one of Light's",
        |world| refuse_changed(world, |append| append.accounts[9].pubkey = address("queue")),
    ),
    case("BatchTooLarge", "11 messages", |world| {
        let alice = world.agent("alice");
        let messages: Vec<MessageEntry> = (0..11).map(entry).collect();
        let append = append(&alice, &messages);
        // So many fit a packet only with the accounts in a lookup table; the chain here does not
        // look at the size.
        let payer = world.chain.payer.insecure_clone();
        let blockhash = world.chain.svm.latest_blockhash();
        let message = Message::new_with_blockhash(&[append], Some(&payer.pubkey()), &blockhash);
        let transaction = Transaction::new(&[&payer, &alice.signer], message, blockhash);
        world
            .chain
            .submit(transaction)
            .expect_err("11 messages")
            .name
    }),
    case("BatchMismatch", "no messages", |world| {
        let alice = world.agent("alice");
        let append = append(&alice, &[]);
        world.chain.refuse(&append, &[&alice.signer])
    }),
    case("InvalidKind", "the type of acknowledgements", |world| {
        refuse(world, |message, _| message.message_type = 2)
    }),
    case("InvalidContentLength", "no content", |world| {
        refuse(world, |message, _| message.content_len = 0)
    }),
    case("InvalidContentLength", "a byte more than 1 MiB", |world| {
        refuse(world, |message, _| message.content_len = (1 << 20) + 1)
    }),
    case("InvalidRecipient", "the zero address", |world| {
        refuse(world, |message, _| message.recipient = NONE)
    }),
    case("SelfMessage", "to the sender itself", |world| {
        refuse(world, |message, alice| message.recipient = *alice)
    }),
    case("ConstraintAddress", "another registered program", |world| {
        refuse_changed(world, |append| append.accounts[4].pubkey = address("other"))
    }),
    case(
        "ConstraintAddress",
        "another compression authority",
        |world| refuse_changed(world, |append| append.accounts[5].pubkey = address("other")),
    ),
    case(
        "ConstraintAddress",
        "another account compression program",
        |world| refuse_changed(world, |append| append.accounts[6].pubkey = address("other")),
    ),
    case(
        "ConstraintAddress",
        "another system program of Light",
        |world| refuse_changed(world, |append| append.accounts[7].pubkey = address("other")),
    ),
];

#[test]
fn refusals() {
    run(CASES);
}

#[test]
fn what_is_well_formed_reaches_light_and_counts_nothing_when_light_is_not_there() {
    let mut world = World::new();
    let alice = world.agent("alice");
    let append = append(&alice, &[entry(1), entry(2)]);
    let refused = world
        .chain
        .send(std::slice::from_ref(&append), &[&alice.signer])
        .expect_err("Light is not there");
    assert_eq!(refused.name, "UnsupportedProgramId", "{:?}", refused.logs);
    let sender = world.chain.fields("Agent", &alice.address);
    assert_eq!(sender.number("total_messages"), 0);
}

#[test]
fn malformed_instructions() {
    let mut world = World::new();
    let alice = world.agent("alice");
    let append = append(&alice, &[entry(1)]);
    cut_data_is_refused(&mut world.chain, &append, &[&alice.signer]);
    missing_accounts_are_refused(&mut world.chain, &append, 10, &[&alice.signer]);
}
