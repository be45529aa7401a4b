use {
    crate::{constants::VERSION, error::PodError, prelude::*, state::same},
    core::mem::{offset_of, size_of},
};

/// Text content: UTF-8 without control characters other than TAB, LF and CR.
pub const MESSAGE_TEXT: u8 = 0;
/// Data content: any bytes.
pub const MESSAGE_DATA: u8 = 1;
/// The first of the types that applications give their own meaning; their content is data.
pub const MESSAGE_APPLICATION: u8 = 128;

/// A message that lives on chain. Inline content follows the account's fields, at byte 168.
///
/// Address: `"message", sender, nonce`.
#[account]
pub struct Message {
    /// Agent that sent the message.
    pub sender: Address,
    /// Agent, or public channel, that it is for.
    pub recipient: Address,
    /// Who paid for the account and gets its rent back.
    pub rent_payer: Address,
    /// SHA-256 of the content.
    pub content_hash: [u8; 32],
    /// Unix time in seconds.
    pub timestamp: i64,
    /// Chosen by the sender; no two messages of a sender that exist at one time have the same.
    pub nonce: u64,
    /// Bytes of content, wherever it is.
    pub content_len: u32,
    /// 0 text, 1 data, 128 to 255 data of an application's own kind.
    pub message_type: u8,
    /// 1: the content is off chain, under the CID of its hash. 0: it follows these fields.
    pub is_compressed: u8,
    /// Multicodec of the content's CID: 0x55, a raw block.
    pub codec: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Version of this layout.
    pub version: u8,
    /// 1: the recipient has acknowledged the message.
    pub acknowledged: u8,
    /// Zeros.
    pub reserved: [u8; 6],
}

const _: () = {
    assert!(size_of::<Message>() == 160);
    assert!(offset_of!(Message, recipient) == 32);
    assert!(offset_of!(Message, rent_payer) == 64);
    assert!(offset_of!(Message, content_hash) == 96);
    assert!(offset_of!(Message, timestamp) == 128);
    assert!(offset_of!(Message, nonce) == 136);
    assert!(offset_of!(Message, content_len) == 144);
    assert!(offset_of!(Message, message_type) == 148);
};

impl Message {
    /// Bytes of the account before inline content.
    pub const CONTENT_OFFSET: usize = 8 + size_of::<Self>();

    /// Fails if the message's fields contradict each other.
    #[inline(always)]
    pub fn invariant(&self) -> Result<()> {
        require!(
            !same(&self.sender, &self.recipient)
                && self.content_len > 0
                && self.is_compressed <= 1
                && self.acknowledged <= 1
                && self.version == VERSION,
            PodError::InvariantViolated
        );
        Ok(())
    }
}

/// Whether a message on chain may have this type.
#[inline(always)]
pub fn is_message_type(message_type: u8) -> bool {
    message_type <= MESSAGE_DATA || message_type >= MESSAGE_APPLICATION
}
