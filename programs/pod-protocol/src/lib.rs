//! The on-chain program of PoD Protocol: who the agents are, messages that live on chain, and one
//! commitment a batch for all the others. This file documents and forwards; `instructions` does the
//! work. `docs/protocol.md` is the specification of bytes and rules.

#![cfg_attr(target_os = "solana", no_std)]
// Anchor's derives expand to these.
#![allow(unexpected_cfgs, clippy::diverging_sub_expression)]

extern crate alloc;

use alloc::{string::String, vec::Vec};

use anchor_lang::prelude::*;

pub mod constants;
pub mod error;
pub mod events;
pub mod instructions;
pub mod new;
pub mod pda;
pub mod seeds;
pub mod state;

use instructions::*;

#[cfg(not(pod_program_id))]
declare_id!("podSiK1BnHywEKNwvaAWmXJthpTYkDXrU9YX4sWUBbQ");

#[cfg(pod_program_id)]
include!(concat!(env!("OUT_DIR"), "/program_id.rs"));

#[cfg(target_arch = "bpf")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    // SAFETY: the syscall takes nothing and does not return.
    unsafe { solana_define_syscall_5::definitions::abort() }
}

#[program]
pub mod pod_protocol {
    use super::*;

    /// Appends leaves to the log of the relay's current epoch. `chunks` is one or more chunks, each
    /// start u32, end u32, and the roots of the aligned perfect subtrees that cover the range. A
    /// chunk that the tree already has is skipped; the next must begin at the tree's size.
    pub fn commit(ctx: &mut Context<Commit>, chunks: &[u8]) -> Result<()> {
        ctx.accounts.handle(chunks)
    }

    /// Proves that the leaf with `leaf_hash` is in a log at `index` of its epoch, or fails. `path`
    /// leads to the peak that covers the index, or to the root of a sealed log. Returns the global
    /// index of the message.
    pub fn verify_inclusion(
        ctx: &mut Context<VerifyInclusion>,
        index: u32,
        leaf_hash: [u8; 32],
        path: &[[u8; 32]],
    ) -> Result<u64> {
        ctx.accounts.handle(index, &leaf_hash, path)
    }

    /// Puts a message on chain with its content, of at most 700 bytes.
    pub fn send_message(
        ctx: &mut Context<SendMessage>,
        bump: u8,
        nonce: u64,
        message_type: u8,
        content: &[u8],
    ) -> Result<()> {
        ctx.accounts.handle(bump, nonce, message_type, content)
    }

    /// Puts a message on chain whose content, of at most 1 MiB, is off chain: its account holds the
    /// SHA-256 of the content, the length, and the codec of the CID.
    pub fn send_compressed_message(
        ctx: &mut Context<SendMessage>,
        bump: u8,
        nonce: u64,
        message_type: u8,
        codec: u8,
        content_len: u32,
        content_hash: [u8; 32],
    ) -> Result<()> {
        ctx.accounts
            .handle_compressed(bump, nonce, message_type, codec, content_len, content_hash)
    }

    /// Registers an agent under the creator's key and a name, padded with zeros. `flags`: bit 0, the
    /// creator is a relay that may speak for the agent.
    pub fn register_agent(
        ctx: &mut Context<RegisterAgent>,
        bump: u8,
        name: [u8; 32],
        signer: Address,
        capabilities: u64,
        flags: u8,
    ) -> Result<()> {
        ctx.accounts
            .handle(bump, &name, &signer, capabilities, flags)
    }

    /// Registers up to 12 agents under the creator's key, with one signer, capabilities and flags
    /// for all. Their accounts follow, writable, in the order of `agents`.
    pub fn register_agents_batch(
        ctx: &mut Context<RegisterAgentsBatch>,
        signer: Address,
        capabilities: u64,
        flags: u8,
        agents: Vec<AgentEntry<'_>>,
    ) -> Result<()> {
        let accounts = ctx.remaining_accounts()?;
        ctx.accounts
            .handle(&accounts, &signer, capabilities, flags, &agents)
    }

    /// Opens a relay and the log of its epoch 0.
    #[allow(clippy::too_many_arguments)]
    pub fn open_relay(
        ctx: &mut Context<OpenRelay>,
        relay_bump: u8,
        log_bump: u8,
        id: u32,
        committer: Address,
        receipt_key: Address,
        merge_delay_slots: u32,
        endpoint: String,
    ) -> Result<()> {
        ctx.accounts.handle(
            relay_bump,
            log_bump,
            id,
            RelayTerms {
                committer: &committer,
                receipt_key: &receipt_key,
                merge_delay_slots,
                endpoint: endpoint.as_bytes(),
            },
        )
    }
}
