use crate::{
    constants::VERSION,
    error::PodError,
    events::{record, MessageAcknowledged},
    new::New,
    pda::NewAccount,
    prelude::*,
    rules::rules,
    seeds,
    state::{fields_mut, is_live, same, Acknowledger, Agent, Message},
    stored::Stored,
    sysvars::clock,
};

#[derive(Accounts)]
#[repr(C)]
#[cfg_attr(feature = "idl-build", instruction(bump: u8))]
pub struct AcknowledgeMessage {
    /// The recipient's current signer; signs because the acknowledgement is its word.
    pub signer: Signer,
    /// Pays for the acknowledger's account if this is the first time; may be the signer.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    #[account(mut)]
    pub message: Stored<Message>,
    /// Agent that sent the message.
    #[account(mut)]
    pub sender: Stored<Agent>,
    /// Agent that the message is for.
    #[account(mut)]
    pub recipient: Stored<Agent>,
    /// That the recipient has acknowledged a message of the sender; made the first time.
    #[cfg_attr(
        feature = "idl-build",
        account(
            mut,
            seeds = [seeds::ACKNOWLEDGER, sender.address().as_ref(), recipient.address().as_ref()],
            bump = bump
        )
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub acknowledger: New<Acknowledger>,
    pub system_program: Program<System>,
}

rules!(AcknowledgeMessage {
    signer: SIGNER,
    payer: PAYER,
    message: MESSAGE.and(CHANGED),
    sender: AGENT.and(CHANGED),
    recipient: AGENT.and(CHANGED),
    acknowledger: CHANGED,
    system_program: SYSTEM,
});

impl AcknowledgeMessage {
    /// Who may acknowledge what.
    #[inline(always)]
    fn validate(&self) -> Result<()> {
        require!(
            same(self.signer.address(), &self.recipient.signer),
            PodError::UnauthorizedSender
        );
        require!(
            same(&self.message.recipient, self.recipient.address()),
            PodError::InvalidRecipient
        );
        require!(
            same(&self.message.sender, self.sender.address()),
            PodError::InvalidSender
        );
        require!(
            self.message.acknowledged == 0,
            PodError::AlreadyAcknowledged
        );
        Ok(())
    }

    #[inline(always)]
    pub fn handle(&mut self, bump: u8) -> Result<()> {
        self.validate()?;
        let now = clock()?.unix_timestamp;
        let sender = *self.sender.address();
        let recipient = *self.recipient.address();
        let mut view = *self.acknowledger.account();
        let first = !is_live::<Acknowledger>(&view);
        if first {
            NewAccount::new(self.payer.account(), &view, Acknowledger::SPACE)?.create(
                &[seeds::ACKNOWLEDGER, sender.as_ref(), recipient.as_ref()],
                bump,
            )?;
            let acknowledger = self.acknowledger.initialize()?;
            acknowledger.sender = sender;
            acknowledger.recipient = recipient;
            acknowledger.created_at = now;
            acknowledger.bump = bump;
            acknowledger.version = VERSION;
            acknowledger.invariant()?;
            self.sender.reputation = self.sender.reputation.saturating_add(1);
        }
        let acknowledger = fields_mut::<Acknowledger>(&mut view)?;
        require!(
            same(&acknowledger.sender, &sender) && same(&acknowledger.recipient, &recipient),
            PodError::WrongAccount
        );
        self.message.acknowledged = 1;
        self.recipient.last_active = now;
        self.message.invariant()?;
        self.sender.invariant()?;
        self.recipient.invariant()?;
        record!(MessageAcknowledged {
            message: *self.message.address(),
            sender,
            recipient,
            reputation: self.sender.reputation,
            first: first as u8,
            version: VERSION,
            reserved: [0; 2],
        });
        Ok(())
    }
}
