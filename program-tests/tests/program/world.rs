//! A chain with keys on it, and agents, relays and messages as a test wants them.

use pod_core::memory_tree::MemoryTree;
use program_tests::chain::Chain;
use program_tests::instructions::{self as ix, Route, Terms};
use program_tests::keys::{self, name};
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

pub struct World {
    pub chain: Chain,
    /// Registers the agents, opens the relays and pays for them.
    pub creator: Keypair,
    /// Has funds and no part in anything.
    pub stranger: Keypair,
}

/// An agent and the keys that act for it.
pub struct Agent {
    pub address: Address,
    pub signer: Keypair,
}

/// A relay and the keys that act for it.
pub struct Relay {
    pub address: Address,
    pub log: Address,
    pub committer: Keypair,
    /// The messages of the present epoch.
    pub tree: MemoryTree,
}

impl World {
    pub fn new() -> Self {
        let mut chain = Chain::new();
        let creator = chain.funded("creator");
        let stranger = chain.funded("stranger");
        Self {
            chain,
            creator,
            stranger,
        }
    }

    /// An agent called `label`, with a signer of its own.
    pub fn agent(&mut self, label: &str) -> Agent {
        let signer = self.chain.funded(&format!("signer of {label}"));
        let creator = self.creator.pubkey();
        let register = ix::register_agent(&creator, &name(label), &signer.pubkey(), 0, 0);
        self.chain.accept(&[register], &[&self.creator]);
        Agent {
            address: keys::agent(&creator, &name(label)).0,
            signer,
        }
    }

    /// A relay with a number, its log empty.
    pub fn relay(&mut self, id: u32) -> Relay {
        let committer = self.chain.funded(&format!("committer {id}"));
        let creator = self.creator.pubkey();
        let open = ix::open_relay(&creator, id, &terms(&committer.pubkey()));
        self.chain.accept(&[open], &[&self.creator]);
        let address = keys::relay(&creator, id).0;
        Relay {
            address,
            log: keys::log(&address, 0).0,
            committer,
            tree: MemoryTree::new(),
        }
    }

    /// Commits `count` more leaves to a relay's log in epoch 0.
    pub fn commit(&mut self, relay: &mut Relay, count: u32) {
        let start = relay.tree.size();
        grow(&mut relay.tree, count);
        let chunk = relay.tree.chunk(start, start + count);
        let commit = ix::commit(&relay.committer.pubkey(), &relay.address, 0, &chunk);
        self.chain.accept(&[commit], &[&relay.committer]);
    }

    /// One account of each type, by what it is, that has nothing to do with the test's own.
    pub fn everything(&mut self) -> Vec<(String, Address)> {
        let dave = self.agent("dave");
        let erin = self.agent("erin");
        let mut relay = self.relay(99);
        self.commit(&mut relay, 5);
        let message = self.message(&dave, &erin.address, 77);
        [
            ("agent", dave.address),
            ("relay", relay.address),
            ("log", relay.log),
            ("message", message),
        ]
        .map(|(what, address)| (what.to_string(), address))
        .into()
    }

    /// A text message from one agent to another, paid by the sender's signer.
    pub fn message(&mut self, from: &Agent, to: &Address, nonce: u64) -> Address {
        let send = ix::send_message(&from.route(to), nonce, 0, b"hello");
        self.chain.accept(&[send], &[&from.signer]);
        keys::message(&from.address, nonce).0
    }
}

impl Agent {
    /// The way of a message that this agent sends and pays.
    pub fn route(&self, to: &Address) -> Route {
        Route {
            signer: self.signer.pubkey(),
            payer: self.signer.pubkey(),
            sender: self.address,
            recipient: *to,
        }
    }
}

/// Appends leaves that follow from their index.
pub fn grow(tree: &mut MemoryTree, count: u32) {
    for _ in 0..count {
        let index = tree.size();
        tree.push(pod_core::hash::leaf_hash(&index.to_le_bytes()));
    }
}

pub fn terms(committer: &Address) -> Terms {
    Terms {
        committer: *committer,
        receipt_key: keys::key("receipt key").pubkey(),
        merge_delay_slots: 150,
        endpoint: "https://relay.example".into(),
    }
}
