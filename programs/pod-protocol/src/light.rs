//! Light Protocol's state trees: appending compressed accounts of this program, with neither
//! address, input nor proof.

use {
    crate::{prelude::*, ID},
    pinocchio::{
        cpi::{invoke_signed_unchecked, CpiAccount, Seed, Signer as CpiSigner},
        instruction::{InstructionAccount, InstructionView},
    },
};

/// Light's system program.
pub const LIGHT_SYSTEM: Address =
    Address::from_str_const("SySTEM1eSU2p4BGQfQpimFEWWSC1XDFeun3Nqzz3rT7");
/// Light's registration of its system program with the account compression program.
pub const REGISTERED_PROGRAM: Address =
    Address::from_str_const("35hkDgaAKwMCaxRz2ocSZ6NaUrtKkyNqU6c4RV3tYJRh");
/// Light's authority for account compression; the account need not exist.
pub const COMPRESSION_AUTHORITY: Address =
    Address::from_str_const("HwXnGK3tPkkVY6P439H2p68AxpeuWXd5PcrAxFpbmfbA");
/// Light's account compression program.
pub const ACCOUNT_COMPRESSION: Address =
    Address::from_str_const("compr6CUsB5m2jS4Y3831ztGSTnDpnKJTKS95d64XVq");

/// The output queues of Light's public state trees (v2). Messages go to these alone, so that an
/// indexer knows where to look.
pub const QUEUES: [Address; 5] = [
    Address::from_str_const("oq1na8gojfdUhsfCpyjNt6h4JaDWtHf1yQj4koBWfto"),
    Address::from_str_const("oq2UkeMsJLfXt2QHzim242SUi3nvjJs8Pn7Eac9H9vg"),
    Address::from_str_const("oq3AxjekBWgo64gpauB6QtuZNesuv19xrhaC1ZM1THQ"),
    Address::from_str_const("oq4ypwvVGzCUMoiKKHWh4S1SgZJ9vCvKpcz6RT6A8dq"),
    Address::from_str_const("oq5oh5ZR3yGomuQgFduNDzjtGvVWfDRGLuDVjv9a96P"),
];

/// Seed of the address with which this program signs to Light.
pub const CPI_AUTHORITY: &[u8] = b"cpi_authority";
/// The most leaves of one call: more than this Light refuses for one queue.
pub const MAX_LEAVES: usize = 10;
/// Bytes of a leaf's data.
pub const LEAF_LENGTH: usize = 120;

/// Discriminator of Light's instruction, mode 1 (no accounts decompressed).
const INVOKE: [u8; 9] = [0x56, 0x2f, 0xa3, 0xa6, 0x15, 0xdf, 0x5c, 0x08, 1];
/// Bytes of the call before the leaves.
const HEAD: usize = 69;
/// Bytes of a leaf in the call.
const OUTPUT: usize = 87 + LEAF_LENGTH;
/// Bytes of the call after the leaves: two empty lists.
const TAIL: usize = 8;

/// The data of a call, filled leaf by leaf.
pub struct Append {
    data: [u8; HEAD + OUTPUT * MAX_LEAVES + TAIL],
    /// Where the next leaf begins.
    end: usize,
}

impl Append {
    /// A call without leaves, in the name of the address with this bump.
    #[inline(always)]
    pub fn new(bump: u8) -> Self {
        let mut data = [0; HEAD + OUTPUT * MAX_LEAVES + TAIL];
        data[..9].copy_from_slice(&INVOKE);
        data[9] = bump;
        data[10..42].copy_from_slice(ID.as_ref());
        Self { data, end: HEAD }
    }

    /// Adds a leaf, whose data `write` fills; gives the hash of its data. There is room for
    /// [`MAX_LEAVES`].
    #[inline(always)]
    pub fn push(
        &mut self,
        discriminator: &[u8; 8],
        write: impl FnOnce(&mut [u8; LEAF_LENGTH]),
    ) -> [u8; 32] {
        let Some(output) = self.data[self.end..].first_chunk_mut::<OUTPUT>() else {
            panic!("there is room");
        };
        let Some(leaf) = output[54..].first_chunk_mut::<LEAF_LENGTH>() else {
            panic!("an output holds a leaf");
        };
        write(leaf);
        // Light does not compare this hash with the data; it takes what is below the field's modulus.
        let mut hash = pod_core::hash::sha256([&*leaf]);
        hash[0] = 0;
        output[..32].copy_from_slice(ID.as_ref());
        // lamports u64 0, address None, data Some
        output[41] = 1;
        output[42..50].copy_from_slice(discriminator);
        output[50..54].copy_from_slice(&(LEAF_LENGTH as u32).to_le_bytes());
        output[54 + LEAF_LENGTH..86 + LEAF_LENGTH].copy_from_slice(&hash);
        // queue index 0
        self.end += OUTPUT;
        self.data[65] += 1;
        hash
    }

    /// Calls Light with its accounts: payer, our authority, registered program, compression authority,
    /// compression program, system program, queue. The runtime ends the program if the call fails.
    #[inline(always)]
    pub fn invoke(&self, accounts: [&AccountView; 7]) {
        let metas = [
            InstructionAccount::new(accounts[0].address(), true, true),
            InstructionAccount::new(accounts[1].address(), false, true),
            InstructionAccount::new(accounts[2].address(), false, false),
            InstructionAccount::new(accounts[3].address(), false, false),
            InstructionAccount::new(accounts[4].address(), false, false),
            InstructionAccount::new(accounts[5].address(), false, false),
            InstructionAccount::new(accounts[6].address(), true, false),
        ];
        let instruction = InstructionView {
            program_id: &LIGHT_SYSTEM,
            accounts: &metas,
            data: &self.data[..self.end + TAIL],
        };
        let bump = [self.data[9]];
        let seeds = [Seed::from(CPI_AUTHORITY), Seed::from(&bump)];
        // SAFETY: the accounts are those of the instruction, in its order; nothing refers to their
        // data.
        unsafe {
            invoke_signed_unchecked(
                &instruction,
                &accounts.map(CpiAccount::from),
                &[CpiSigner::from(&seeds)],
            );
        }
    }
}
