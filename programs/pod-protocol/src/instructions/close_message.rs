use {
    crate::{
        constants::{MESSAGE_EXPIRY_SECONDS, VERSION},
        error::PodError,
        events::{record, MessageClosed},
        prelude::*,
        rules::rules,
        state::{field_of, same, tombstone::close, Agent, Message},
        stored::Stored,
        sysvars::clock,
    },
    core::mem::offset_of,
};

#[derive(Accounts)]
#[repr(C)]
pub struct CloseMessage {
    /// The signer of the recipient; once the message has expired, also that of the sender, or who
    /// paid. Signs because it gives the message up.
    pub closer: Signer,
    /// The agent whose signer the closer is. Not looked at if the closer is who paid and the message
    /// has expired: then the agents may have ended.
    pub agent: UncheckedAccount,
    #[account(mut)]
    pub message: Stored<Message>,
    /// Who paid for the message, and gets the rent.
    #[account(mut, unsafe(dup))]
    pub rent_payer: UncheckedAccount,
}

rules!(CloseMessage {
    closer: SIGNER,
    agent: ANY,
    message: MESSAGE.and(CHANGED),
    rent_payer: WRITABLE,
});

impl CloseMessage {
    /// Who may close the message now.
    #[inline(always)]
    fn validate(&self, now: i64) -> Result<()> {
        require!(
            same(self.rent_payer.address(), &self.message.rent_payer),
            PodError::WrongRentPayer
        );
        let expired = now.saturating_sub(self.message.timestamp) >= MESSAGE_EXPIRY_SECONDS;
        if expired && same(self.closer.address(), &self.message.rent_payer) {
            return Ok(());
        }
        let agent = self.agent.address();
        let signer = field_of::<Agent, 32>(self.agent.account(), offset_of!(Agent, signer))
            .ok_or(PodError::UnauthorizedSender)?;
        require!(
            self.closer.address().as_array() == signer,
            PodError::UnauthorizedSender
        );
        if same(agent, &self.message.recipient) {
            return Ok(());
        }
        require!(
            same(agent, &self.message.sender),
            PodError::UnauthorizedSender
        );
        require!(expired, PodError::NotExpired);
        Ok(())
    }

    #[inline(always)]
    pub fn handle(&mut self) -> Result<()> {
        self.validate(clock()?.unix_timestamp)?;
        let sender = self.message.sender;
        let nonce = self.message.nonce;
        close(self.message.view(), self.rent_payer.account())?;
        record!(MessageClosed {
            message: *self.message.address(),
            sender,
            nonce,
            version: VERSION,
            reserved: [0; 7],
        });
        Ok(())
    }
}
