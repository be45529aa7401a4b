//! verify_inclusion

use pod_core::hash::node_hash;
use pod_core::memory_tree::MemoryTree;
use pod_core::tree::{EMPTY_FRONTIER, MAX_SIZE};
use pod_core::Hash;
use program_tests::idl::offset;
use program_tests::instructions::verify_inclusion;
use solana_address::Address;
use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_signer::Signer;

use crate::cases::{
    case, cut_data_is_refused, missing_accounts_are_refused, no_wrong_account_is_taken, run, Case,
};
use crate::world::{Relay, World};

const SEALED_SPACE: usize = 176;
const SIZE: u32 = 45;
const INDEX: u32 = 18;

fn relay(world: &mut World, size: u32) -> Relay {
    let mut relay = world.relay(1);
    world.commit(&mut relay, size);
    relay
}

/// A log of 45 leaves, sealed by hand: root and sizes, and no frontier.
fn sealed(world: &mut World) -> Relay {
    let relay = relay(world, SIZE);
    seal(world, &relay, SIZE);
    relay
}

fn seal(world: &mut World, relay: &Relay, size: u32) {
    let root = relay.tree.root(size);
    world
        .chain
        .patch(&relay.log, offset("RelayLog", "root"), &root);
    world
        .chain
        .patch(&relay.log, offset("RelayLog", "state"), &[2]);
    let mut account = world.chain.account(&relay.log).expect("the log");
    account.data.truncate(SEALED_SPACE);
    world.chain.set_account(&relay.log, account);
}

fn refuse(world: &mut World, log: &Address, index: u32, leaf: &Hash, path: &[Hash]) -> String {
    world
        .chain
        .refuse(&verify_inclusion(log, index, leaf, path), &[])
}

/// A proof of index 18 to the peak, changed by `change`.
fn refuse_open(world: &mut World, change: fn(&MemoryTree, &mut u32, &mut Vec<Hash>)) -> String {
    let relay = relay(world, SIZE);
    let mut path = relay.tree.path_to_peak(SIZE, INDEX);
    let mut index = INDEX;
    change(&relay.tree, &mut index, &mut path);
    refuse(world, &relay.log, index, &relay.tree.leaf(INDEX), &path)
}

/// A proof of index 18 to the root of a sealed log, changed by `change`.
fn refuse_sealed(world: &mut World, change: fn(&MemoryTree, &mut u32, &mut Vec<Hash>)) -> String {
    let relay = sealed(world);
    let mut path = relay.tree.inclusion_proof(SIZE, INDEX);
    let mut index = INDEX;
    change(&relay.tree, &mut index, &mut path);
    refuse(world, &relay.log, index, &relay.tree.leaf(INDEX), &path)
}

