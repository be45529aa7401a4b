//! append_messages

use pod_core::hash::sha256;
use program_tests::idl::MessageEntry;
use program_tests::instructions::append_messages;
use program_tests::keys::{address, NONE, PROGRAM, QUEUE};
use program_tests::light::{self, leaf_hash, Queue};
use program_tests::swaps::Swap;
use solana_address::Address;
use solana_instruction::Instruction;
use solana_message::Message;
use solana_signer::Signer;
use solana_transaction::Transaction;

use crate::cases::{case, run, sound, Case, Harmless, Made};
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

/// The public queues beside the first.
const OTHER_QUEUES: [Address; 4] = [
    Address::from_str_const("oq2UkeMsJLfXt2QHzim242SUi3nvjJs8Pn7Eac9H9vg"),
    Address::from_str_const("oq3AxjekBWgo64gpauB6QtuZNesuv19xrhaC1ZM1THQ"),
    Address::from_str_const("oq4ypwvVGzCUMoiKKHWh4S1SgZJ9vCvKpcz6RT6A8dq"),
    Address::from_str_const("oq5oh5ZR3yGomuQgFduNDzjtGvVWfDRGLuDVjv9a96P"),
];

/// A world with Light in it, and an agent whose signer pays for all, so that ten messages fit a
/// packet.
fn with_light() -> (World, Agent) {
    let mut world = World::new();
    light::load(&mut world.chain);
    let alice = world.agent("alice");
    world.chain.payer = alice.signer.insecure_clone();
    (world, alice)
}

fn data_hash(sender: &Address, message: &MessageEntry, now: i64) -> [u8; 32] {
    let mut data = [0; 120];
    data[..32].copy_from_slice(sender.as_ref());
    data[32..64].copy_from_slice(message.recipient.as_ref());
    data[64..96].copy_from_slice(&message.content_hash);
    data[96..104].copy_from_slice(&now.to_le_bytes());
    data[104..112].copy_from_slice(&message.nonce.to_le_bytes());
    data[112..116].copy_from_slice(&message.content_len.to_le_bytes());
    data[116] = message.message_type;
    data[117] = 0x55;
    data[118] = 1;
    let mut hash = sha256([&data]);
    hash[0] = 0;
    hash
}

/// Appends messages and checks queue, sender, event and what was paid.
fn append_and_check(world: &mut World, alice: &Agent, queue: &Address, messages: &[MessageEntry]) {
    let before = Queue::read(&world.chain, queue);
    let funds = world.chain.lamports(&alice.signer.pubkey());
    let count = messages.len() as u64;
    let signer = alice.signer.pubkey();
    let append = append_messages(&signer, &signer, &alice.address, queue, messages);
    let sent = world
        .chain
        .fields("Agent", &alice.address)
        .number("total_messages");

    let done = world.chain.accept(&[append], &[&alice.signer]);

    let now = world.chain.clock().unix_timestamp;
    let hashes: Vec<[u8; 32]> = messages
        .iter()
        .map(|message| data_hash(&alice.address, message, now))
        .collect();
    let leaves: Vec<[u8; 32]> = (before.next_index..)
        .zip(&hashes)
        .map(|(index, hash)| leaf_hash(&PROGRAM, &before.tree, index, b"pod-msg1", hash))
        .collect();
    let after = Queue::read(&world.chain, queue);
    assert_eq!(after.next_index, before.next_index + count);
    let appended = [&before.leaves[0][..], &before.leaves[1][..], &leaves[..]].concat();
    assert_eq!(after.leaves.concat(), appended);
    after.check();

    let sender = world.chain.fields("Agent", &alice.address);
    assert_eq!(sender.number("total_messages"), sent + count);
    assert_eq!(sender.number("last_active"), now as u64);
    let event = done.event("MessagesAppended");
    assert_eq!(event.key("sender"), alice.address);
    assert_eq!(event.key("queue"), *queue);
    assert_eq!(event.number("count"), count);
    assert_eq!(event.number("sequence"), sent + count);
    let chained = hashes
        .iter()
        .fold([0; 32], |chain, hash| sha256([&chain, hash]));
    assert_eq!(event.hash("leaves_hash"), chained);

    // The signature's fee, Light's fee for the call, and what Light takes for each leaf.
    let paid = funds - world.chain.lamports(&alice.signer.pubkey());
    assert_eq!(paid, 5_000 + 5_000 + count * before.rollover_fee);
    assert_eq!(after.rollover_fee, 1);
}

#[test]
fn one_to_ten_messages_become_leaves_whose_hashes_can_be_computed_again() {
    let (mut world, alice) = with_light();
    for count in 1..=10 {
        let messages: Vec<MessageEntry> = (0..count).map(|i| entry(100 * count + i)).collect();
        append_and_check(&mut world, &alice, &QUEUE, &messages);
    }
}

#[test]
fn a_queue_of_production_size_takes_them_too() {
    let (mut world, alice) = with_light();
    light::enlarge(&mut world.chain, &QUEUE);
    for count in [1, 10] {
        let messages: Vec<MessageEntry> = (0..count).map(entry).collect();
        append_and_check(&mut world, &alice, &QUEUE, &messages);
    }
}

#[test]
fn every_public_queue_takes_messages() {
    let (mut world, alice) = with_light();
    for queue in OTHER_QUEUES {
        append_and_check(&mut world, &alice, &queue, &[entry(1), entry(2)]);
    }
}

#[test]
fn the_same_message_can_be_appended_twice() {
    let (mut world, alice) = with_light();
    append_and_check(&mut world, &alice, &QUEUE, &[entry(1)]);
    append_and_check(&mut world, &alice, &QUEUE, &[entry(1)]);
}

#[test]
fn a_full_queue_that_nobody_empties_takes_no_more() {
    let (mut world, alice) = with_light();
    for count in 0..10 {
        let messages: Vec<MessageEntry> = (0..10).map(|i| entry(10 * count + i)).collect();
        append_and_check(&mut world, &alice, &QUEUE, &messages);
    }
    let append = append(&alice, &[entry(100)]);
    assert_eq!(world.chain.refuse(&append, &[]), "LightBatchNotReady");
    let sender = world.chain.fields("Agent", &alice.address);
    assert_eq!(sender.number("total_messages"), 100);
}

#[test]
fn a_state_tree_is_no_queue() {
    let (mut world, alice) = with_light();
    let tree = Queue::read(&world.chain, &QUEUE).tree;
    let mut append = append(&alice, &[entry(1)]);
    append.accounts[9].pubkey = tree;
    assert_eq!(world.chain.refuse(&append, &[]), "WrongAccount");
}

fn made(world: &mut World) -> Made {
    light::load(&mut world.chain);
    let alice = world.agent("alice");
    let payer = world.chain.funded("payer");
    let append = append_messages(
        &alice.signer.pubkey(),
        &payer.pubkey(),
        &alice.address,
        &QUEUE,
        &[entry(1)],
    );
    (append, vec![alice.signer, payer])
}

#[test]
fn wrong_accounts_are_refused() {
    sound(
        made,
        &[Harmless {
            account: "payer",
            swap: |swap| matches!(swap, Swap::Wallet) || *swap == Swap::Duplicate("signer".into()),
            why: "whoever signs may pay",
        }],
    );
}
