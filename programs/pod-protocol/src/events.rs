//! What the program reports: one event for each change of state, one for a batch. Fixed layouts
//! without padding; `version` is the version of an event's layout.

use anchor_lang::prelude::*;

/// An agent was registered.
#[event(bytemuck)]
pub struct AgentRegistered {
    pub agent: Address,
    pub creator: Address,
    pub signer: Address,
    pub capabilities: u64,
    pub flags: u8,
    pub version: u8,
    pub reserved: [u8; 6],
}

/// Agents were registered in one batch.
#[event(bytemuck)]
pub struct AgentsRegistered {
    pub creator: Address,
    pub signer: Address,
    /// SHA-256 of the agents' addresses, one after the other.
    pub agents_hash: [u8; 32],
    pub capabilities: u64,
    pub count: u8,
    pub flags: u8,
    pub version: u8,
    pub reserved: [u8; 5],
}

/// A message was put on chain.
#[event(bytemuck)]
pub struct MessageSent {
    pub message: Address,
    pub sender: Address,
    pub recipient: Address,
    pub content_hash: [u8; 32],
    pub nonce: u64,
    /// Unix time in seconds.
    pub timestamp: i64,
    /// The sender's count of messages, this one included.
    pub sequence: u32,
    pub content_len: u32,
    pub message_type: u8,
    pub is_compressed: u8,
    pub version: u8,
    pub reserved: [u8; 5],
}

/// A relay was opened, with its first epoch.
#[event(bytemuck)]
pub struct RelayOpened {
    pub relay: Address,
    pub log: Address,
    pub creator: Address,
    pub committer: Address,
    pub receipt_key: Address,
    pub merge_delay_slots: u32,
    pub id: u32,
    pub version: u8,
    pub reserved: [u8; 7],
}

/// A log grew.
#[event(bytemuck)]
pub struct Committed {
    pub log: Address,
    /// Global index of the first message that is new in the log.
    pub first_index: u64,
    pub slot: u64,
    pub epoch: u32,
    /// Leaves in the tree, the new ones included.
    pub size: u32,
    pub version: u8,
    pub reserved: [u8; 7],
}
