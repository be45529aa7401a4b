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
        Self {
            address: bytes.as_ptr(),
            length: bytes.len() as u64,
        }
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

/// A sequence of inner nodes, each of which has the one before as its right child.
pub(crate) struct Climb {
    parts: [Part; 3],
    node: Hash,
}

impl Climb {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self {
            parts: [Part::of(&NODE), Part::of(&[0; 32]), Part::of(&[0; 32])],
            node: [0; 32],
        }
    }

    /// The node over `left` and `right`.
    #[inline(always)]
    pub(crate) fn first(&mut self, left: &Hash, right: &Hash) {
        self.parts[1].address = left.as_ptr();
        self.parts[2].address = right.as_ptr();
        // SAFETY: three live runs of bytes, and an output of 32 bytes.
        unsafe { digest(&self.parts, &mut self.node) };
    }

    /// The node over `left` and the node before.
    #[inline(always)]
    pub(crate) fn next(&mut self, left: &Hash) {
        self.parts[1].address = left.as_ptr();
        self.parts[2].address = self.node.as_ptr();
        // SAFETY: three live runs of bytes; digest allows its output to be one of them.
        unsafe { digest(&self.parts, &mut self.node) };
    }

    /// The last node.
    #[inline(always)]
    pub(crate) fn node(&self) -> &Hash {
        &self.node
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
