use crate::{
    constants::{MAX_CONTENT_LENGTH, VERSION},
    error::PodError,
    events::{record, ChannelPosted},
    prelude::*,
    rules::rules,
    state::{is_message_type, same, Agent, Channel, Membership},
    stored::Stored,
    sysvars::clock,
};

#[derive(Accounts)]
#[repr(C)]
pub struct PostToChannel {
    /// The agent's current signer; signs because the post is its word.
    pub signer: Signer,
    /// Agent that posts.
    #[account(mut)]
    pub agent: Stored<Agent>,
    #[account(mut)]
    pub channel: Stored<Channel>,
    /// The agent's membership.
    pub membership: Stored<Membership>,
}

rules!(PostToChannel {
    signer: SIGNER,
    agent: AGENT.and(CHANGED),
    channel: CHANNEL.and(CHANGED),
    membership: MEMBERSHIP,
});

impl PostToChannel {
    #[inline(always)]
    pub fn handle(
        &mut self,
        message_type: u8,
        content_len: u32,
        content_hash: &[u8; 32],
    ) -> Result<()> {
        require!(
            same(self.signer.address(), &self.agent.signer),
            PodError::UnauthorizedSender
        );
        self.membership.require_active(
            self.channel.address(),
            self.channel.generation,
            self.agent.address(),
        )?;
        require!(is_message_type(message_type), PodError::InvalidKind);
        require!(
            content_len > 0 && content_len <= MAX_CONTENT_LENGTH,
            PodError::InvalidContentLength
        );
        let now = clock()?.unix_timestamp;
        let channel = &mut *self.channel;
        let sequence = channel.message_count;
        channel.posts_hash = pod_core::hash::sha256([
            &channel.posts_hash,
            self.agent.address().as_ref(),
            content_hash,
            &sequence.to_le_bytes(),
            &now.to_le_bytes(),
            &content_len.to_le_bytes(),
            &[message_type],
        ]);
        channel.message_count = channel
            .message_count
            .checked_add(1)
            .ok_or(Fault::ARITHMETIC_OVERFLOW)?;
        channel.invariant()?;
        let posts_hash = channel.posts_hash;
        self.agent.count_message(now);
        self.agent.invariant()?;
        record!(ChannelPosted {
            channel: *self.channel.address(),
            posts_hash,
            agent: *self.agent.address(),
            content_hash: *content_hash,
            sequence,
            timestamp: now,
            content_len,
            message_type,
            version: VERSION,
            reserved: [0; 2],
        });
        Ok(())
    }
}
