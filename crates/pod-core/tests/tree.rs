//! The frontier tree against the recursive definitions of RFC 9162 section 2.1.

use pod_core::hash::{leaf_hash, node_hash, sha256};
use pod_core::tree::{self, Chunk, ChunkError, PathError, EMPTY_FRONTIER, MAX_SIZE};
use pod_core::Hash;

/// The largest power of two below `n`, for n of 2 or more.
fn split(n: usize) -> usize {
    1 << (n - 1).ilog2()
}

/// MTH(D\[n\]) of RFC 9162 section 2.1.1, over leaf hashes.
fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => sha256([]),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node_hash(&naive_root(left), &naive_root(right))
        }
    }
}

/// PATH(m, D\[n\]) of RFC 9162 section 2.1.3.1.
fn naive_path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() < 2 {
        return Vec::new();
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut path, sibling) = if index < k {
        (naive_path(index, left), naive_root(right))
    } else {
        (naive_path(index - k, right), naive_root(left))
    };
    path.push(sibling);
    path
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count as u32)
        .map(|i| leaf_hash(&i.to_le_bytes()))
        .collect()
}

fn chunk_bytes(leaves: &[Hash], start: u32, end: u32) -> Vec<u8> {
    let mut bytes = [start.to_le_bytes(), end.to_le_bytes()].concat();
    for part in tree::cover(start, end) {
        let first = part.start as usize;
        bytes.extend(naive_root(&leaves[first..first + (1 << part.level)]));
    }
    bytes
}

#[test]
fn every_range_up_to_70_leaves_grows_the_tree_to_its_naive_root() {
    let leaves = leaves(70);
    let mut frontiers = vec![EMPTY_FRONTIER];
    for size in 1..=70u32 {
        let data = chunk_bytes(&leaves, size - 1, size);
        let (chunk, _) = Chunk::read(&data).unwrap();
        let mut frontier = frontiers[size as usize - 1];
        assert_eq!(chunk.merge(&mut frontier, size - 1), Ok(size));
        assert_eq!(
            tree::root(&frontier, size),
            naive_root(&leaves[..size as usize])
        );
        frontiers.push(frontier);
    }
    for start in 0..70u32 {
        for end in start + 1..=70 {
            let data = chunk_bytes(&leaves, start, end);
            let (chunk, rest) = Chunk::read(&data).unwrap();
            assert!(rest.is_empty());
            let mut frontier = frontiers[start as usize];
            assert_eq!(chunk.merge(&mut frontier, start), Ok(end));
            assert_eq!(frontier, frontiers[end as usize], "{start}..{end}");
        }
    }
}

#[test]
fn paths_of_every_index_up_to_70_leaves_verify_and_nothing_else_does() {
    let leaves = leaves(70);
    for size in 1..=70u32 {
        let these = &leaves[..size as usize];
        let root = naive_root(these);
        let mut frontier = EMPTY_FRONTIER;
        let data = chunk_bytes(these, 0, size);
        Chunk::read(&data)
            .unwrap()
            .0
            .merge(&mut frontier, 0)
            .unwrap();
        for index in 0..size {
            let leaf = &these[index as usize];
            let path = naive_path(index as usize, these);
            let check = |i, leaf, path: &[Hash]| tree::verify_inclusion(&root, size, i, leaf, path);
            assert_eq!(check(index, leaf, &path), Ok(()));
            assert_eq!(check(size, leaf, &path), Err(PathError::IndexOutOfRange));
            assert!(index == 0 || check(index - 1, leaf, &path).is_err());
            assert_eq!(check(index, &root, &path).is_ok(), size == 1);

            let level = (index ^ size).ilog2() as usize;
            let to_peak = |path: &[Hash]| tree::verify_to_peak(&frontier, size, index, leaf, path);
            assert_eq!(to_peak(&path[..level]), Ok(()));
            let mut longer = path[..level].to_vec();
            longer.push([7; 32]);
            assert_eq!(to_peak(&longer), Err(PathError::WrongPathLength));
            if level > 0 {
                assert_eq!(to_peak(&path[..level - 1]), Err(PathError::WrongPathLength));
                let mut wrong = path[..level].to_vec();
                wrong[level - 1][31] ^= 1;
                assert_eq!(to_peak(&wrong), Err(PathError::WrongHash));
            }
        }
    }
}

