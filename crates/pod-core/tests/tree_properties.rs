//! The tree over thousands of random sizes and batchings, against an independent implementation of
//! RFC 6962 (the `ct-merkle` crate).

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use pod_core::hash::leaf_hash;
use pod_core::memory_tree::MemoryTree;
use pod_core::tree::{self, Chunk, ChunkError, PathError, EMPTY_FRONTIER, LEVELS, MAX_SIZE};
use pod_core::Hash;
use proptest::prelude::*;
use sha2::Sha256;
use std::sync::LazyLock;

const LEAVES: u32 = 5000;

/// One log that all cases read: its first n leaves are a tree of n leaves.
static LOG: LazyLock<MemoryTree> =
    LazyLock::new(|| (0..LEAVES).map(|i| leaf_hash(&i.to_le_bytes())).collect());

fn independent(size: u32) -> MemoryBackedTree<Sha256, [u8; 4]> {
    let mut tree = MemoryBackedTree::new();
    for i in 0..size {
        tree.push(i.to_le_bytes());
    }
    tree
}

fn merge(frontier: &mut tree::Frontier, size: u32, bytes: &[u8]) -> Result<u32, ChunkError> {
    let (chunk, rest) = Chunk::read(bytes)?;
    assert!(rest.is_empty());
    chunk.merge(frontier, size)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn any_batching_gives_the_frontier_of_the_size(cuts in prop::collection::btree_set(1..LEAVES, 1..40)) {
        let mut frontier = EMPTY_FRONTIER;
        let mut size = 0;
        for cut in cuts {
            prop_assert_eq!(merge(&mut frontier, size, &LOG.chunk(size, cut)), Ok(cut));
            prop_assert_eq!(frontier, LOG.frontier(cut));
            size = cut;
        }
    }

    #[test]
    fn any_chunk_is_merged_skipped_or_refused_by_where_it_lies(
        size in 0..LEAVES, a in 0..LEAVES, b in 0..LEAVES,
    ) {
        prop_assume!(a != b);
        let (start, end) = (a.min(b), a.max(b));
        let mut frontier = LOG.frontier(size);
        let result = merge(&mut frontier, size, &LOG.chunk(start, end));
        let expected = if end <= size {
            Ok(size)
        } else if start < size {
            Err(ChunkError::Straddles)
        } else if start > size {
            Err(ChunkError::Gap)
        } else {
            Ok(end)
        };
        prop_assert_eq!(result, expected);
        prop_assert_eq!(frontier, LOG.frontier(expected.unwrap_or(size)));
    }

    #[test]
    fn the_cover_is_aligned_largest_and_as_long_as_the_chunk_expects(
        a in 0..=MAX_SIZE, b in 0..=MAX_SIZE,
    ) {
        prop_assume!(a != b);
        let (start, end) = (a.min(b), a.max(b));
        let parts: Vec<_> = tree::cover(start, end).collect();
        let mut at = start;
        for part in &parts {
            prop_assert_eq!(part.start, at);
            let length = 1u32 << part.level;
            prop_assert_eq!(at % length, 0);
            prop_assert!(at + length <= end);
            prop_assert!(at % (2 * length) != 0 || at + 2 * length > end);
            at += length;
        }
        prop_assert_eq!(at, end);
        prop_assert!(parts.len() <= tree::MAX_COVER);
        let roots = vec![[1; 32]; parts.len() + 1];
        prop_assert!(Chunk::new(start, end, &roots[1..]).is_ok());
        prop_assert_eq!(Chunk::new(start, end, &roots), Err(ChunkError::WrongCoverLength));
        prop_assert_eq!(Chunk::new(start, end, &roots[2..]), Err(ChunkError::WrongCoverLength));
    }

    #[test]
    fn a_path_to_a_peak_begins_every_later_path(
        size in 1..LEAVES, later in 1..LEAVES, index in 0..LEAVES,
    ) {
        let (size, later) = (size.min(later), size.max(later));
        let index = index % size;
        let leaf = LOG.leaf(index);
        let path = LOG.path_to_peak(size, index);
        let frontier = LOG.frontier(size);
        prop_assert_eq!(tree::verify_to_peak(&frontier, size, index, &leaf, &path), Ok(()));
        let extended = LOG.path_to_peak(later, index);
        prop_assert_eq!(&extended[..path.len()], &path[..]);
        prop_assert_eq!(&LOG.inclusion_proof(later, index)[..extended.len()], &extended[..]);
        if extended.len() != path.len() {
            prop_assert_eq!(
                tree::verify_to_peak(&LOG.frontier(later), later, index, &leaf, &path),
                Err(PathError::WrongPathLength)
            );
        }
    }

    #[test]
    fn a_changed_proof_does_not_verify(
        size in 2..LEAVES, index in 0..LEAVES, at in 0..13usize, bit in 0..256usize,
    ) {
        let index = index % size;
        let root = LOG.root(size);
        let leaf = LOG.leaf(index);
        let path = LOG.inclusion_proof(size, index);
        let check = |index, leaf: &Hash, path: &[Hash]| {
            tree::verify_inclusion(&root, size, index, leaf, path)
        };
        prop_assert_eq!(check(index, &leaf, &path), Ok(()));
        let mut altered = path.clone();
        let at = at % path.len();
        altered[at][bit / 8] ^= 1 << (bit % 8);
        prop_assert_eq!(check(index, &leaf, &altered), Err(PathError::WrongHash));
        prop_assert_eq!(check(index, &leaf, &path[..path.len() - 1]), Err(PathError::WrongPathLength));
        altered.clone_from(&path);
        altered.push([0; 32]);
        prop_assert_eq!(check(index, &leaf, &altered), Err(PathError::WrongPathLength));
        prop_assert!(check(index ^ 1, &leaf, &path).is_err());
        let mut other = leaf;
        other[bit / 8] ^= 1 << (bit % 8);
        prop_assert_eq!(check(index, &other, &path), Err(PathError::WrongHash));
    }

    #[test]
    fn any_bytes_read_as_a_chunk_or_a_named_error(
        data in prop::collection::vec(any::<u8>(), 0..400), size in 0..=MAX_SIZE,
    ) {
        if let Ok((chunk, rest)) = Chunk::read(&data) {
            prop_assert_eq!(8 + 32 * chunk.roots().len() + rest.len(), data.len());
            let mut frontier = [[9; 32]; LEVELS];
            match chunk.merge(&mut frontier, size) {
                Ok(new) => prop_assert!(new == size.max(chunk.end()) && new <= MAX_SIZE),
                Err(_) => prop_assert_eq!(frontier, [[9; 32]; LEVELS]),
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn roots_and_proofs_are_those_of_an_independent_implementation(
        size in 1..1500u32, index in 0..1500u32,
    ) {
        let index = index % size;
        let other = independent(size);
        let root: Hash = (*other.root().as_bytes()).into();
        prop_assert_eq!(LOG.root(size), root);
        let proof = other.prove_inclusion(index as usize);
        let path = LOG.inclusion_proof(size, index);
        prop_assert_eq!(path.as_flattened(), proof.as_bytes());
        prop_assert_eq!(
            tree::verify_inclusion(&LOG.root(size), size, index, &LOG.leaf(index), &path),
            Ok(())
        );
    }
}

#[test]
fn sizes_near_the_end_of_an_epoch_merge_from_any_alignment() {
    // Leaves are all alike, so that a perfect subtree's root depends on its level alone.
    let mut subtree = [leaf_hash(b""); LEVELS];
    for level in 1..LEVELS {
        subtree[level] = pod_core::hash::node_hash(&subtree[level - 1], &subtree[level - 1]);
    }
    let frontier_of = |size: u32| {
        let mut frontier = EMPTY_FRONTIER;
        for level in (0..LEVELS).filter(|level| size >> level & 1 == 1) {
            frontier[level] = subtree[level];
        }
        frontier
    };
    let edges: Vec<u32> = (0..=26)
        .flat_map(|k| [(1u32 << k) - 1, 1 << k, (1 << k) + 1])
        .chain((0..=26).flat_map(|k| [MAX_SIZE - (1 << k), MAX_SIZE - (1 << k) + 1]))
        .filter(|size| *size <= MAX_SIZE)
        .collect();
    for &start in &edges {
        for &end in edges.iter().filter(|end| **end > start) {
            let roots: Vec<Hash> = tree::cover(start, end)
                .map(|part| subtree[part.level as usize])
                .collect();
            let mut frontier = frontier_of(start);
            let chunk = Chunk::new(start, end, &roots).unwrap();
            assert_eq!(chunk.merge(&mut frontier, start), Ok(end));
            assert_eq!(frontier, frontier_of(end), "{start}..{end}");
        }
    }
}
