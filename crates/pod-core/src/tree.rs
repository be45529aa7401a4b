//! The append-only Merkle tree of a log (RFC 9162 section 2.1) held as its frontier.
//!
//! The frontier has one slot a level: slot k is the root of the perfect subtree of 2^k leaves if
//! bit k of the tree's size is set, and zeros otherwise.

use crate::hash::{join_left, join_right, Climb, Hash, Prefixed};

/// The highest level of a peak: an epoch holds 2^26 leaves.
pub const MAX_LEVEL: u32 = 26;
/// The most leaves of one tree.
pub const MAX_SIZE: u32 = 1 << MAX_LEVEL;
/// Slots of a frontier.
pub const LEVELS: usize = MAX_LEVEL as usize + 1;
/// The most hashes that the cover of a range can have.
pub const MAX_COVER: usize = 2 * (MAX_LEVEL as usize - 1);

/// Bytes of a chunk before its hashes: start u32, end u32.
pub const CHUNK_HEADER: usize = 8;

/// The peaks of a tree by level.
pub type Frontier = [Hash; LEVELS];

/// The frontier of the empty tree.
pub const EMPTY_FRONTIER: Frontier = [[0; 32]; LEVELS];

/// SHA-256 of nothing: the root of the empty tree.
pub const EMPTY_ROOT: Hash = [
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
];

/// Why a chunk can't be read or merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChunkError {
    /// `end` is not after `start`.
    Empty,
    /// `end` is beyond [`MAX_SIZE`].
    BeyondEpoch,
    /// The hashes given are not as many as the cover of the range has.
    WrongCoverLength,
    /// The range begins inside the tree and ends outside it.
    Straddles,
    /// The range begins beyond the tree's end.
    Gap,
}

/// Why a path does not prove a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathError {
    /// The tree has no such index.
    IndexOutOfRange,
    /// The path has too few or too many hashes for this index and size.
    WrongPathLength,
    /// The path leads to another hash than the peak or root.
    WrongHash,
}

/// A perfect subtree of 2^`level` leaves whose first leaf has index `start`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subtree {
    /// Index of the first leaf, a multiple of 2^level.
    pub start: u32,
    /// Height of the subtree.
    pub level: u32,
}

/// The aligned perfect subtrees that make up a range, from left to right.
#[derive(Clone, Debug)]
pub struct Cover {
    at: u32,
    end: u32,
}

/// The cover of `start..end`: at each position the largest aligned subtree that fits.
pub fn cover(start: u32, end: u32) -> Cover {
    Cover { at: start, end }
}

impl Iterator for Cover {
    type Item = Subtree;

    fn next(&mut self) -> Option<Subtree> {
        if self.at >= self.end {
            return None;
        }
        let fits = (self.end - self.at).ilog2();
        let level = self.at.trailing_zeros().min(fits);
        let subtree = Subtree {
            start: self.at,
            level,
        };
        self.at += 1 << level;
        Some(subtree)
    }
}

/// The number of subtrees in the cover of `start..end`, where `start < end`.
#[inline(always)]
fn cover_length(start: u32, end: u32) -> u32 {
    // Subtrees grow up to the position in (start, end] that is divisible by the largest power of
    // two, and shrink after it. `below` has all bits under the highest in which start and end differ.
    let mut below = start ^ end;
    below |= below >> 1;
    below |= below >> 2;
    below |= below >> 4;
    below |= below >> 8;
    below |= below >> 16;
    below >>= 1;
    let grow = below + 1 - (start & below);
    let shrink = end & below;
    (u64::from(grow) << 32 | u64::from(shrink)).count_ones()
}

/// A range of leaves with the roots of its cover; exists only with as many roots as the cover has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk<'a> {
    start: u32,
    end: u32,
    roots: &'a [Hash],
}

impl<'a> Chunk<'a> {
    /// A chunk of `start..end` with the roots of its cover.
    pub fn new(start: u32, end: u32, roots: &'a [Hash]) -> Result<Self, ChunkError> {
        if roots.len() != Self::expected_roots(start, end)? {
            return Err(ChunkError::WrongCoverLength);
        }
        Ok(Self { start, end, roots })
    }

