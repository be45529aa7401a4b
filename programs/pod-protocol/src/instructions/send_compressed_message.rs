use {
    super::send_message::{NewMessage, SendMessage},
    crate::{
        constants::{CODEC_RAW, MAX_CONTENT_LENGTH},
        error::PodError,
        prelude::*,
    },
};

impl SendMessage {
    /// Sends a message whose content is off chain: its account holds hash, length and codec.
    #[inline(always)]
    pub fn handle_compressed(
        &mut self,
        bump: u8,
        nonce: u64,
        message_type: u8,
        codec: u8,
        content_len: u32,
        content_hash: &[u8; 32],
    ) -> Result<()> {
        require!(
            content_len > 0 && content_len <= MAX_CONTENT_LENGTH,
            PodError::InvalidContentLength
        );
        require!(codec == CODEC_RAW, PodError::InvalidKind);
        self.send(&NewMessage {
            bump,
            nonce,
            message_type,
            codec,
            content_len,
            content_hash,
            inline: None,
        })
    }
}
