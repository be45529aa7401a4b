//! SHA-256 and the nodes of a Merkle tree: a syscall on chain, the `sha2` crate elsewhere.

/// A SHA-256 digest.
pub type Hash = [u8; 32];

const LEAF: [u8; 1] = [0];
const NODE: [u8; 1] = [1];

/// A run of bytes to hash, laid out as the syscall reads it.
#[repr(C)]
#[derive(Clone, Copy)]
struct Part {
    address: *const u8,
    length: u64,
}

impl Part {
    #[inline(always)]
    fn of(bytes: &[u8]) -> Self {
        Self::new(bytes.as_ptr(), bytes.len() as u64)
    }

    #[inline(always)]
    fn new(address: *const u8, length: u64) -> Self {
        Self { address, length }
    }
}

/// SHA-256 of the concatenation of `parts`.
#[inline(always)]
pub fn sha256<const N: usize>(parts: [&[u8]; N]) -> Hash {
    let parts = parts.map(Part::of);
    let mut out = [0; 32];
    // SAFETY: the parts come from live slices, and `out` is not one of them.
    unsafe { digest(&parts, &mut out) };
    out
}

/// Hash of a leaf: SHA-256(0x00 || leaf).
#[inline(always)]
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    sha256([&LEAF, leaf])
}

/// Hash of an inner node: SHA-256(0x01 || left || right).
#[inline(always)]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut node = *right;
    join_left(left, &mut node);
    node
}

/// Replaces `node` by the node whose right child it is.
#[inline(always)]
pub fn join_left(left: &Hash, node: &mut Hash) {
    let parts = [Part::of(&NODE), Part::of(left), Part::of(node)];
    // SAFETY: three live runs of bytes; digest allows its output to be one of them.
    unsafe { digest(&parts, node) };
}

/// Replaces `node` by the node whose left child it is.
#[inline(always)]
pub fn join_right(node: &mut Hash, right: &Hash) {
    let parts = [Part::of(&NODE), Part::of(node), Part::of(right)];
    // SAFETY: three live runs of bytes; digest allows its output to be one of them.
    unsafe { digest(&parts, node) };
}

/// A node behind the prefix of inner nodes, so that it can be hashed as a left child in one run of
/// bytes: each run costs 10 compute units.
#[repr(C)]
pub(crate) struct Prefixed {
    prefix: u8,
    pub(crate) node: Hash,
}

impl Prefixed {
    #[inline(always)]
    pub(crate) fn new(node: Hash) -> Self {
        Self {
            prefix: NODE[0],
            node,
        }
    }
}

/// Replaces a node by ever larger ones over it. What is hashed is laid out once, and only the address
/// of the other child changes.
pub(crate) struct Climb {
    with_right: [Part; 2],
    with_left: [Part; 2],
}

impl Climb {
    /// Begins with a node, to which both joins must be given.
    ///
    /// # Safety
    /// The node is readable and writable as long as the climb lives.
    #[inline(always)]
    pub(crate) unsafe fn new(from: *mut Prefixed) -> Self {
        let node = core::ptr::addr_of!((*from).node);
        let other = core::ptr::null();
        Self {
            with_right: [Part::new(from.cast(), 33), Part::new(other, 32)],
            with_left: [Part::new(other, 33), Part::new(node.cast(), 32)],
        }
    }

    /// Makes the node the left child of the one over it and `right`.
    ///
    /// # Safety
    /// `node` is the one that the climb began with, and `right` is readable.
    #[inline(always)]
    pub(crate) unsafe fn join_right(&mut self, node: *mut Hash, right: *const Hash) {
        self.with_right[1].address = right.cast();
        digest(&self.with_right, node);
    }

    /// Makes the node the right child of the one over `left` and it. The byte before `left` must be
    /// zero, and is so again afterwards.
    ///
    /// # Safety
    /// `node` is the one that the climb began with; `left` and the byte before it are readable and
    /// writable.
    #[inline(always)]
    pub(crate) unsafe fn join_left(&mut self, node: *mut Hash, left: *mut Hash) {
        let prefix = left.cast::<u8>().sub(1);
        prefix.write(NODE[0]);
        self.with_left[0].address = prefix;
        digest(&self.with_left, node);
        prefix.write(0);
    }
}

/// Writes the digest of `parts` to `out`, which may overlap them: all input is read before the
/// output is written.
///
/// # Safety
/// Every part is readable, `out` is 32 writable bytes.
#[cfg(target_os = "solana")]
#[inline(always)]
unsafe fn digest(parts: &[Part], out: *mut Hash) {
    // The syscall ends the program on a bad address and otherwise returns 0.
    solana_define_syscall::definitions::sol_sha256(
        parts.as_ptr() as *const u8,
        parts.len() as u64,
        out as *mut u8,
    );
}

/// Writes the digest of `parts` to `out`, which may overlap them: all input is read before the
/// output is written.
///
/// # Safety
/// Every part is readable, `out` is 32 writable bytes.
#[cfg(not(target_os = "solana"))]
unsafe fn digest(parts: &[Part], out: *mut Hash) {
    use sha2::Digest;
    let mut hasher = sha2::Sha256::new();
    for part in parts {
        hasher.update(core::slice::from_raw_parts(
            part.address,
            part.length as usize,
        ));
    }
    out.write(hasher.finalize().into());
}