    /// Reads a chunk from the beginning of `data`; gives it and what follows it.
    #[inline]
    pub fn read(data: &'a [u8]) -> Result<(Self, &'a [u8]), ChunkError> {
        let Some((range, rest)) = data.split_first_chunk::<CHUNK_HEADER>() else {
            return Err(ChunkError::WrongCoverLength);
        };
        let start = u32::from_le_bytes([range[0], range[1], range[2], range[3]]);
        let end = u32::from_le_bytes([range[4], range[5], range[6], range[7]]);
        let count = Self::expected_roots(start, end)?;
        let Some((roots, rest)) = rest.split_at_checked(count * 32) else {
            return Err(ChunkError::WrongCoverLength);
        };
        let (roots, _) = roots.as_chunks::<32>();
        Ok((Self { start, end, roots }, rest))
    }

    #[inline(always)]
    fn expected_roots(start: u32, end: u32) -> Result<usize, ChunkError> {
        if start >= end {
            return Err(ChunkError::Empty);
        }
        if end > MAX_SIZE {
            return Err(ChunkError::BeyondEpoch);
        }
        Ok(cover_length(start, end) as usize)
    }

    /// Index of the first leaf.
    pub fn start(&self) -> u32 {
        self.start
    }

    /// Index after the last leaf.
    pub fn end(&self) -> u32 {
        self.end
    }

    /// Roots of the cover's subtrees, from left to right.
    pub fn roots(&self) -> &'a [Hash] {
        self.roots
    }

    /// Merges the chunk into the frontier of a tree of `size` leaves; gives the new size. A chunk
    /// that lies inside the tree changes nothing.
    #[inline]
    pub fn merge(&self, frontier: &mut Frontier, size: u32) -> Result<u32, ChunkError> {
        if self.end <= size {
            return Ok(size);
        }
        if self.start < size {
            return Err(ChunkError::Straddles);
        }
        if self.start > size {
            return Err(ChunkError::Gap);
        }
        // SAFETY: the tree has `start` leaves, and there are as many roots as the cover has.
        unsafe {
            extend(
                frontier.as_mut_ptr(),
                self.start.into(),
                self.end.into(),
                self.roots,
            )
        };
        Ok(self.end)
    }
}

/// Reads a chunk from the beginning of `data` and merges it into the frontier of a tree of `size`
/// leaves, as [`Chunk::read`] and [`Chunk::merge`] do; gives the new size and what follows the chunk.
/// An error may leave the frontier merged in part.
#[inline(always)]
pub fn append<'a>(
    frontier: &mut Frontier,
    size: u64,
    data: &'a [u8],
) -> Result<(u64, &'a [u8]), ChunkError> {
    let Some((range, rest)) = data.split_first_chunk::<CHUNK_HEADER>() else {
        return Err(ChunkError::WrongCoverLength);
    };
    // In 64 bits, where BPF has no comparisons of 32.
    let start = u64::from(u32::from_le_bytes([range[0], range[1], range[2], range[3]]));
    let end = u64::from(u32::from_le_bytes([range[4], range[5], range[6], range[7]]));
    if start != size || start >= end || end > u64::from(MAX_SIZE) {
        return overlap(frontier, size, data);
    }
    let (roots, _) = rest.as_chunks::<32>();
    // SAFETY: the tree has `start` leaves, and the range lies within the epoch.
    let used = unsafe { extend(frontier.as_mut_ptr(), start, end, roots) };
    match rest.get(used * 32..) {
        Some(rest) => Ok((end, rest)),
        None => Err(ChunkError::WrongCoverLength),
    }
}

/// A chunk that does not begin at the tree's end: one that the tree has already, or an error.
#[inline(never)]
fn overlap<'a>(
    frontier: &mut Frontier,
    size: u64,
    data: &'a [u8],
) -> Result<(u64, &'a [u8]), ChunkError> {
    let (chunk, rest) = Chunk::read(data)?;
    Ok((chunk.merge(frontier, size as u32)?.into(), rest))
}

/// Empties a slot.
///
/// # Safety
/// It is writable.
#[inline(always)]
unsafe fn clear(slot: *mut Hash) {
    // Word by word: an array of zeros would be kept in memory and copied.
    for word in 0..4 {
        slot.cast::<u64>().add(word).write_unaligned(0);
    }
}

