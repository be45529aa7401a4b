use {
    super::next_epoch::seal,
    crate::{
        constants::VERSION,
        error::PodError,
        events::{record, RelaySealed},
        prelude::*,
        rules::{Rule, CHANGED, LOG, RELAY, RELAY_OR_NONE, SIGNER, WRITABLE},
        state::{same, Relay, RelayLog, NONE, RELAY_OPEN, RELAY_SEALED},
        stored::Stored,
    },
};

#[derive(Accounts)]
pub struct SealRelay {
    /// The relay's operator; signs because the relay is its own.
    pub operator: Signer,
    /// May be given again as the successor, which is then refused by name.
    #[account(mut, unsafe(dup))]
    pub relay: Stored<Relay>,
    /// The log of the relay's current epoch.
    #[account(mut)]
    pub log: Stored<RelayLog>,
    /// Who paid for the log, and gets the rent that it does not need any more.
    #[account(mut, unsafe(dup))]
    pub rent_payer: UncheckedAccount,
    /// The open relay that takes over, if there is one.
    pub successor: Option<Stored<Relay>>,
}

impl SealRelay {
    /// What each account must be, in their order.
    pub const RULES: [Rule; 5] = [
        SIGNER,
        RELAY.and(WRITABLE),
        LOG.and(CHANGED),
        WRITABLE,
        RELAY_OR_NONE,
    ];
}

impl SealRelay {
    #[inline(always)]
    pub fn handle(&mut self) -> Result<()> {
        require!(
            same(self.operator.address(), &self.relay.operator),
            PodError::Unauthorized
        );
        require!(self.relay.state == RELAY_OPEN, PodError::RelaySealed);
        let successor = match &self.successor {
            None => NONE,
            Some(successor) => {
                require!(
                    successor.state == RELAY_OPEN
                        && !same(successor.address(), self.relay.address()),
                    PodError::InvalidSuccessor
                );
                *successor.address()
            }
        };
        let size = self.log.size;
        let root = seal(&mut self.log, &self.relay, self.rent_payer.account())?;
        self.relay.state = RELAY_SEALED;
        self.relay.successor = successor;
        self.relay.invariant()?;
        record!(RelaySealed {
            relay: *self.relay.address(),
            root,
            successor,
            messages: self.relay.messages,
            epoch: self.relay.epoch,
            size,
            version: VERSION,
            reserved: [0; 7],
        });
        Ok(())
    }
}
