//! What the program reports: one event for each change of state, one for a batch. Fixed layouts
//! without padding; `version` is the version of an event's layout.

use anchor_lang::{bytemuck::Pod, prelude::*};

/// An event as it is logged: discriminator, then fields.
#[repr(C)]
pub struct Entry<E> {
    /// Says which event it is.
    pub discriminator: u64,
    /// Its fields.
    pub event: E,
}

/// The discriminator of an event that fits an [`Entry`]: `Pod`, so that nothing in it is padding, and
/// aligned to 8 at most, so that nothing between the two is.
pub const fn discriminator<E: Pod + Discriminator>() -> u64 {
    assert!(
        core::mem::align_of::<E>() <= 8
            && core::mem::size_of::<Entry<E>>() == 8 + core::mem::size_of::<E>()
    );
    let d = E::DISCRIMINATOR;
    assert!(d.len() == 8);
    u64::from_le_bytes([d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]])
}

/// Logs `length` bytes as an event.
///
/// # Safety
/// They are readable.
#[inline(never)]
pub unsafe fn log(entry: *const u8, length: usize) {
    sol_log_data(&[core::slice::from_raw_parts(entry, length)]);
}

/// Logs an event, whose fields are written where they are logged from: what is given by value would be
/// copied twice.
macro_rules! record {
    ($event:ident { $($field:ident $(: $value:expr)?),* $(,)? }) => {{
        let mut entry = core::mem::MaybeUninit::<$crate::events::Entry<$event>>::uninit();
        let at = entry.as_mut_ptr();
        // SAFETY: writes all fields of a value that nothing else refers to, as the pattern below proves,
        // and logs them.
        unsafe {
            core::ptr::addr_of_mut!((*at).discriminator)
                .write(const { $crate::events::discriminator::<$event>() });
            $(
                core::ptr::addr_of_mut!((*at).event.$field)
                    .write($crate::events::record!(@ $field $($value)?));
            )*
            $crate::events::log(at.cast(), core::mem::size_of::<$crate::events::Entry<$event>>());
        }
        const _: fn(&$event) = |$event { $($field: _),* }| ();
    }};
    (@ $field:ident) => { $field };
    (@ $field:ident $value:expr) => { $value };
}
pub(crate) use record;

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

/// An agent's capabilities changed.
#[event(bytemuck)]
pub struct AgentUpdated {
    pub agent: Address,
    pub capabilities: u64,
    pub version: u8,
    pub reserved: [u8; 7],
}

/// An agent has another signer.
#[event(bytemuck)]
pub struct SignerRotated {
    pub agent: Address,
    /// The signer whose time ended.
    pub previous: Address,
    pub signer: Address,
    /// The key chain with `previous` in it.
    pub key_chain: [u8; 32],
    /// The slot at which `previous` had become the signer.
    pub previous_since: u64,
    /// The slot at which its time ended.
    pub slot: u64,
    pub version: u8,
    pub reserved: [u8; 7],
}

/// An agent was offered to another authority, or the offer was taken back.
#[event(bytemuck)]
pub struct AgentOffered {
    pub agent: Address,
    /// Zeros: none any more.
    pub pending_authority: Address,
    pub version: u8,
    pub reserved: [u8; 7],
}

/// An agent has another authority. A `SignerRotated` goes before.
#[event(bytemuck)]
pub struct AgentAccepted {
    pub agent: Address,
    pub authority: Address,
    pub flags: u8,
    pub version: u8,
    pub reserved: [u8; 6],
}

/// An agent ended; its address will not be used again.
#[event(bytemuck)]
pub struct AgentClosed {
    pub agent: Address,
    pub version: u8,
    pub reserved: [u8; 7],
}

/// An agent's profile was made or changed.
#[event(bytemuck)]
pub struct ProfileSet {
    pub agent: Address,
    pub encryption_key: [u8; 32],
    pub home_relay: Address,
    pub metadata_hash: [u8; 32],
    pub metadata_codec: u8,
    pub version: u8,
    pub reserved: [u8; 6],
}

