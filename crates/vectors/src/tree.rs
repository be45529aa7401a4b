//! Merkle roots, inclusion proofs, and frontiers grown by chunks.
//!
//! Two trees: `counted`, whose leaf i is the u32 i, and `uniform`, whose leaves are all empty, so
//! that the largest sizes need 26 hashes and no storage.

use pod_core::hash::{leaf_hash, node_hash};
use pod_core::memory_tree::MemoryTree;
use pod_core::tree::{
    root, verify_inclusion, verify_to_peak, Chunk, ChunkError, Frontier, PathError, EMPTY_FRONTIER,
    LEVELS, MAX_SIZE,
};
use pod_core::Hash;
use serde_json::{json, Value};

use crate::sample::{below, hashes, hex};

const COUNTED: &str = "leaf i is i as u32, little-endian";
const UNIFORM: &str = "every leaf is empty";
const LARGEST_COUNTED: u32 = 65_537;
const LARGE: [u32; 5] = [
    (1 << 20) + 1,
    50_000_001,
    (1 << 25) + (1 << 13),
    MAX_SIZE - 1,
    MAX_SIZE,
];

fn counted() -> MemoryTree {
    (0..LARGEST_COUNTED)
        .map(|i| leaf_hash(&i.to_le_bytes()))
        .collect()
}

/// The root of a perfect subtree of empty leaves, by level.
fn uniform() -> Frontier {
    let mut node = leaf_hash(b"");
    let mut roots = EMPTY_FRONTIER;
    for slot in &mut roots {
        *slot = node;
        node = node_hash(&node, &node);
    }
    roots
}

/// The inclusion proof of an index among `size` empty leaves.
fn uniform_proof(size: u32, index: u32) -> Vec<Hash> {
    let subtree = uniform();
    let level = (index ^ size).ilog2();
    let mut path = subtree[..level as usize].to_vec();
    let right = size & ((1 << level) - 1);
    if right != 0 {
        path.push(root(&subtree, right));
    }
    let larger = (level as usize + 1..LEVELS).filter(|k| size >> k & 1 == 1);
    path.extend(larger.map(|k| subtree[k]));
    path
}

pub fn roots() -> Value {
    let tree = counted();
    let counted: Vec<Value> = (0..=70)
        .chain([127, 128, 129, 1000, 1023, 1024, 1025, 4095, 4096, 4097])
        .chain([10_000, 65_535, 65_536, LARGEST_COUNTED])
        .map(|size| json!({"size": size, "root": hex(tree.root(size))}))
        .collect();
    let subtree = uniform();
    let uniform: Vec<Value> = LARGE
        .map(|size| json!({"size": size, "root": hex(root(&subtree, size))}))
        .into();
    json!({
        "about": "RFC 9162 roots: leaf hash SHA-256(0x00 || leaf), node SHA-256(0x01 || left || right)",
        "counted": {"leaves": COUNTED, "roots": counted},
        "uniform": {"leaves": UNIFORM, "roots": uniform},
    })
}

pub fn inclusion_proofs() -> Value {
    let tree = counted();
    let mut counted = Vec::new();
    for size in (1..=70).chain([1000, 4097, 65_536, LARGEST_COUNTED]) {
        for index in indexes(size) {
            let path = tree.inclusion_proof(size, index);
            counted.push(proof(
                size,
                index,
                &tree.leaf(index),
                &path,
                &tree.frontier(size),
            ));
        }
    }
    let subtree = uniform();
    let mut uniform = Vec::new();
    for size in LARGE {
        for index in indexes(size) {
            let path = uniform_proof(size, index);
            uniform.push(proof(size, index, &subtree[0], &path, &subtree));
        }
    }
    json!({
        "about": "path leads to the root; its first peakLevel hashes lead to the peak that covers the index",
        "counted": {"leaves": COUNTED, "proofs": counted},
        "uniform": {"leaves": UNIFORM, "proofs": uniform},
        "refused": refused_proofs(&tree),
    })
}

/// The ends, the edges of the largest peak, and two in between.
fn indexes(size: u32) -> Vec<u32> {
    let peak = 1 << size.ilog2();
    let inside = |n| below(size.into(), "proof", u64::from(size) * 2 + n) as u32;
    let mut indexes = vec![0, peak - 1, size - 1, inside(0), inside(1)];
    if peak < size {
        indexes.push(peak);
    }
    indexes.sort_unstable();
    indexes.dedup();
    indexes
}

fn proof(size: u32, index: u32, leaf: &Hash, path: &[Hash], frontier: &Frontier) -> Value {
    let root = root(frontier, size);
    let level = (index ^ size).ilog2() as usize;
    assert_eq!(verify_inclusion(&root, size, index, leaf, path), Ok(()));
    assert_eq!(
        verify_to_peak(frontier, size, index, leaf, &path[..level]),
        Ok(())
    );
    json!({
        "size": size,
        "index": index,
        "leafHash": hex(leaf),
        "root": hex(root),
        "peakLevel": level,
        "peak": hex(frontier[level]),
        "path": hashes(path),
    })
}

