//! commit

use pod_core::hash::node_hash;
use pod_core::memory_tree::MemoryTree;
use pod_core::tree::{root, Frontier, EMPTY_FRONTIER, MAX_SIZE};
use pod_core::Hash;
use program_tests::chain::{Chain, FIRST_SLOT, FIRST_TIME};
use program_tests::idl::offset;
use program_tests::instructions::commit;
use program_tests::random::Random;
use solana_address::Address;
use solana_instruction::Instruction;
use solana_signer::Signer;

use crate::cases::{
    case, cut_data_is_refused, missing_accounts_are_refused, no_wrong_account_is_taken, run, Case,
};
use crate::world::{grow, Relay, World};

/// A relay with 10 messages in its log, and a tree of 40.
fn ten(world: &mut World) -> Relay {
    let mut relay = world.relay(1);
    world.commit(&mut relay, 10);
    grow(&mut relay.tree, 30);
    relay
}

fn instruction(relay: &Relay, chunks: &[u8]) -> Instruction {
    commit(&relay.committer.pubkey(), &relay.address, 0, chunks)
}

/// Commits one chunk of the range to the log of 10.
fn refuse_range(world: &mut World, start: u32, end: u32) -> String {
    let relay = ten(world);
    let commit = instruction(&relay, &relay.tree.chunk(start, end));
    world.chain.refuse(&commit, &[&relay.committer])
}

/// Commits a chunk of the range with as many made-up hashes.
fn refuse_hashes(world: &mut World, start: u32, end: u32, hashes: usize) -> String {
    let relay = ten(world);
    let commit = instruction(&relay, &made_up(start, end, hashes));
    world.chain.refuse(&commit, &[&relay.committer])
}

fn made_up(start: u32, end: u32, hashes: usize) -> Vec<u8> {
    let mut bytes = [start.to_le_bytes(), end.to_le_bytes()].concat();
    bytes.resize(8 + 32 * hashes, 0xaa);
    bytes
}