#[test]
fn chunks_that_do_not_continue_the_tree_are_refused_and_change_nothing() {
    let leaves = leaves(16);
    let mut frontier = EMPTY_FRONTIER;
    let data = chunk_bytes(&leaves, 0, 5);
    Chunk::read(&data)
        .unwrap()
        .0
        .merge(&mut frontier, 0)
        .unwrap();
    let before = frontier;
    for (start, end, expected) in [
        (0, 5, Ok(5)),
        (2, 4, Ok(5)),
        (4, 6, Err(ChunkError::Straddles)),
        (0, 16, Err(ChunkError::Straddles)),
        (6, 7, Err(ChunkError::Gap)),
    ] {
        let data = chunk_bytes(&leaves, start, end);
        let (chunk, _) = Chunk::read(&data).unwrap();
        assert_eq!(chunk.merge(&mut frontier, 5), expected, "{start}..{end}");
        assert_eq!(frontier, before);
    }
}

#[test]
fn malformed_chunks_are_refused() {
    let read = |start: u32, end: u32, hashes: usize| {
        let mut bytes = [start.to_le_bytes(), end.to_le_bytes()].concat();
        bytes.resize(8 + 32 * hashes, 1);
        Chunk::read(&bytes).map(|(chunk, rest)| (chunk.roots().len(), rest.len()))
    };
    assert_eq!(read(3, 3, 1), Err(ChunkError::Empty));
    assert_eq!(read(4, 3, 1), Err(ChunkError::Empty));
    assert_eq!(read(u32::MAX, 0, 1), Err(ChunkError::Empty));
    assert_eq!(read(0, MAX_SIZE + 1, 60), Err(ChunkError::BeyondEpoch));
    assert_eq!(read(0, u32::MAX, 60), Err(ChunkError::BeyondEpoch));
    assert_eq!(read(0, 3, 1), Err(ChunkError::WrongCoverLength));
    assert_eq!(read(0, 3, 2), Ok((2, 0)));
    assert_eq!(read(0, 3, 3), Ok((2, 32)));
    assert_eq!(read(0, MAX_SIZE, 1), Ok((1, 0)));
    assert_eq!(read(1, MAX_SIZE - 1, 60), Ok((tree::MAX_COVER, 320)));
    for length in 0..8 {
        assert_eq!(
            Chunk::read(&vec![1; length]),
            Err(ChunkError::WrongCoverLength)
        );
    }
    assert_eq!(
        Chunk::new(0, 3, &[[1; 32]; 3]),
        Err(ChunkError::WrongCoverLength)
    );
}

#[test]
fn a_full_tree_is_one_peak() {
    let mut frontier = EMPTY_FRONTIER;
    let half = MAX_SIZE / 2;
    let roots = [[1; 32], [2; 32]];
    let first = Chunk::new(0, half, &roots[..1]).unwrap();
    let second = Chunk::new(half, MAX_SIZE, &roots[1..]).unwrap();
    assert_eq!(first.merge(&mut frontier, 0), Ok(half));
    assert_eq!(second.merge(&mut frontier, half), Ok(MAX_SIZE));
    let peak = node_hash(&roots[0], &roots[1]);
    assert_eq!(tree::root(&frontier, MAX_SIZE), peak);
    assert_eq!(frontier[26], peak);
    assert!(frontier[..26].iter().all(|slot| *slot == [0; 32]));
    assert_eq!(tree::root(&EMPTY_FRONTIER, 0), sha256([]));
}

/// The example tree of RFC 9162 section 2.1.5 has seven leaves; these inputs and roots are the
/// Certificate Transparency test data for sizes 1 to 8.
#[test]
fn roots_of_the_certificate_transparency_test_data() {
    let inputs = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let leaves: Vec<Hash> = inputs
        .iter()
        .map(|input| leaf_hash(&unhex(input)))
        .collect();
    for (size, root) in (1..).zip(roots) {
        let data = chunk_bytes(&leaves, 0, size);
        let mut frontier = EMPTY_FRONTIER;
        Chunk::read(&data)
            .unwrap()
            .0
            .merge(&mut frontier, 0)
            .unwrap();
        assert_eq!(tree::root(&frontier, size).to_vec(), unhex(root));
    }
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}
