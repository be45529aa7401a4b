use crate::{
    constants::VERSION,
    error::PodError,
    events::{record, ChannelClosed},
    prelude::*,
    rules::rules,
    state::{same, tombstone::bury, Agent, Channel},
    stored::Stored,
};

#[derive(Accounts)]
#[repr(C)]
pub struct CloseChannel {
    /// Authority of the creator; signs because the channel is its own.
    pub authority: Signer,
    /// Agent that owns the channel.
    pub creator: Stored<Agent>,
    #[account(mut)]
    pub channel: Stored<Channel>,
    /// Who paid for the channel, and gets the rent.
    #[account(mut, unsafe(dup))]
    pub rent_payer: UncheckedAccount,
}

rules!(CloseChannel {
    authority: SIGNER,
    creator: AGENT,
    channel: CHANNEL.and(CHANGED),
    rent_payer: WRITABLE,
});

impl CloseChannel {
    #[inline(always)]
    pub fn handle(&mut self) -> Result<()> {
        require!(
            same(self.authority.address(), &self.creator.authority),
            PodError::Unauthorized
        );
        require!(
            same(self.creator.address(), &self.channel.creator),
            PodError::WrongAccount
        );
        require!(
            same(self.rent_payer.address(), &self.channel.rent_payer),
            PodError::WrongRentPayer
        );
        let posts_hash = self.channel.posts_hash;
        let message_count = self.channel.message_count;
        let generation = self.channel.generation;
        bury(
            self.channel.view(),
            &generation.to_le_bytes(),
            self.rent_payer.account(),
        )?;
        record!(ChannelClosed {
            channel: *self.channel.address(),
            posts_hash,
            message_count,
            generation,
            version: VERSION,
            reserved: [0; 3],
        });
        Ok(())
    }
}
