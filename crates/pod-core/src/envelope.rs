//! The envelope: the fixed header that an agent signs, its id and its leaf in the log.

use crate::domain::{Domain, ENVELOPE_TAG, PREFIX_LEN};
use crate::hash::{leaf_hash, sha256, Hash};
use crate::tree::EMPTY_ROOT;

/// The version of the header.
pub const VERSION: u8 = 1;
/// Bytes of a header.
pub const HEADER_LEN: usize = 192;
/// Bytes of an envelope: header and signature. The leaf of the log is the same bytes.
pub const ENVELOPE_LEN: usize = HEADER_LEN + 64;
/// Bytes that are signed.
pub const SIGNED_LEN: usize = PREFIX_LEN + HEADER_LEN;
/// The most bytes of content.
pub const MAX_CONTENT_LENGTH: u32 = 1 << 20;
/// The greatest time in milliseconds: the greatest integer that every JSON implementation reads exactly.
pub const MAX_TIME_MS: i64 = (1 << 53) - 1;
/// Message type of text.
pub const TEXT: u8 = 0;
/// Message type of data.
pub const DATA: u8 = 1;
/// Message type of an acknowledgement.
pub const ACK: u8 = 2;
/// The first application-defined message type.
pub const FIRST_APPLICATION_TYPE: u8 = 128;
/// Flag: the content is encrypted.
pub const ENCRYPTED: u8 = 1;
/// Multicodec of a raw block, the only codec of message content.
pub const RAW_CODEC: u8 = 0x55;

/// Why a header is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderError {
    /// Not version 1.
    Version,
    /// A reserved message type.
    MessageType,
    /// An unknown flag, or a flag on an acknowledgement.
    Flags,
    /// Not the raw codec.
    Codec,
    /// No content, too much, or content in an acknowledgement.
    ContentLength,
    /// A timestamp before 1970, or greater than [`MAX_TIME_MS`].
    Timestamp,
    /// An expiry that is not after the timestamp, or greater than [`MAX_TIME_MS`].
    Expiry,
    /// The sender writes to itself.
    SelfMessage,
    /// An acknowledgement of nothing.
    InReplyTo,
    /// The hash of an acknowledgement's content is not that of no bytes.
    ContentHash,
}

impl HeaderError {
    /// The name used in `vectors/envelopes.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Version => "version",
            Self::MessageType => "messageType",
            Self::Flags => "flags",
            Self::Codec => "codec",
            Self::ContentLength => "contentLength",
            Self::Timestamp => "timestamp",
            Self::Expiry => "expiry",
            Self::SelfMessage => "selfMessage",
            Self::InReplyTo => "inReplyTo",
            Self::ContentHash => "contentHash",
        }
    }
}

/// A well-formed header: the fields after the version, in the order of the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// What the content is: [`TEXT`], [`DATA`], [`ACK`] or an application's own.
    pub message_type: u8,
    /// [`ENCRYPTED`] or nothing.
    pub flags: u8,
    /// Multicodec of the content's CID.
    pub codec: u8,
    /// Bytes of content as sent.
    pub content_len: u32,
    /// Unique per sender.
    pub nonce: u64,
    /// Unix time in milliseconds.
    pub timestamp_ms: i64,
    /// Unix time in milliseconds, or 0 for never.
    pub expires_at_ms: i64,
    /// Agent account of the sender.
    pub sender: [u8; 32],
    /// Key that signs.
    pub signer: [u8; 32],
    /// Agent or Channel account.
    pub recipient: [u8; 32],
    /// Id of another message, or zeros.
    pub in_reply_to: Hash,
    /// SHA-256 of the content.
    pub content_hash: Hash,
}

impl Header {
    /// The header's bytes.
    pub fn to_bytes(&self) -> [u8; HEADER_LEN] {
        let mut bytes = [0; HEADER_LEN];
        bytes[0] = VERSION;
        bytes[1] = self.message_type;
        bytes[2] = self.flags;
        bytes[3] = self.codec;
        bytes[4..8].copy_from_slice(&self.content_len.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.nonce.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.timestamp_ms.to_le_bytes());
        bytes[24..32].copy_from_slice(&self.expires_at_ms.to_le_bytes());
        bytes[32..64].copy_from_slice(&self.sender);
        bytes[64..96].copy_from_slice(&self.signer);
        bytes[96..128].copy_from_slice(&self.recipient);
        bytes[128..160].copy_from_slice(&self.in_reply_to);
        bytes[160..192].copy_from_slice(&self.content_hash);
        bytes
    }