pub const CASES: &[Case] = &[
    case("IndexOutOfRange", "the index after the last", |world| {
        refuse_open(world, |_, index, _| *index = SIZE)
    }),
    case("IndexOutOfRange", "the greatest index", |world| {
        refuse_open(world, |_, index, _| *index = u32::MAX)
    }),
    case("IndexOutOfRange", "an index of an empty log", |world| {
        let relay = world.relay(1);
        refuse(world, &relay.log, 0, &[0; 32], &[])
    }),
    case("IndexOutOfRange", "an index after a sealed log", |world| {
        refuse_sealed(world, |_, index, _| *index = SIZE)
    }),
    case("InvalidPathLength", "a sibling too few", |world| {
        refuse_open(world, |_, _, path| {
            path.pop();
        })
    }),
    case("InvalidPathLength", "a sibling too many", |world| {
        refuse_open(world, |_, _, path| path.push([0; 32]))
    }),
    case(
        "InvalidPathLength",
        "the path to the root of an open log",
        |world| {
            refuse_open(world, |tree, _, path| {
                *path = tree.inclusion_proof(SIZE, INDEX)
            })
        },
    ),
    case("InvalidPathLength", "no path", |world| {
        refuse_open(world, |_, _, path| path.clear())
    }),
    case("InvalidPathLength", "27 siblings", |world| {
        refuse_open(world, |_, _, path| *path = vec![[0; 32]; 27])
    }),
    case("InvalidPathLength", "the path of another peak", |world| {
        refuse_open(world, |_, index, _| *index = 44)
    }),
    case(
        "InvalidPathLength",
        "a sibling too few for a sealed log",
        |world| {
            refuse_sealed(world, |_, _, path| {
                path.pop();
            })
        },
    ),
    case(
        "InvalidPathLength",
        "a sibling too many for a sealed log",
        |world| refuse_sealed(world, |_, _, path| path.push([0; 32])),
    ),
    case(
        "InvalidPathLength",
        "the path to the peak of a sealed log",
        |world| {
            refuse_sealed(world, |tree, _, path| {
                *path = tree.path_to_peak(SIZE, INDEX)
            })
        },
    ),
    case("ProofMismatch", "the sibling's index", |world| {
        refuse_open(world, |_, index, _| *index ^= 1)
    }),
    case("ProofMismatch", "siblings swapped", |world| {
        refuse_open(world, |_, _, path| path.swap(0, 1))
    }),
    case("ProofMismatch", "the last sibling altered", |world| {
        refuse_open(world, |_, _, path| path[4][31] ^= 1)
    }),
    case("ProofMismatch", "another leaf", |world| {
        let relay = relay(world, SIZE);
        let path = relay.tree.path_to_peak(SIZE, INDEX);
        refuse(world, &relay.log, INDEX, &relay.tree.leaf(19), &path)
    }),
    case(
        "ProofMismatch",
        "an inner node in the place of a leaf",
        |world| {
            let relay = relay(world, SIZE);
            let node = node_hash(&relay.tree.leaf(18), &relay.tree.leaf(19));
            let mut path = relay.tree.path_to_peak(SIZE, 9);
            path[0] = relay.tree.cover_roots(16, 18)[0];
            refuse(world, &relay.log, 9, &node, &path)
        },
    ),
    case(
        "ProofMismatch",
        "zeros for the peak that is not there",
        |world| {
            let relay = relay(world, SIZE);
            refuse(world, &relay.log, 44, &[0; 32], &[])
        },
    ),
    case(
        "ProofMismatch",
        "siblings of a sealed log swapped",
        |world| refuse_sealed(world, |_, _, path| path.swap(0, 1)),
    ),
    case(
        "ProofMismatch",
        "the last sibling of a sealed log altered",
        |world| refuse_sealed(world, |_, _, path| path[5][0] ^= 1),
    ),
    case(
        "ProofMismatch",
        "the proof of another relay's log",
        |world| {
            let relay = relay(world, SIZE);
            let other = world.relay(2);
            let mut tree = MemoryTree::new();
            (0..SIZE).for_each(|i| tree.push([i as u8; 32]));
            let chunk = tree.chunk(0, SIZE);
            let commit = program_tests::instructions::commit(
                &other.committer.pubkey(),
                &other.address,
                0,
                &chunk,
            );
            world.chain.accept(&[commit], &[&other.committer]);
            let path = relay.tree.path_to_peak(SIZE, INDEX);
            refuse(world, &other.log, INDEX, &relay.tree.leaf(INDEX), &path)
        },
    ),
    case("WrongLog", "a relay in the place of its log", |world| {
        let relay = relay(world, SIZE);
        let path = relay.tree.path_to_peak(SIZE, INDEX);
        refuse(world, &relay.address, INDEX, &relay.tree.leaf(INDEX), &path)
    }),
    case("WrongLog", "a wallet in the place of the log", |world| {
        let relay = relay(world, SIZE);
        let wallet = world.stranger.pubkey();
        refuse(world, &wallet, 0, &relay.tree.leaf(0), &[])
    }),
    case(
        "InvalidInstructionData",
        "more siblings announced than given",
        |world| {
            let relay = relay(world, SIZE);
            let path = relay.tree.path_to_peak(SIZE, INDEX);
            let mut verify = verify_inclusion(&relay.log, INDEX, &relay.tree.leaf(INDEX), &path);
            verify.data[8 + 4 + 32] += 1;
            world.chain.refuse(&verify, &[])
        },
    ),
    case("NotEnoughAccountKeys", "no log", |world| {
        let relay = relay(world, SIZE);
        let mut verify = verify_inclusion(&relay.log, 0, &[0; 32], &[]);
        verify.accounts.clear();
        world.chain.refuse(&verify, &[])
    }),
];

#[test]
fn refusals() {
    run(CASES);
}

fn accept(world: &mut World, log: &Address, index: u32, leaf: &Hash, path: &[Hash]) -> u64 {
    let verify = verify_inclusion(log, index, leaf, path);
    let done = world.chain.accept(&[verify], &[]);
    assert!(done.events().is_empty());
    let mut index = [0; 8];
    // The runtime drops zeros from the end of return data.
    index[..done.return_data.len()].copy_from_slice(&done.return_data);
    u64::from_le_bytes(index)
}

