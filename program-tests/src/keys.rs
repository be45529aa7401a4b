//! Keys that follow from a label, and the addresses that follow from keys.

use pod_core::hash::sha256;
use solana_address::Address;
use solana_keypair::Keypair;

/// The program's address unless the build chose another.
pub const PROGRAM: Address = Address::from_str_const("podSiK1BnHywEKNwvaAWmXJthpTYkDXrU9YX4sWUBbQ");
pub const SYSTEM: Address = solana_sdk_ids::system_program::ID;
/// The zero address.
pub const NONE: Address = Address::new_from_array([0; 32]);

/// The key pair of a label.
pub fn key(label: &str) -> Keypair {
    Keypair::new_from_array(sha256([b"program tests", label.as_bytes()]))
}

/// An address that nobody has a key for.
pub fn address(label: &str) -> Address {
    Address::new_from_array(sha256([b"program tests address", label.as_bytes()]))
}

/// A name padded with zeros.
pub fn name(text: &str) -> [u8; 32] {
    let mut name = [0; 32];
    name[..text.len()].copy_from_slice(text.as_bytes());
    name
}

/// An address of the program and its canonical bump.
pub type Pda = (Address, u8);

fn find(seeds: &[&[u8]]) -> Pda {
    Address::find_program_address(seeds, &PROGRAM)
}

pub fn agent(creator: &Address, name: &[u8; 32]) -> Pda {
    find(&[b"agent", creator.as_ref(), name])
}

pub fn profile(agent: &Address) -> Pda {
    find(&[b"profile", agent.as_ref()])
}

pub fn message(sender: &Address, nonce: u64) -> Pda {
    find(&[b"message", sender.as_ref(), &nonce.to_le_bytes()])
}

pub fn channel(creator_agent: &Address, name: &[u8; 32]) -> Pda {
    find(&[b"channel", creator_agent.as_ref(), name])
}

pub fn membership(channel: &Address, agent: &Address) -> Pda {
    find(&[b"member", channel.as_ref(), agent.as_ref()])
}

pub fn acknowledger(sender: &Address, recipient: &Address) -> Pda {
    find(&[b"ack", sender.as_ref(), recipient.as_ref()])
}

pub fn relay(creator: &Address, id: u32) -> Pda {
    find(&[b"relay", creator.as_ref(), &id.to_le_bytes()])
}

pub fn log(relay: &Address, epoch: u32) -> Pda {
    find(&[b"log", relay.as_ref(), &epoch.to_le_bytes()])
}

/// The highest bump below the canonical one that also gives an address, with that address.
pub fn lower_bump(seeds: &[&[u8]], canonical: u8) -> Pda {
    (0..canonical)
        .rev()
        .find_map(|bump| {
            let bytes = [bump];
            let seeds: Vec<&[u8]> = seeds.iter().copied().chain([&bytes[..]]).collect();
            let address = Address::create_program_address(&seeds, &PROGRAM).ok()?;
            Some((address, bump))
        })
        .expect("half of all bumps give an address")
}

/// The address with which the program signs to Light.
pub fn cpi_authority() -> Pda {
    find(&[b"cpi_authority"])
}

/// The first of Light's public output queues.
pub const QUEUE: Address = Address::from_str_const("oq1na8gojfdUhsfCpyjNt6h4JaDWtHf1yQj4koBWfto");
