use crate::{
    constants::VERSION,
    error::PodError,
    events::{record, ChannelUpdated},
    prelude::*,
    rules::rules,
    state::{same, Agent, Channel},
    stored::Stored,
};

#[derive(Accounts)]
#[repr(C)]
pub struct UpdateChannel {
    /// Authority of the creator; signs because the channel is its own.
    pub authority: Signer,
    /// Agent that owns the channel.
    pub creator: Stored<Agent>,
    #[account(mut)]
    pub channel: Stored<Channel>,
}

rules!(UpdateChannel {
    authority: SIGNER,
    creator: AGENT,
    channel: CHANNEL.and(CHANGED),
});

impl UpdateChannel {
    #[inline(always)]
    pub fn handle(&mut self, visibility: u8, member_limit: u32) -> Result<()> {
        require!(
            same(self.authority.address(), &self.creator.authority),
            PodError::Unauthorized
        );
        require!(
            same(self.creator.address(), &self.channel.creator),
            PodError::WrongAccount
        );
        self.channel.set_terms(visibility, member_limit)?;
        self.channel.invariant()?;
        record!(ChannelUpdated {
            channel: *self.channel.address(),
            member_limit,
            visibility,
            version: VERSION,
            reserved: [0; 2],
        });
        Ok(())
    }
}
