use {
    super::update_agent::ChangeAgent,
    crate::{
        constants::VERSION,
        error::PodError,
        events::{record, SignerRotated},
        prelude::*,
        state::{is_none, same, Agent},
        stored::Stored,
        sysvars::clock,
    },
};

/// Ends the time of an agent's signer and begins that of another.
#[inline(never)]
pub fn rotate(agent: &mut Stored<Agent>, signer: &Address) -> Result<()> {
    require!(
        !is_none(signer) && !same(signer, &agent.signer),
        PodError::InvalidKey
    );
    let slot = clock()?.slot;
    let previous = agent.signer;
    let previous_since = agent.signer_since;
    let key_chain =
        pod_core::hash::sha256([&agent.key_chain, previous.as_ref(), &slot.to_le_bytes()]);
    agent.key_chain = key_chain;
    agent.signer = *signer;
    agent.signer_since = slot;
    record!(SignerRotated {
        agent: *agent.address(),
        previous,
        signer: *signer,
        key_chain,
        previous_since,
        slot,
        version: VERSION,
        reserved: [0; 7],
    });
    Ok(())
}

impl ChangeAgent {
    #[inline(always)]
    pub fn rotate(&mut self, signer: &Address) -> Result<()> {
        self.validate()?;
        rotate(&mut self.agent, signer)?;
        self.agent.invariant()
    }
}