    /// Reads a header and checks all that can be checked without its content.
    pub fn from_bytes(bytes: &[u8; HEADER_LEN]) -> Result<Self, HeaderError> {
        if bytes[0] != VERSION {
            return Err(HeaderError::Version);
        }
        let header = Self {
            message_type: bytes[1],
            flags: bytes[2],
            codec: bytes[3],
            content_len: u32::from_le_bytes(field(bytes, 4)),
            nonce: u64::from_le_bytes(field(bytes, 8)),
            timestamp_ms: i64::from_le_bytes(field(bytes, 16)),
            expires_at_ms: i64::from_le_bytes(field(bytes, 24)),
            sender: field(bytes, 32),
            signer: field(bytes, 64),
            recipient: field(bytes, 96),
            in_reply_to: field(bytes, 128),
            content_hash: field(bytes, 160),
        };
        header.check()?;
        Ok(header)
    }

    /// Whether the fields agree with each other; the first error in the order of the bytes.
    pub fn check(&self) -> Result<(), HeaderError> {
        let ack = self.message_type == ACK;
        let content_len = if ack { 0..=0 } else { 1..=MAX_CONTENT_LENGTH };
        let error = if (ACK + 1..FIRST_APPLICATION_TYPE).contains(&self.message_type) {
            HeaderError::MessageType
        } else if self.flags & !ENCRYPTED != 0 || ack && self.flags != 0 {
            HeaderError::Flags
        } else if self.codec != RAW_CODEC {
            HeaderError::Codec
        } else if !content_len.contains(&self.content_len) {
            HeaderError::ContentLength
        } else if !(0..=MAX_TIME_MS).contains(&self.timestamp_ms) {
            HeaderError::Timestamp
        } else if self.expires_at_ms != 0
            && (self.expires_at_ms <= self.timestamp_ms || self.expires_at_ms > MAX_TIME_MS)
        {
            HeaderError::Expiry
        } else if self.sender == self.recipient {
            HeaderError::SelfMessage
        } else if ack && self.in_reply_to == [0; 32] {
            HeaderError::InReplyTo
        } else if ack && self.content_hash != EMPTY_ROOT {
            HeaderError::ContentHash
        } else {
            return Ok(());
        };
        Err(error)
    }

    /// What the signer signs.
    pub fn signed_bytes(&self, domain: &Domain) -> [u8; SIGNED_LEN] {
        domain.signed_bytes(&ENVELOPE_TAG, &self.to_bytes())
    }

    /// The message id: SHA-256 of the signed bytes.
    pub fn id(&self, domain: &Domain) -> Hash {
        sha256([&self.signed_bytes(domain)])
    }
}

/// A header with its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// What was signed.
    pub header: Header,
    /// Ed25519 signature by the header's signer.
    pub signature: [u8; 64],
}

impl Envelope {
    /// The envelope's bytes, which are the leaf of the log.
    pub fn to_bytes(&self) -> [u8; ENVELOPE_LEN] {
        let mut bytes = [0; ENVELOPE_LEN];
        bytes[..HEADER_LEN].copy_from_slice(&self.header.to_bytes());
        bytes[HEADER_LEN..].copy_from_slice(&self.signature);
        bytes
    }

    /// Reads an envelope; the signature is not checked.
    pub fn from_bytes(bytes: &[u8; ENVELOPE_LEN]) -> Result<Self, HeaderError> {
        Ok(Self {
            header: Header::from_bytes(&field(bytes, 0))?,
            signature: field(bytes, HEADER_LEN),
        })
    }

    /// Hash of the leaf.
    pub fn leaf_hash(&self) -> Hash {
        leaf_hash(&self.to_bytes())
    }

    /// Whether the signature is the signer's, by the rule of [`signature`](crate::signature).
    #[cfg(feature = "std")]
    pub fn verify(&self, domain: &Domain) -> Result<(), crate::signature::SignatureError> {
        let key = crate::signature::PublicKey::from_bytes(&self.header.signer)?;
        key.verify(&self.header.signed_bytes(domain), &self.signature)
    }
}

/// The `N` bytes at `at`, which is within bounds by the layout.
pub(crate) fn field<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let mut field = [0; N];
    field.copy_from_slice(&bytes[at..at + N]);
    field
}
