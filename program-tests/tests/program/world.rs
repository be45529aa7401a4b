//! A chain with keys on it, and agents, relays and messages as a test wants them.

use pod_core::memory_tree::MemoryTree;
use program_tests::chain::{Chain, Done};
use program_tests::instructions::{self as ix, Actor, Profile, Route, Terms};
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
    /// Registered the agent.
    pub authority: Keypair,
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
        let authority = self.chain.funded(&format!("authority of {label}"));
        let creator = authority.pubkey();
        let register = ix::register_agent(&creator, &name(label), &signer.pubkey(), 0, 0);
        self.chain.accept(&[register], &[&authority]);
        Agent {
            address: keys::agent(&creator, &name(label)).0,
            authority,
            signer,
        }
    }

    /// Two agents, alice and bob.
    pub fn pair(&mut self) -> (Agent, Agent) {
        (self.agent("alice"), self.agent("bob"))
    }

    /// Offers an agent.
    pub fn offer_agent(&mut self, agent: &Agent, to: &Address) -> Done {
        let offer = ix::offer_agent(&agent.authority.pubkey(), &agent.address, to);
        self.chain.accept(&[offer], &[&agent.authority])
    }

    /// Offers a relay of the creator.
    pub fn offer_relay(&mut self, relay: &Relay, to: &Address) -> Done {
        let offer = ix::offer_relay(&self.creator.pubkey(), &relay.address, to);
        self.chain.accept(&[offer], &[&self.creator])
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
        let fred = self.agent("fred");
        let mut relay = self.relay(99);
        self.commit(&mut relay, 5);
        let message = self.message(&dave, &erin.address, 77);
        let other = self.message(&dave, &erin.address, 78);
        self.acknowledge(&dave, &erin, &other);
        let channel = self.channel(&dave, "channel of dave", 0, 10);
        let membership = self.join(&erin, &channel);
        let closed = self.channel(&dave, "closed channel of dave", 0, 10);
        self.close_channel(&dave, &closed);
        self.profile(&dave);
        self.close_agent(&fred);
        [
            ("agent", dave.address),
            ("relay", relay.address),
            ("log", relay.log),
            ("message", message),
            ("channel", channel),
            ("membership", membership),
            ("profile", keys::profile(&dave.address).0),
            (
                "acknowledger",
                keys::acknowledger(&dave.address, &erin.address).0,
            ),
            ("closed channel", closed),
            ("closed agent", fred.address),
        ]
        .map(|(what, address)| (what.to_string(), address))
        .into()
    }

    /// Acknowledges a message that `from` sent to `to`, paid by the signer of `to`.
    pub fn acknowledge(&mut self, from: &Agent, to: &Agent, message: &Address) {
        let acknowledge = ix::acknowledge_message(&to.answer(&from.address), message);
        self.chain.accept(&[acknowledge], &[&to.signer]);
    }

    /// A channel of an agent, paid by its authority.
    pub fn channel(&mut self, owner: &Agent, label: &str, visibility: u8, limit: u32) -> Address {
        let create = ix::create_channel(&owner.authority(), &name(label), visibility, limit);
        self.chain.accept(&[create], &[&owner.authority]);
        keys::channel(&owner.address, &name(label)).0
    }

    /// Lets an agent join a channel, paid by its signer; gives its membership.
    pub fn join(&mut self, agent: &Agent, channel: &Address) -> Address {
        let join = ix::join_channel(&agent.signer(), channel);
        self.chain.accept(&[join], &[&agent.signer]);
        keys::membership(channel, &agent.address).0
    }

    /// Invites an agent, paid by the inviter's authority.
    pub fn invite(&mut self, by: &Agent, channel: &Address, agent: &Agent, role: u8) {
        let invite = ix::invite(&by.authority(), channel, &agent.address, role);
        self.chain.accept(&[invite], &[&by.authority]);
    }

    pub fn leave(&mut self, agent: &Agent, channel: &Address) {
        let leave = ix::leave_channel(&agent.signer.pubkey(), &agent.address, channel);
        self.chain.accept(&[leave], &[&agent.signer]);
    }

    pub fn remove(&mut self, by: &Agent, channel: &Address, agent: &Agent) {
        let authority = by.authority.pubkey();
        let remove = ix::remove_member(&authority, &by.address, channel, &agent.address);
        self.chain.accept(&[remove], &[&by.authority]);
    }

    pub fn close_channel(&mut self, owner: &Agent, channel: &Address) {
        let authority = owner.authority.pubkey();
        let close = ix::close_channel(&authority, &owner.address, channel, &authority);
        self.chain.accept(&[close], &[&owner.authority]);
    }

    /// A profile of an agent, paid by its authority.
    pub fn profile(&mut self, agent: &Agent) -> Address {
        let authority = agent.authority.pubkey();
        let set = ix::set_profile(&authority, &authority, &agent.address, &PROFILE);
        self.chain.accept(&[set], &[&agent.authority]);
        keys::profile(&agent.address).0
    }

    pub fn close_agent(&mut self, agent: &Agent) {
        let authority = agent.authority.pubkey();
        let close = ix::close_agent(&authority, &agent.address, &authority);
        self.chain.accept(&[close], &[&agent.authority]);
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

    /// The way of an acknowledgement of a message from `sender`.
    pub fn answer(&self, sender: &Address) -> Route {
        Route {
            signer: self.signer.pubkey(),
            payer: self.signer.pubkey(),
            sender: *sender,
            recipient: self.address,
        }
    }

    /// The agent's signer acts and pays.
    pub fn signer(&self) -> Actor {
        Actor {
            key: self.signer.pubkey(),
            payer: self.signer.pubkey(),
            agent: self.address,
        }
    }

    /// The agent's authority acts and pays.
    pub fn authority(&self) -> Actor {
        Actor {
            key: self.authority.pubkey(),
            payer: self.authority.pubkey(),
            agent: self.address,
        }
    }
}

pub const PROFILE: Profile = Profile {
    encryption_key: [0xe1; 32],
    home_relay: Address::new_from_array([0xe2; 32]),
    metadata_hash: [0xe3; 32],
    metadata_codec: 0x55,
};

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
