//! Limits of the protocol. `docs/protocol.md` gives the reason for each.

use anchor_lang::prelude::*;

/// The most agents that one `register_agents_batch` can register: as many as fit a transaction of
/// 1,232 bytes with names of 32 bytes and three compute-budget instructions.
#[constant]
pub const MAX_BATCH_SIZE: u32 = 12;

/// The most bytes of content that a message holds inline; longer content stays off chain. What is
/// left of a transaction of 1,232 bytes with two signatures and compute-budget instructions.
#[constant]
pub const COMPRESSION_THRESHOLD: u32 = 700;

/// The most bytes of a message's content: one raw IPFS block.
#[constant]
pub const MAX_CONTENT_LENGTH: u32 = 1 << 20;

/// Bytes of a name, padded with zeros.
#[constant]
pub const NAME_LENGTH: u32 = 32;

/// The most bytes of a relay's endpoint URL.
#[constant]
pub const MAX_ENDPOINT_LENGTH: u32 = 128;

/// The longest merge delay that a relay may promise: one day at 400 ms a slot.
#[constant]
pub const MAX_MERGE_DELAY_SLOTS: u32 = 216_000;

/// How long a message waits for its recipient before its sender may close it.
#[constant]
pub const MESSAGE_EXPIRY_SECONDS: i64 = 7 * 24 * 60 * 60;

/// Multicodec of a raw block, the codec of message content.
#[constant]
pub const CODEC_RAW: u8 = 0x55;

/// Version byte of accounts and events.
#[constant]
pub const VERSION: u8 = 1;