#[test]
fn every_index_of_every_size_up_to_40_is_proven_to_its_peak() {
    let mut world = World::new();
    let mut relay = world.relay(1);
    for size in 1..=40 {
        world.commit(&mut relay, 1);
        for index in 0..size {
            let path = relay.tree.path_to_peak(size, index);
            let leaf = relay.tree.leaf(index);
            let proven = accept(&mut world, &relay.log, index, &leaf, &path);
            assert_eq!(proven, u64::from(index));
        }
    }
}

#[test]
fn every_index_of_sealed_logs_is_proven_to_the_root() {
    for size in [1, 2, 3, 7, 8, 9, 31, 33] {
        let mut world = World::new();
        let relay = relay(&mut world, size);
        seal(&mut world, &relay, size);
        for index in 0..size {
            let path = relay.tree.inclusion_proof(size, index);
            let leaf = relay.tree.leaf(index);
            let proven = accept(&mut world, &relay.log, index, &leaf, &path);
            assert_eq!(proven, u64::from(index));
        }
    }
}

#[test]
fn a_stale_proof_is_refused_and_its_extension_taken() {
    let mut world = World::new();
    let mut relay = relay(&mut world, 3);
    let leaf = relay.tree.leaf(1);
    let stale = relay.tree.path_to_peak(3, 1);
    accept(&mut world, &relay.log, 1, &leaf, &stale);
    world.commit(&mut relay, 1);
    assert_eq!(
        refuse(&mut world, &relay.log, 1, &leaf, &stale),
        "InvalidPathLength"
    );
    let mut extended = stale.clone();
    extended.extend(&relay.tree.path_to_peak(4, 1)[stale.len()..]);
    accept(&mut world, &relay.log, 1, &leaf, &extended);
}

#[test]
fn the_answer_is_the_global_index() {
    let mut world = World::new();
    let relay = relay(&mut world, SIZE);
    let first = 5 * u64::from(MAX_SIZE) + 3;
    world.chain.patch(
        &relay.log,
        offset("RelayLog", "first_index"),
        &first.to_le_bytes(),
    );
    let path = relay.tree.path_to_peak(SIZE, INDEX);
    let proven = accept(
        &mut world,
        &relay.log,
        INDEX,
        &relay.tree.leaf(INDEX),
        &path,
    );
    assert_eq!(proven, first + u64::from(INDEX));
}

#[test]
fn a_path_of_26_with_compute_budget_instructions_fits_a_transaction() {
    let mut world = World::new();
    let relay = relay(&mut world, 1);
    let index = MAX_SIZE - 1 - 0x2a5a5a;
    let leaf = [1; 32];
    let path: Vec<Hash> = (0..26).map(|level| [level | 0x80; 32]).collect();
    let mut node = leaf;
    for (level, sibling) in path.iter().enumerate() {
        node = if index >> level & 1 == 1 {
            node_hash(sibling, &node)
        } else {
            node_hash(&node, sibling)
        };
    }
    let mut frontier = EMPTY_FRONTIER;
    frontier[26] = node;
    world.chain.patch(
        &relay.log,
        offset("RelayLog", "size"),
        &MAX_SIZE.to_le_bytes(),
    );
    world.chain.patch(
        &relay.log,
        offset("RelayLog", "frontier"),
        frontier.as_flattened(),
    );
    world.chain.accept(
        &[
            ComputeBudgetInstruction::set_compute_unit_limit(10_000),
            ComputeBudgetInstruction::set_compute_unit_price(1),
            verify_inclusion(&relay.log, index, &leaf, &path),
        ],
        &[],
    );
}

#[test]
fn no_wrong_account() {
    let mut world = World::new();
    let others = world.everything();
    let relay = relay(&mut world, SIZE);
    let path = relay.tree.path_to_peak(SIZE, INDEX);
    let verify = verify_inclusion(&relay.log, INDEX, &relay.tree.leaf(INDEX), &path);
    no_wrong_account_is_taken(&world.chain, &verify, &[], &others, &[]);
}

#[test]
fn malformed_instructions() {
    let mut world = World::new();
    let relay = relay(&mut world, SIZE);
    let path = relay.tree.path_to_peak(SIZE, INDEX);
    let verify = verify_inclusion(&relay.log, INDEX, &relay.tree.leaf(INDEX), &path);
    cut_data_is_refused(&mut world.chain, &verify, &[]);
    missing_accounts_are_refused(&mut world.chain, &verify, 1, &[]);
}