/// Merges the cover of `start..end` into the frontier of a tree of `start` leaves, which has
/// [`LEVELS`] slots; gives how many roots the cover has, of which those at the beginning of `roots` are
/// used. If there are fewer, the frontier is merged in part, and the result is greater than their
/// number.
///
/// # Safety
/// `start < end <= MAX_SIZE`, and the slots are writable.
#[inline(never)]
unsafe fn extend(slots: *mut Hash, start: u64, end: u64, roots: &[Hash]) -> usize {
    let mut root = roots.as_ptr();
    let limit = root.add(roots.len());
    let mut left = end - start;
    // `bits` is `start >> level`, `span` the leaves of a subtree of that level.
    let mut bits = start;
    let (mut slot, mut span) = if start == 0 {
        (slots.add(LEVELS), 1 << LEVELS)
    } else {
        // Subtrees of rising level: each closes the smallest peak, and perhaps larger ones. The level
        // of the smallest peak is the level of the next subtree, if that still fits.
        let (mut slot, mut span) = (slots, 1);
        while bits & 1 == 0 {
            slot = slot.add(1);
            bits >>= 1;
            span <<= 1;
        }
        if left >= span {
            let mut peak = Prefixed::new(*slot);
            let peak: *mut Prefixed = &mut peak;
            let node = core::ptr::addr_of_mut!((*peak).node);
            let mut climb = Climb::new(peak);
            clear(slot);
            loop {
                if root == limit {
                    return roots.len() + 1;
                }
                climb.join_right(node, root);
                root = root.add(1);
                left -= span;
                loop {
                    slot = slot.add(1);
                    bits >>= 1;
                    span <<= 1;
                    if bits & 1 == 0 {
                        break;
                    }
                    // The byte before this slot is the last of one that was just emptied.
                    climb.join_left(node, slot);
                    clear(slot);
                }
                bits |= 1;
                if left < span {
                    break;
                }
            }
            slot.write(*node);
        }
        (slot, span)
    };
    // Subtrees of falling level: each is a peak.
    while left != 0 {
        slot = slot.sub(1);
        span >>= 1;
        if left & span != 0 {
            if root == limit {
                return roots.len() + 1;
            }
            slot.write(*root);
            root = root.add(1);
            left ^= span;
        }
    }
    root.offset_from(roots.as_ptr()) as usize
}

/// The root of the tree of `size` leaves: the fold of its peaks from the right.
pub fn root(frontier: &Frontier, size: u32) -> Hash {
    let mut node = EMPTY_ROOT;
    let mut found = false;
    for (level, peak) in frontier.iter().enumerate() {
        if size >> level & 1 == 0 {
            continue;
        }
        if found {
            join_left(peak, &mut node);
        } else {
            node = *peak;
            found = true;
        }
    }
    node
}

/// Checks that `path` leads from the leaf hash at `index` to the peak of a tree of `size` leaves
/// that covers it.
#[inline]
pub fn verify_to_peak(
    frontier: &Frontier,
    size: u32,
    index: u32,
    leaf: &Hash,
    path: &[Hash],
) -> Result<(), PathError> {
    if index >= size || size > MAX_SIZE {
        return Err(PathError::IndexOutOfRange);
    }
    let level = path.len();
    // The covering peak is at the highest bit where index and size differ.
    if level >= LEVELS || (index ^ size) >> level != 1 {
        return Err(PathError::WrongPathLength);
    }
    let mut node = *leaf;
    let mut position = index;
    for sibling in path {
        if position & 1 == 1 {
            join_left(sibling, &mut node);
        } else {
            join_right(&mut node, sibling);
        }
        position >>= 1;
    }
    if node == frontier[level] {
        Ok(())
    } else {
        Err(PathError::WrongHash)
    }
}

/// Checks an inclusion proof against a root (RFC 9162 section 2.1.3.2).
#[inline]
pub fn verify_inclusion(
    root: &Hash,
    size: u32,
    index: u32,
    leaf: &Hash,
    path: &[Hash],
) -> Result<(), PathError> {
    if root_of_path(size, index, leaf, path)? == *root {
        Ok(())
    } else {
        Err(PathError::WrongHash)
    }
}

/// The root that an inclusion proof leads to (RFC 9162 section 2.1.3.2).
#[inline]
pub fn root_of_path(size: u32, index: u32, leaf: &Hash, path: &[Hash]) -> Result<Hash, PathError> {
    if index >= size {
        return Err(PathError::IndexOutOfRange);
    }
    let mut node = *leaf;
    let mut position = index;
    let mut last = size - 1;
    for sibling in path {
        if last == 0 {
            return Err(PathError::WrongPathLength);
        }
        if position & 1 == 1 || position == last {
            join_left(sibling, &mut node);
            // Levels where this node is the last and has no sibling.
            while position & 1 == 0 {
                position >>= 1;
                last >>= 1;
            }
        } else {
            join_right(&mut node, sibling);
        }
        position >>= 1;
        last >>= 1;
    }
    if last == 0 {
        Ok(node)
    } else {
        Err(PathError::WrongPathLength)
    }
}