/// An agent's profile was closed.
#[event(bytemuck)]
pub struct ProfileClosed {
    pub agent: Address,
    pub version: u8,
    pub reserved: [u8; 7],
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

/// Messages were put into a state tree of Light Protocol.
#[event(bytemuck)]
pub struct MessagesAppended {
    pub sender: Address,
    /// Output queue of the tree.
    pub queue: Address,
    /// Hash over the leaves' data hashes in their order, from zeros: SHA-256(hash before || data hash).
    pub leaves_hash: [u8; 32],
    /// Unix time in seconds.
    pub timestamp: i64,
    /// The sender's count of messages, these included.
    pub sequence: u32,
    pub count: u8,
    pub version: u8,
    pub reserved: [u8; 2],
}

/// A recipient acknowledged a message.
#[event(bytemuck)]
pub struct MessageAcknowledged {
    pub message: Address,
    pub sender: Address,
    pub recipient: Address,
    /// The sender's reputation now.
    pub reputation: u32,
    /// 1: the first message of this sender that this recipient acknowledged.
    pub first: u8,
    pub version: u8,
    pub reserved: [u8; 2],
}

/// A message's account was closed.
#[event(bytemuck)]
pub struct MessageClosed {
    pub message: Address,
    pub sender: Address,
    pub nonce: u64,
    pub version: u8,
    pub reserved: [u8; 7],
}

/// A channel was made, or opened again.
#[event(bytemuck)]
pub struct ChannelCreated {
    pub channel: Address,
    pub creator: Address,
    pub generation: u32,
    pub member_limit: u32,
    pub visibility: u8,
    pub version: u8,
    pub reserved: [u8; 6],
}

/// A channel's visibility or member limit changed.
#[event(bytemuck)]
pub struct ChannelUpdated {
    pub channel: Address,
    pub member_limit: u32,
    pub visibility: u8,
    pub version: u8,
    pub reserved: [u8; 2],
}

/// A membership changed: `state` and `role` say to what.
#[event(bytemuck)]
pub struct MembershipChanged {
    pub channel: Address,
    pub agent: Address,
    /// Agent that invited or removed the member, or the member itself.
    pub by: Address,
    pub generation: u32,
    /// Members of the channel now.
    pub member_count: u32,
    pub role: u8,
    pub state: u8,
    pub version: u8,
    pub reserved: [u8; 5],
}

/// The account of a membership that no longer counts was closed.
#[event(bytemuck)]
pub struct MembershipClosed {
    pub channel: Address,
    pub agent: Address,
    pub version: u8,
    pub reserved: [u8; 7],
}

/// A member posted to a channel.
#[event(bytemuck)]
pub struct ChannelPosted {
    pub channel: Address,
    /// The channel's hash with this post in it.
    pub posts_hash: [u8; 32],
    pub agent: Address,
    pub content_hash: [u8; 32],
    /// Number of the post in the channel, from 0.
    pub sequence: u64,
    /// Unix time in seconds.
    pub timestamp: i64,
    pub content_len: u32,
    pub message_type: u8,
    pub version: u8,
    pub reserved: [u8; 2],
}

/// A channel ended.
#[event(bytemuck)]
pub struct ChannelClosed {
    pub channel: Address,
    /// The channel's hash over all its posts.
    pub posts_hash: [u8; 32],
    pub message_count: u64,
    pub generation: u32,
    pub version: u8,
    pub reserved: [u8; 3],
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

/// What a relay publishes of itself changed.
#[event(bytemuck)]
pub struct RelayUpdated {
    pub relay: Address,
    pub committer: Address,
    pub receipt_key: Address,
    pub receipt_key_chain: [u8; 32],
    pub slot: u64,
    pub merge_delay_slots: u32,
    pub version: u8,
    pub reserved: [u8; 3],
}

/// A relay was offered to another operator, or the offer was taken back.
#[event(bytemuck)]
pub struct RelayOffered {
    pub relay: Address,
    /// Zeros: none any more.
    pub pending_operator: Address,
    pub version: u8,
    pub reserved: [u8; 7],
}

/// A relay has another operator and committer.
#[event(bytemuck)]
pub struct RelayAccepted {
    pub relay: Address,
    pub operator: Address,
    pub committer: Address,
    pub version: u8,
    pub reserved: [u8; 7],
}

/// A relay ended.
#[event(bytemuck)]
pub struct RelaySealed {
    pub relay: Address,
    /// Root of its last epoch.
    pub root: [u8; 32],
    /// Zeros: none.
    pub successor: Address,
    pub messages: u64,
    pub epoch: u32,
    pub size: u32,
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

/// An epoch was sealed and the next one opened.
#[event(bytemuck)]
pub struct EpochOpened {
    pub relay: Address,
    pub log: Address,
    /// Root of the epoch before.
    pub previous_root: [u8; 32],
    /// Global index of the first message of this epoch.
    pub first_index: u64,
    pub epoch: u32,
    pub version: u8,
    pub reserved: [u8; 3],
}
