use {
    super::join_channel::report,
    crate::{
        error::PodError,
        prelude::*,
        rules::rules,
        state::{same, Agent, Channel, Membership, MEMBER_LEFT, ROLE_OWNER},
        stored::Stored,
    },
};

#[derive(Accounts)]
#[repr(C)]
pub struct LeaveChannel {
    /// The agent's current signer; signs because it is the agent that leaves.
    pub signer: Signer,
    pub agent: Stored<Agent>,
    #[account(mut)]
    pub channel: Stored<Channel>,
    /// The agent's membership.
    #[account(mut)]
    pub membership: Stored<Membership>,
}

rules!(LeaveChannel {
    signer: SIGNER,
    agent: AGENT,
    channel: CHANNEL.and(CHANGED),
    membership: MEMBERSHIP.and(CHANGED),
});

impl LeaveChannel {
    #[inline(always)]
    pub fn handle(&mut self) -> Result<()> {
        require!(
            same(self.signer.address(), &self.agent.signer),
            PodError::UnauthorizedSender
        );
        self.membership.require_active(
            self.channel.address(),
            self.channel.generation,
            self.agent.address(),
        )?;
        // The owner closes the channel instead.
        require!(
            self.membership.role != ROLE_OWNER,
            PodError::InsufficientRole
        );
        self.membership.state = MEMBER_LEFT;
        self.channel.member_count -= 1;
        self.membership.invariant()?;
        self.channel.invariant()?;
        report(
            &self.membership,
            self.agent.address(),
            self.channel.member_count,
        );
        Ok(())
    }
}