fn refused_proofs(tree: &MemoryTree) -> Vec<Value> {
    let (size, index) = (45, 18);
    let root = tree.root(size);
    let leaf = tree.leaf(index);
    let path = tree.inclusion_proof(size, index);
    let mut swapped = path.clone();
    swapped.swap(0, 1);
    let mut longer = path.clone();
    longer.push([0; 32]);
    let mut altered = path.clone();
    altered[2][0] ^= 1;
    [
        ("sibling of the index", size, index ^ 1, leaf, path.clone()),
        ("index in another peak", size, 44, leaf, path.clone()),
        ("index at the size", size, size, leaf, path.clone()),
        ("index beyond the size", size, u32::MAX, leaf, path.clone()),
        ("empty tree", 0, 0, leaf, vec![]),
        ("smaller size", 32, index, leaf, path.clone()),
        ("larger size", 65, index, leaf, path.clone()),
        ("another leaf", size, index, tree.leaf(19), path.clone()),
        ("siblings swapped", size, index, leaf, swapped),
        ("a sibling altered", size, index, leaf, altered),
        ("a sibling too many", size, index, leaf, longer),
        ("a sibling too few", size, index, leaf, path[..5].to_vec()),
        ("no path", size, index, leaf, vec![]),
    ]
    .map(|(name, size, index, leaf, path)| {
        let error = verify_inclusion(&root, size, index, &leaf, &path).expect_err(name);
        json!({
            "name": name,
            "size": size,
            "index": index,
            "leafHash": hex(leaf),
            "root": hex(root),
            "path": hashes(&path),
            "error": path_error(error),
        })
    })
    .into()
}

fn path_error(error: PathError) -> &'static str {
    match error {
        PathError::IndexOutOfRange => "indexOutOfRange",
        PathError::WrongPathLength => "wrongPathLength",
        PathError::WrongHash => "wrongHash",
    }
}

fn chunk_error(error: ChunkError) -> &'static str {
    match error {
        ChunkError::Empty => "empty",
        ChunkError::BeyondEpoch => "beyondEpoch",
        ChunkError::WrongCoverLength => "wrongCoverLength",
        ChunkError::Straddles => "straddles",
        ChunkError::Gap => "gap",
    }
}

pub fn frontiers() -> Value {
    let tree = counted();
    let batchings: Vec<Value> = [1, 2, 3, 7, 8, 70, 400, 401, 1000, 4096, 65_537]
        .into_iter()
        .flat_map(|size| [0, 1, 2].map(|seed| batching(&tree, size, seed)))
        .collect();
    json!({
        "about": "chunks merged one by one into the empty frontier; peaks are the frontier's slots by level",
        "leaves": COUNTED,
        "batchings": batchings,
        "sequence": sequence(&tree),
    })
}

/// Chunks of pseudo-random lengths that grow the tree to `size`.
fn batching(tree: &MemoryTree, size: u32, seed: u64) -> Value {
    let mut frontier = EMPTY_FRONTIER;
    let mut at = 0;
    let mut chunks = Vec::new();
    while at < size {
        let longest = [16, 400, 20_000][seed as usize].max(u64::from(size) / 12);
        let length = 1 + below(longest, "batching", u64::from(at) << 2 | seed) as u32;
        let end = (at + length).min(size);
        let bytes = tree.chunk(at, end);
        let (chunk, _) = Chunk::read(&bytes).expect("chunk");
        assert_eq!(chunk.merge(&mut frontier, at), Ok(end));
        chunks.push(hex(bytes));
        at = end;
    }
    assert_eq!(frontier, tree.frontier(size));
    json!({
        "size": size,
        "chunks": chunks,
        "peaks": peaks(&frontier, size),
        "root": hex(root(&frontier, size)),
    })
}

fn peaks(frontier: &Frontier, size: u32) -> Vec<Value> {
    (0..LEVELS)
        .rev()
        .filter(|level| size >> level & 1 == 1)
        .map(|level| json!({"level": level, "hash": hex(frontier[level])}))
        .collect()
}

/// Chunks sent one after another: some merge, some are skipped, some are refused.
fn sequence(tree: &MemoryTree) -> Vec<Value> {
    let mut frontier = EMPTY_FRONTIER;
    let mut size = 0;
    let good = |start, end| tree.chunk(start, end);
    let raw = |start: u32, end: u32, hashes: usize| {
        let mut bytes = [start.to_le_bytes(), end.to_le_bytes()].concat();
        bytes.resize(bytes.len() + 32 * hashes, 0xaa);
        bytes
    };
    let steps = [
        ("gap before anything", good(1, 2)),
        ("first", good(0, 5)),
        ("sent twice", good(0, 5)),
        ("inside", good(2, 4)),
        ("straddles from the start", good(0, 6)),
        ("straddles by one", good(4, 6)),
        ("gap of one", good(6, 9)),
        ("empty", raw(5, 5, 0)),
        ("end before start", raw(5, 4, 1)),
        ("a hash too few", raw(5, 9, 2)),
        ("no hashes", raw(5, 9, 0)),
        ("header cut short", vec![5, 0, 0, 0, 9, 0, 0]),
        ("beyond the epoch", raw(5, MAX_SIZE + 1, 60)),
        ("next", good(5, 400)),
        ("overtaken", good(5, 9)),
        ("last", good(400, 401)),
    ];
    steps
        .into_iter()
        .map(|(name, bytes)| {
            let result =
                Chunk::read(&bytes).and_then(|(chunk, _)| chunk.merge(&mut frontier, size));
            size = result.unwrap_or(size);
            assert_eq!(frontier, tree.frontier(size), "{name}");
            json!({
                "name": name,
                "chunk": hex(bytes),
                "error": result.err().map(chunk_error),
                "size": size,
                "root": hex(root(&frontier, size)),
            })
        })
        .collect()
}
