//! A tree that keeps its nodes, for hosts: what a log's keeper needs to make chunks and paths.

use std::vec::Vec;

use crate::hash::{node_hash, Hash};
use crate::tree::{cover, root, Frontier, EMPTY_FRONTIER};

/// The roots of all perfect subtrees of a log, by level.
#[derive(Clone, Debug)]
pub struct MemoryTree {
    levels: Vec<Vec<Hash>>,
}

impl Default for MemoryTree {
    fn default() -> Self {
        Self::new()
    }
}

impl FromIterator<Hash> for MemoryTree {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Self {
        let mut tree = Self::new();
        for leaf in leaves {
            tree.push(leaf);
        }
        tree
    }
}

impl MemoryTree {
    /// The empty tree.
    pub fn new() -> Self {
        Self {
            levels: std::vec![Vec::new()],
        }
    }

    /// Number of leaves.
    pub fn size(&self) -> u32 {
        self.levels[0].len() as u32
    }

    /// Appends a leaf hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        let mut level = 0;
        loop {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let nodes = &mut self.levels[level];
            nodes.push(node);
            let [.., left, right] = nodes.as_slice() else {
                return;
            };
            if nodes.len() % 2 == 1 {
                return;
            }
            node = node_hash(left, right);
            level += 1;
        }
    }

    /// The leaf hash at `index`.
    pub fn leaf(&self, index: u32) -> Hash {
        self.levels[0][index as usize]
    }

    /// The roots of the cover of `start..end`, which lies within the tree.
    pub fn cover_roots(&self, start: u32, end: u32) -> Vec<Hash> {
        cover(start, end)
            .map(|part| self.levels[part.level as usize][(part.start >> part.level) as usize])
            .collect()
    }

    /// A chunk's bytes: start, end, roots of the cover.
    pub fn chunk(&self, start: u32, end: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        bytes.extend(start.to_le_bytes());
        bytes.extend(end.to_le_bytes());
        bytes.extend(self.cover_roots(start, end).as_flattened());
        bytes
    }

    /// The frontier of the first `size` leaves.
    pub fn frontier(&self, size: u32) -> Frontier {
        let mut frontier = EMPTY_FRONTIER;
        for part in cover(0, size) {
            frontier[part.level as usize] =
                self.levels[part.level as usize][(part.start >> part.level) as usize];
        }
        frontier
    }

    /// The root of the first `size` leaves.
    pub fn root(&self, size: u32) -> Hash {
        root(&self.frontier(size), size)
    }

    /// The path from the leaf at `index` to the peak that covers it in the tree of `size` leaves.
    pub fn path_to_peak(&self, size: u32, index: u32) -> Vec<Hash> {
        (0..(index ^ size).ilog2())
            .map(|level| self.levels[level as usize][(index >> level ^ 1) as usize])
            .collect()
    }

    /// The inclusion proof of RFC 9162 section 2.1.3.1 in the tree of the first `size` leaves.
    pub fn inclusion_proof(&self, size: u32, index: u32) -> Vec<Hash> {
        let level = (index ^ size).ilog2();
        let mut path = self.path_to_peak(size, index);
        let frontier = self.frontier(size);
        // What is right of the peak is one sibling: the fold of the smaller peaks.
        let right = size & ((1 << level) - 1);
        if right != 0 {
            path.push(root(&frontier, right));
        }
        let larger = (level as usize + 1..frontier.len()).filter(|k| size >> k & 1 == 1);
        path.extend(larger.map(|k| frontier[k]));
        path
    }
}
