use {
    crate::{
        constants::{CODEC_RAW, COMPRESSION_THRESHOLD, VERSION},
        error::PodError,
        events::{record, MessageSent},
        new::New,
        pda::NewAccount,
        prelude::*,
        rules::rules,
        seeds,
        state::{
            field_of, initialize, is_live, is_message_type, is_none, same, Agent, Channel, Message,
            CHANNEL_PUBLIC, MESSAGE_TEXT,
        },
        stored::Stored,
        sysvars::clock,
    },
    core::mem::offset_of,
};

#[derive(Accounts)]
#[repr(C)]
#[cfg_attr(feature = "idl-build", instruction(bump: u8, nonce: u64))]
pub struct SendMessage {
    /// The sender's current signer; signs because the message is its word.
    pub signer: Signer,
    /// Pays for the message's account, and gets the rent back when it is closed; may be the signer.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// The message to be; its address is checked when it is made.
    #[cfg_attr(
        feature = "idl-build",
        account(
            mut,
            seeds = [seeds::MESSAGE, sender.address().as_ref(), nonce.to_le_bytes()],
            bump = bump
        )
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub message: New<Message>,
    /// Agent that sends. May be given again as the recipient, which is then refused by name.
    #[account(mut, unsafe(dup))]
    pub sender: Stored<Agent>,
    /// Agent, or public channel, that the message is for.
    pub recipient: UncheckedAccount,
    pub system_program: Program<System>,
}

rules!(SendMessage {
    signer: SIGNER,
    payer: PAYER,
    message: CHANGED,
    sender: AGENT.and(WRITABLE),
    recipient: ANY,
    system_program: SYSTEM,
});

/// What a new message says.
pub struct NewMessage<'a> {
    pub bump: u8,
    pub nonce: u64,
    pub message_type: u8,
    pub codec: u8,
    pub content_len: u32,
    pub content_hash: &'a [u8; 32],
    /// The content itself, if it is inline.
    pub inline: Option<&'a [u8]>,
}

impl SendMessage {
    /// Who may send what to whom.
    #[inline(always)]
    fn validate(&self, message_type: u8) -> Result<()> {
        require!(
            same(self.signer.address(), &self.sender.signer),
            PodError::UnauthorizedSender
        );
        require!(is_message_type(message_type), PodError::InvalidKind);
        require!(
            !is_none(self.recipient.address()),
            PodError::InvalidRecipient
        );
        require!(
            !same(self.recipient.address(), self.sender.address()),
            PodError::SelfMessage
        );
        require!(
            is_live::<Agent>(self.recipient.account())
                || is_public_channel(self.recipient.account()),
            PodError::InvalidRecipient
        );
        Ok(())
    }

    #[inline(always)]
    pub fn handle(&mut self, bump: u8, nonce: u64, message_type: u8, content: &[u8]) -> Result<()> {
        require!(
            !content.is_empty() && content.len() <= COMPRESSION_THRESHOLD as usize,
            PodError::InvalidContentLength
        );
        require!(
            message_type != MESSAGE_TEXT || pod_core::text::is_text(content),
            PodError::InvalidCharacter
        );
        self.send(&NewMessage {
            bump,
            nonce,
            message_type,
            codec: CODEC_RAW,
            content_len: content.len() as u32,
            content_hash: &pod_core::hash::sha256([content]),
            inline: Some(content),
        })
    }

    /// Makes the message's account and fills it.
    #[inline(never)]
    pub fn send(&mut self, new: &NewMessage) -> Result<()> {
        self.validate(new.message_type)?;
        let now = clock()?.unix_timestamp;
        let inline = new.inline.unwrap_or_default();
        NewAccount::new(
            self.payer.account(),
            self.message.account(),
            Message::CONTENT_OFFSET + inline.len(),
        )?
        .create(
            &[
                seeds::MESSAGE,
                self.sender.address().as_ref(),
                &new.nonce.to_le_bytes(),
            ],
            new.bump,
        )?;
        let mut view = *self.message.account();
        let message = initialize::<Message>(&mut view)?;
        message.sender = *self.sender.address();
        message.recipient = *self.recipient.address();
        message.rent_payer = *self.payer.address();
        message.content_hash = *new.content_hash;
        message.timestamp = now;
        message.nonce = new.nonce;
        message.content_len = new.content_len;
        message.message_type = new.message_type;
        message.is_compressed = new.inline.is_none() as u8;
        message.codec = new.codec;
        message.bump = new.bump;
        message.version = VERSION;
        message.invariant()?;
        // SAFETY: `message` is no longer used, and nothing else refers to the new account's data.
        let data = unsafe { view.borrow_unchecked_mut() };
        data[Message::CONTENT_OFFSET..].copy_from_slice(inline);

        self.sender.count_message(now);
        self.sender.invariant()?;
        record!(MessageSent {
            message: *self.message.address(),
            sender: *self.sender.address(),
            recipient: *self.recipient.address(),
            content_hash: *new.content_hash,
            nonce: new.nonce,
            timestamp: now,
            sequence: self.sender.total_messages,
            content_len: new.content_len,
            message_type: new.message_type,
            is_compressed: new.inline.is_none() as u8,
            version: VERSION,
            reserved: [0; 5],
        });
        Ok(())
    }
}

/// Whether anyone may send to `view`, as to a channel.
fn is_public_channel(view: &AccountView) -> bool {
    field_of::<Channel, 1>(view, offset_of!(Channel, visibility)) == Some(&[CHANNEL_PUBLIC])
}