pub const CASES: &[Case] = &[
    case("InvalidChunk", "no chunks", |world| {
        let relay = ten(world);
        let commit = instruction(&relay, &[]);
        world.chain.refuse(&commit, &[&relay.committer])
    }),
    case("InvalidChunk", "an empty range", |world| {
        refuse_hashes(world, 10, 10, 1)
    }),
    case("InvalidChunk", "an empty range behind the tree", |world| {
        refuse_hashes(world, 5, 5, 0)
    }),
    case("InvalidChunk", "a range that runs backwards", |world| {
        refuse_hashes(world, 11, 10, 1)
    }),
    case("InvalidChunk", "the greatest start", |world| {
        refuse_hashes(world, u32::MAX, 0, 1)
    }),
    case("InvalidChunk", "a hash too few", |world| {
        refuse_hashes(world, 10, 15, 2)
    }),
    case("InvalidChunk", "no hashes", |world| {
        refuse_hashes(world, 10, 15, 0)
    }),
    case("InvalidChunk", "half a hash", |world| {
        let relay = ten(world);
        let mut chunk = relay.tree.chunk(10, 15);
        chunk.truncate(chunk.len() - 16);
        let commit = instruction(&relay, &chunk);
        world.chain.refuse(&commit, &[&relay.committer])
    }),
    case("InvalidChunk", "a header cut short", |world| {
        let relay = ten(world);
        let commit = instruction(&relay, &relay.tree.chunk(10, 15)[..7]);
        world.chain.refuse(&commit, &[&relay.committer])
    }),
    case("InvalidChunk", "a byte after the last chunk", |world| {
        let relay = ten(world);
        let mut chunk = relay.tree.chunk(10, 15);
        chunk.push(0);
        let commit = instruction(&relay, &chunk);
        world.chain.refuse(&commit, &[&relay.committer])
    }),
    case(
        "InvalidChunk",
        "a skipped chunk with a hash too few",
        |world| refuse_hashes(world, 1, 8, 2),
    ),
    case("ChunkStraddles", "from the start past the end", |world| {
        refuse_range(world, 0, 11)
    }),
    case("ChunkStraddles", "from the last leaf", |world| {
        refuse_range(world, 9, 11)
    }),
    case("ChunkLeavesGap", "one leaf missing", |world| {
        refuse_range(world, 11, 12)
    }),
    case(
        "ChunkLeavesGap",
        "a second chunk that leaves a gap",
        |world| {
            let relay = ten(world);
            let chunks = [relay.tree.chunk(10, 12), relay.tree.chunk(13, 14)].concat();
            let commit = instruction(&relay, &chunks);
            world.chain.refuse(&commit, &[&relay.committer])
        },
    ),
    case(
        "ChunkLeavesGap",
        "overtaken by the chunk after it",
        |world| {
            let relay = ten(world);
            let chunks = [relay.tree.chunk(12, 14), relay.tree.chunk(10, 12)].concat();
            let commit = instruction(&relay, &chunks);
            world.chain.refuse(&commit, &[&relay.committer])
        },
    ),
    case("EpochFull", "a chunk that ends past the epoch", |world| {
        refuse_hashes(world, 10, MAX_SIZE + 1, 25)
    }),
    case("EpochFull", "a leaf after the last", |world| {
        let relay = full(world);
        let commit = instruction(&relay, &made_up(MAX_SIZE, MAX_SIZE + 1, 1));
        world.chain.refuse(&commit, &[&relay.committer])
    }),
    case("UnauthorizedCommitter", "a stranger signs", |world| {
        let relay = ten(world);
        let chunk = relay.tree.chunk(10, 15);
        let commit = commit(&world.stranger.pubkey(), &relay.address, 0, &chunk);
        world.chain.refuse(&commit, &[&world.stranger])
    }),
    case("UnauthorizedCommitter", "the operator signs", |world| {
        let relay = ten(world);
        let chunk = relay.tree.chunk(10, 15);
        let commit = commit(&world.creator.pubkey(), &relay.address, 0, &chunk);
        world.chain.refuse(&commit, &[&world.creator])
    }),
    case(
        "UnauthorizedCommitter",
        "the committer of another relay",
        |world| {
            let relay = ten(world);
            let other = world.relay(2);
            let chunk = relay.tree.chunk(10, 15);
            let commit = commit(&other.committer.pubkey(), &relay.address, 0, &chunk);
            world.chain.refuse(&commit, &[&other.committer])
        },
    ),
    case("RelaySealed", "the relay is sealed", |world| {
        let relay = ten(world);
        world
            .chain
            .patch(&relay.address, offset("Relay", "state"), &[2]);
        let commit = instruction(&relay, &relay.tree.chunk(10, 15));
        world.chain.refuse(&commit, &[&relay.committer])
    }),
    case("WrongLog", "the log of another relay", |world| {
        let relay = ten(world);
        let other = world.relay(2);
        let mut commit = instruction(&relay, &relay.tree.chunk(10, 15));
        commit.accounts[2].pubkey = other.log;
        world.chain.refuse(&commit, &[&relay.committer])
    }),
    case("WrongLog", "the log of an earlier epoch", |world| {
        let relay = ten(world);
        world.chain.patch(
            &relay.address,
            offset("Relay", "epoch"),
            &1u32.to_le_bytes(),
        );
        let commit = instruction(&relay, &relay.tree.chunk(10, 15));
        world.chain.refuse(&commit, &[&relay.committer])
    }),
    case("LogSealed", "the log says that it is sealed", |world| {
        let relay = ten(world);
        world
            .chain
            .patch(&relay.log, offset("RelayLog", "state"), &[2]);
        let commit = instruction(&relay, &relay.tree.chunk(10, 15));
        world.chain.refuse(&commit, &[&relay.committer])
    }),
    case(
        "MissingRequiredSignature",
        "the committer does not sign",
        |world| {
            let relay = ten(world);
            let mut commit = instruction(&relay, &relay.tree.chunk(10, 15));
            commit.accounts[0].is_signer = false;
            world.chain.refuse(&commit, &[])
        },
    ),
    case(
        "InvalidInstructionData",
        "more chunks announced than given",
        |world| {
            let relay = ten(world);
            let mut commit = instruction(&relay, &relay.tree.chunk(10, 15));
            commit.data.pop();
            world.chain.refuse(&commit, &[&relay.committer])
        },
    ),
    case("NotEnoughAccountKeys", "the log is missing", |world| {
        let relay = ten(world);
        let mut commit = instruction(&relay, &relay.tree.chunk(10, 15));
        commit.accounts.pop();
        world.chain.refuse(&commit, &[&relay.committer])
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

/// A relay whose epoch has room for no more, made by hand: 2^26 commits would take too long.
fn full(world: &mut World) -> Relay {
    let relay = almost_full(world, 0);
    world.chain.patch(
        &relay.log,
        offset("RelayLog", "size"),
        &MAX_SIZE.to_le_bytes(),
    );
    let mut frontier = EMPTY_FRONTIER;
    frontier[26] = [26; 32];
    world.chain.patch(
        &relay.log,
        offset("RelayLog", "frontier"),
        frontier.as_flattened(),
    );
    relay
}

/// A relay whose epoch has room for `left` messages, fewer than all; peak k is 32 times the byte k.
fn almost_full(world: &mut World, left: u32) -> Relay {
    let relay = world.relay(1);
    let size = MAX_SIZE - left;
    world
        .chain
        .patch(&relay.log, offset("RelayLog", "size"), &size.to_le_bytes());
    let frontier = numbered(size);
    world.chain.patch(
        &relay.log,
        offset("RelayLog", "frontier"),
        frontier.as_flattened(),
    );
    relay
}

fn numbered(size: u32) -> Frontier {
    let mut frontier = EMPTY_FRONTIER;
    for (level, slot) in frontier.iter_mut().enumerate() {
        if size >> level & 1 == 1 {
            *slot = [level as u8; 32];
        }
    }
    frontier
}

fn frontier(chain: &Chain, log: &Address) -> Frontier {
    let fields = chain.fields("RelayLog", log);
    let (slots, rest) = fields.bytes("frontier").as_chunks::<32>();
    assert!(rest.is_empty());
    slots.try_into().expect("27 slots")
}

fn assert_log(chain: &Chain, relay: &Relay, tree: &MemoryTree, size: u32) {
    let log = chain.fields("RelayLog", &relay.log);
    assert_eq!(log.number("size"), u64::from(size));
    assert_eq!(frontier(chain, &relay.log), tree.frontier(size));
    let messages = chain.fields("Relay", &relay.address).number("messages");
    assert_eq!(messages, u64::from(size));
}

#[test]
fn a_commit_appends_to_the_frontier_and_says_so() {
    let mut world = World::new();
    let relay = ten(&mut world);
    world.chain.set_clock(FIRST_SLOT + 5, FIRST_TIME + 2);
    let chunk = instruction(&relay, &relay.tree.chunk(10, 37));
    let done = world.chain.accept(&[chunk], &[&relay.committer]);

    assert_log(&world.chain, &relay, &relay.tree, 37);
    let log = world.chain.fields("RelayLog", &relay.log);
    assert_eq!(log.number("last_commit_slot"), FIRST_SLOT + 5);
    assert_eq!(log.number("last_commit_at"), FIRST_TIME as u64 + 2);
    assert_eq!(log.number("state"), 1);
    assert_eq!(log.hash("root"), [0; 32]);

    let event = done.event("Committed");
    assert_eq!(event.key("log"), relay.log);
    assert_eq!(event.number("first_index"), 10);
    assert_eq!(event.number("slot"), FIRST_SLOT + 5);
    assert_eq!(event.number("epoch"), 0);
    assert_eq!(event.number("size"), 37);
    assert_eq!(event.number("version"), 1);
}

#[test]
fn a_commit_of_what_is_there_changes_nothing_and_says_nothing() {
    let mut world = World::new();
    let relay = ten(&mut world);
    world.chain.set_clock(FIRST_SLOT + 5, FIRST_TIME + 2);
    for (start, end) in [(0, 10), (3, 7), (9, 10), (0, 1)] {
        let before = world.chain.account(&relay.log);
        let again = instruction(&relay, &relay.tree.chunk(start, end));
        let done = world.chain.accept(&[again], &[&relay.committer]);
        assert!(done.events().is_empty());
        assert_eq!(world.chain.account(&relay.log), before);
    }
}

#[test]
fn skipped_and_new_chunks_ride_in_one_commit() {
    let mut world = World::new();
    let relay = ten(&mut world);
    let chunks = [(4, 9), (9, 10), (10, 13), (11, 12), (13, 29), (0, 3)]
        .map(|(start, end)| relay.tree.chunk(start, end))
        .concat();
    let commit = instruction(&relay, &chunks);
    let done = world.chain.accept(&[commit], &[&relay.committer]);
    assert_eq!(done.event("Committed").number("first_index"), 10);
    assert_log(&world.chain, &relay, &relay.tree, 29);
}

#[test]
fn one_wrong_chunk_undoes_the_commit() {
    let mut world = World::new();
    let relay = ten(&mut world);
    let chunks = [relay.tree.chunk(10, 13), relay.tree.chunk(12, 14)].concat();
    let commit = instruction(&relay, &chunks);
    assert_eq!(
        world.chain.refuse(&commit, &[&relay.committer]),
        "ChunkStraddles"
    );
    assert_log(&world.chain, &relay, &relay.tree, 10);
}

#[test]
fn hashes_beyond_the_cover_are_read_as_another_chunk_and_refused() {
    let mut world = World::new();
    let relay = ten(&mut world);
    let mut chunk = relay.tree.chunk(10, 15);
    chunk.extend([0xaa; 32]);
    let commit = instruction(&relay, &chunk);
    let error = world.chain.refuse(&commit, &[&relay.committer]);
    assert_eq!(error, "InvalidChunk");
}

#[test]
fn every_alignment_of_a_chunk_up_to_40_gives_the_naive_tree() {
    let mut tree = MemoryTree::new();
    grow(&mut tree, 40);
    let mut world = World::new();
    for start in 0..40u32 {
        for end in start + 1..=40 {
            let relay_id = start * 100 + end;
            let relay = world.relay(relay_id);
            let mut chunks = Vec::new();
            if start > 0 {
                chunks.extend(tree.chunk(0, start));
            }
            chunks.extend(tree.chunk(start, end));
            let commit = instruction(&relay, &chunks);
            world.chain.accept(&[commit], &[&relay.committer]);
            assert_eq!(frontier(&world.chain, &relay.log), tree.frontier(end));
        }
    }
}

#[test]
fn thousands_of_random_batchings_give_the_naive_tree() {
    let seed = 20_261_124;
    println!("seed {seed}");
    let mut random = Random::new(seed);
    let mut world = World::new();
    world.chain.svm = std::mem::take(&mut world.chain.svm)
        .with_sigverify(false)
        .with_blockhash_check(false);
    let mut relay = world.relay(1);
    grow(&mut relay.tree, 300_000);
    let tree = std::mem::take(&mut relay.tree);
    let mut size = 0;
    for _ in 0..3000 {
        let mut chunks = Vec::new();
        let mut end = size;
        if random.one_in(4) && size > 0 {
            // A chunk that is there already.
            let start = random.below(u64::from(size)) as u32;
            let until = (start + 1 + random.below(20) as u32).min(size);
            chunks.extend(tree.chunk(start, until));
        }
        for _ in 0..=random.below(3) {
            let most = if random.one_in(10) { 400 } else { 20 };
            let start = end;
            let next = tree.chunk(start, start + 1 + random.below(most) as u32);
            if chunks.len() + next.len() > 880 {
                break;
            }
            end = u32::from_le_bytes(next[4..8].try_into().expect("4 bytes"));
            chunks.extend(next);
        }
        let commit = instruction(&relay, &chunks);
        world.chain.accept(&[commit], &[&relay.committer]);
        assert_log(&world.chain, &relay, &tree, end);
        size = end;
    }
    assert_eq!(
        root(&frontier(&world.chain, &relay.log), size),
        tree.root(size)
    );
}

#[test]
fn the_last_messages_of_an_epoch_close_it_into_one_peak() {
    let mut world = World::new();
    let relay = almost_full(&mut world, 3);
    let roots: [Hash; 2] = [[0xb0; 32], [0xb1; 32]];
    let mut chunk = [MAX_SIZE - 3, MAX_SIZE].map(u32::to_le_bytes).concat();
    chunk.extend(roots.as_flattened());
    let commit = instruction(&relay, &chunk);
    world.chain.accept(&[commit], &[&relay.committer]);

    // Size 2^26 - 3 has peak 0 and peaks 2 to 25: the first leaf closes peak 0, the next two the rest.
    let mut peak = node_hash(&node_hash(&[0; 32], &roots[0]), &roots[1]);
    for level in 2..26u8 {
        peak = node_hash(&[level; 32], &peak);
    }
    let mut expected = EMPTY_FRONTIER;
    expected[26] = peak;
    assert_eq!(frontier(&world.chain, &relay.log), expected);
    let messages = world
        .chain
        .fields("Relay", &relay.address)
        .number("messages");
    assert_eq!(messages, u64::from(MAX_SIZE));
}

#[test]
fn the_global_index_goes_on_from_the_epochs_before() {
    let mut world = World::new();
    let relay = world.relay(1);
    let first = u64::from(MAX_SIZE) * 9;
    world.chain.patch(
        &relay.log,
        offset("RelayLog", "first_index"),
        &first.to_le_bytes(),
    );
    let mut tree = MemoryTree::new();
    grow(&mut tree, 3);
    let commit = instruction(&relay, &tree.chunk(0, 3));
    let done = world.chain.accept(&[commit], &[&relay.committer]);
    assert_eq!(done.event("Committed").number("first_index"), first);
    let messages = world
        .chain
        .fields("Relay", &relay.address)
        .number("messages");
    assert_eq!(messages, first + 3);
}

#[test]
fn no_wrong_account() {
    let mut world = World::new();
    let others = world.everything();
    let relay = ten(&mut world);
    let commit = instruction(&relay, &relay.tree.chunk(10, 15));
    no_wrong_account_is_taken(&world.chain, &commit, &[&relay.committer], &others, &[]);
}

#[test]
fn malformed_instructions() {
    let mut world = World::new();
    let relay = ten(&mut world);
    let commit = instruction(&relay, &relay.tree.chunk(10, 15));
    cut_data_is_refused(&mut world.chain, &commit, &[&relay.committer]);
    missing_accounts_are_refused(&mut world.chain, &commit, 3, &[&relay.committer]);
}
