use crate::{
    constants::{CODEC_RAW, MAX_CONTENT_LENGTH, VERSION},
    error::PodError,
    events::{record, MessagesAppended},
    light::{
        Append, ACCOUNT_COMPRESSION, COMPRESSION_AUTHORITY, LEAF_LENGTH, LIGHT_SYSTEM, MAX_LEAVES,
        QUEUES, REGISTERED_PROGRAM,
    },
    prelude::*,
    rules::rules,
    state::{is_message_type, is_none, same, Agent},
    stored::Stored,
    sysvars::clock,
    wire::Packed,
};

#[derive(Accounts)]
#[repr(C)]
#[cfg_attr(feature = "idl-build", instruction(bump: u8))]
pub struct AppendMessages {
    /// The sender's current signer; signs because the messages are its word.
    pub signer: Signer,
    /// Pays Light's fee; may be the signer.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// Agent that sends.
    #[account(mut)]
    pub sender: Stored<Agent>,
    /// The address with which this program signs to Light; Light checks it.
    #[cfg_attr(
        feature = "idl-build",
        account(seeds = [crate::light::CPI_AUTHORITY], bump = bump)
    )]
    pub cpi_authority: UncheckedAccount,
    #[account(address = REGISTERED_PROGRAM)]
    pub registered_program: UncheckedAccount,
    #[account(address = COMPRESSION_AUTHORITY)]
    pub compression_authority: UncheckedAccount,
    #[account(address = ACCOUNT_COMPRESSION)]
    pub account_compression: UncheckedAccount,
    #[account(address = LIGHT_SYSTEM)]
    pub light_system: UncheckedAccount,
    pub system_program: Program<System>,
    /// Output queue of one of Light's public state trees.
    #[account(mut)]
    pub queue: UncheckedAccount,
}

rules!(AppendMessages {
    signer: SIGNER,
    payer: PAYER,
    sender: AGENT.and(CHANGED),
    cpi_authority: ANY,
    registered_program: LIGHT_REGISTERED,
    compression_authority: LIGHT_AUTHORITY,
    account_compression: LIGHT_COMPRESSION,
    light_system: LIGHT_SYSTEM,
    system_program: SYSTEM,
    queue: CHANGED,
});

/// One message of a batch; its content is off chain.
#[derive(Clone, Copy, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct MessageEntry {
    /// Agent or channel that the message is for. It is not looked at on chain.
    pub recipient: Address,
    /// SHA-256 of the content.
    pub content_hash: [u8; 32],
    /// Chosen by the sender. Nothing on chain keeps it from being used twice.
    pub nonce: u64,
    /// Bytes of content.
    pub content_len: u32,
    /// 0 text, 1 data, 128 to 255 data of an application's own kind.
    pub message_type: u8,
}

/// The fields of an entry, in their order.
pub type Fields<'a> = (&'a Address, &'a [u8; 32], u64, u32, u8);

/// What the leaf of a message begins with in Light's tree, as its data's discriminator.
pub const LEAF_DISCRIMINATOR: [u8; 8] = *b"pod-msg1";

impl MessageEntry {
    /// Bytes of an entry in instruction data.
    pub const LENGTH: usize = <Fields as Packed>::LENGTH;

    /// The fields of the entry in [`Self::LENGTH`] bytes.
    #[inline(always)]
    pub fn read(bytes: &[u8]) -> Fields<'_> {
        debug_assert_eq!(bytes.len(), Self::LENGTH);
        // SAFETY: as many bytes as the fields have.
        unsafe { Fields::at(bytes.as_ptr()) }
    }

    /// The fields of the entry.
    pub fn fields(&self) -> Fields<'_> {
        (
            &self.recipient,
            &self.content_hash,
            self.nonce,
            self.content_len,
            self.message_type,
        )
    }
}

/// Writes the data of a message's leaf: sender[32], recipient[32], content hash[32], timestamp i64,
/// nonce u64, content length u32, message type u8, codec u8, version u8, zero.
#[inline(always)]
fn write_leaf(leaf: &mut [u8; LEAF_LENGTH], sender: &Address, message: &Fields, now: i64) {
    let (recipient, content_hash, nonce, content_len, message_type) = message;
    leaf[..32].copy_from_slice(sender.as_ref());
    leaf[32..64].copy_from_slice(recipient.as_ref());
    leaf[64..96].copy_from_slice(*content_hash);
    leaf[96..104].copy_from_slice(&now.to_le_bytes());
    leaf[104..112].copy_from_slice(&nonce.to_le_bytes());
    leaf[112..116].copy_from_slice(&content_len.to_le_bytes());
    leaf[116] = *message_type;
    leaf[117] = CODEC_RAW;
    leaf[118] = VERSION;
}

impl AppendMessages {
    #[inline(always)]
    pub fn handle<'a>(
        &mut self,
        bump: u8,
        messages: impl ExactSizeIterator<Item = Fields<'a>>,
    ) -> Result<()> {
        require!(
            same(self.signer.address(), &self.sender.signer),
            PodError::UnauthorizedSender
        );
        require!(
            QUEUES.iter().any(|queue| same(queue, self.queue.address())),
            PodError::WrongAccount
        );
        require!(messages.len() <= MAX_LEAVES, PodError::BatchTooLarge);
        require!(messages.len() > 0, PodError::BatchMismatch);
        let now = clock()?.unix_timestamp;
        let sender = *self.sender.address();
        let count = messages.len() as u8;
        let mut append = Append::new(bump);
        let mut leaves_hash = [0; 32];
        for message in messages {
            let (recipient, _, _, content_len, message_type) = message;
            require!(is_message_type(message_type), PodError::InvalidKind);
            require!(
                content_len > 0 && content_len <= MAX_CONTENT_LENGTH,
                PodError::InvalidContentLength
            );
            require!(!is_none(recipient), PodError::InvalidRecipient);
            require!(!same(recipient, &sender), PodError::SelfMessage);
            let hash = append.push(&LEAF_DISCRIMINATOR, |leaf| {
                write_leaf(leaf, &sender, &message, now)
            });
            leaves_hash = pod_core::hash::sha256([&leaves_hash, &hash]);
            self.sender.count_message(now);
        }
        append.invoke([
            self.payer.account(),
            self.cpi_authority.account(),
            self.registered_program.account(),
            self.compression_authority.account(),
            self.account_compression.account(),
            self.system_program.account(),
            self.queue.account(),
        ]);
        self.sender.invariant()?;
        record!(MessagesAppended {
            sender,
            queue: *self.queue.address(),
            leaves_hash,
            timestamp: now,
            sequence: self.sender.total_messages,
            count,
            version: VERSION,
            reserved: [0; 2],
        });
        Ok(())
    }
}
