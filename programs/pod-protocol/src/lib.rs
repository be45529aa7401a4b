//! The on-chain program of PoD Protocol: who the agents are, messages that live on chain, and one
//! commitment a batch for all the others. This file documents and forwards; `instructions` does the
//! work, and `entry` is the way to it on chain. `docs/protocol.md` is the specification of bytes and rules.

#![cfg_attr(target_os = "solana", no_std)]
// Anchor's derives expand to these.
#![allow(unexpected_cfgs, clippy::diverging_sub_expression)]

extern crate alloc;

#[cfg(any(not(target_os = "solana"), feature = "no-entrypoint"))]
use alloc::vec::Vec;

use anchor_lang::prelude::*;

pub mod constants;
pub mod discriminators;
#[cfg(all(target_os = "solana", not(feature = "no-entrypoint")))]
mod entry;
pub mod error;
pub mod events;
pub mod fault;
pub mod instructions;
pub mod light;
pub mod new;
pub mod pda;
pub mod prelude;
pub mod rules;
#[cfg(target_arch = "bpf")]
mod runtime;
#[cfg(target_os = "solana")]
mod security;
pub mod seeds;
pub mod state;
pub mod stored;
pub mod system;
pub mod sysvars;
pub mod wire;

#[cfg(any(not(target_os = "solana"), feature = "no-entrypoint"))]
use {instructions::*, wire::string};

#[cfg(not(pod_program_id))]
declare_id!("podSiK1BnHywEKNwvaAWmXJthpTYkDXrU9YX4sWUBbQ");

#[cfg(pod_program_id)]
include!(concat!(env!("OUT_DIR"), "/program_id.rs"));

// On chain the way in is `entry`.
#[cfg(any(not(target_os = "solana"), feature = "no-entrypoint"))]
#[program]
pub mod pod_protocol {
    use super::*;

    /// Appends leaves to the log of the relay's current epoch. `chunks` is one or more chunks, each
    /// start u32, end u32, and the roots of the aligned perfect subtrees that cover the range. A
    /// chunk that the tree already has is skipped; the next must begin at the tree's size.
    pub fn commit(ctx: &mut Context<Commit>, chunks: &[u8]) -> Result<()> {
        Ok(ctx.accounts.handle(chunks)?)
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
        Ok(ctx.accounts.handle(index, &leaf_hash, path)?)
    }

    /// Puts a message on chain with its content, of at most 700 bytes.
    pub fn send_message(
        ctx: &mut Context<SendMessage>,
        bump: u8,
        nonce: u64,
        message_type: u8,
        content: &[u8],
    ) -> Result<()> {
        Ok(ctx.accounts.handle(bump, nonce, message_type, content)?)
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
        Ok(ctx.accounts.handle_compressed(
            bump,
            nonce,
            message_type,
            codec,
            content_len,
            &content_hash,
        )?)
    }

    /// Puts up to 10 messages, whose contents are off chain, into a state tree of Light Protocol as
    /// compressed accounts: no rent, and no account that others could read on chain.
    pub fn append_messages(
        ctx: &mut Context<AppendMessages>,
        bump: u8,
        messages: Vec<MessageEntry>,
    ) -> Result<()> {
        Ok(ctx
            .accounts
            .handle(bump, messages.iter().map(MessageEntry::fields))?)
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
        Ok(ctx
            .accounts
            .handle(bump, &name, &signer, capabilities, flags)?)
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
        let count = agents.len();
        Ok(ctx.accounts.handle(
            &accounts,
            &signer,
            capabilities,
            flags,
            count,
            agents.into_iter().map(Ok),
        )?)
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
        endpoint: string<'_>,
    ) -> Result<()> {
        Ok(ctx.accounts.handle(
            relay_bump,
            log_bump,
            id,
            RelayTerms {
                committer: &committer,
                receipt_key: &receipt_key,
                merge_delay_slots,
                endpoint,
            },
        )?)
    }

    /// Changes an agent's capabilities.
    pub fn update_agent(ctx: &mut Context<ChangeAgent>, capabilities: u64) -> Result<()> {
        Ok(ctx.accounts.update(capabilities)?)
    }

    /// Gives an agent another signer; the one before goes into the key chain.
    pub fn rotate_signer(ctx: &mut Context<ChangeAgent>, signer: Address) -> Result<()> {
        Ok(ctx.accounts.rotate(&signer)?)
    }

    /// Offers an agent to another authority; zeros take the offer back.
    pub fn offer_agent(ctx: &mut Context<ChangeAgent>, authority: Address) -> Result<()> {
        Ok(ctx.accounts.offer(&authority)?)
    }

    /// Takes over an agent that was offered, with a new signer, so that the keys of the authority
    /// before are worth nothing. `flags` as at its registration.
    pub fn accept_agent(ctx: &mut Context<AcceptAgent>, signer: Address, flags: u8) -> Result<()> {
        Ok(ctx.accounts.handle(&signer, flags)?)
    }

    /// Ends an agent. A tombstone stays, so that the address never comes back as somebody else.
    pub fn close_agent(ctx: &mut Context<CloseAgent>) -> Result<()> {
        Ok(ctx.accounts.handle()?)
    }

    /// Makes or changes an agent's profile.
    pub fn set_profile(
        ctx: &mut Context<SetProfile>,
        bump: u8,
        encryption_key: [u8; 32],
        home_relay: Address,
        metadata_hash: [u8; 32],
        metadata_codec: u8,
    ) -> Result<()> {
        Ok(ctx.accounts.handle(
            bump,
            &ProfileTerms {
                encryption_key: &encryption_key,
                home_relay: &home_relay,
                metadata_hash: &metadata_hash,
                metadata_codec,
            },
        )?)
    }

    /// Closes an agent's profile.
    pub fn close_profile(ctx: &mut Context<CloseProfile>) -> Result<()> {
        Ok(ctx.accounts.handle()?)
    }

    /// Says that the recipient has read a message. The first time, it counts for the sender's
    /// reputation.
    pub fn acknowledge_message(ctx: &mut Context<AcknowledgeMessage>, bump: u8) -> Result<()> {
        Ok(ctx.accounts.handle(bump)?)
    }

    /// Closes a message: the recipient at any time, the sender or who paid after 7 days.
    pub fn close_message(ctx: &mut Context<CloseMessage>) -> Result<()> {
        Ok(ctx.accounts.handle()?)
    }

    /// Makes a channel, or opens a closed one under its next generation. `visibility`: 0 public, 1
    /// private.
    pub fn create_channel(
        ctx: &mut Context<CreateChannel>,
        channel_bump: u8,
        membership_bump: u8,
        name: [u8; 32],
        visibility: u8,
        member_limit: u32,
    ) -> Result<()> {
        Ok(ctx.accounts.handle(
            channel_bump,
            membership_bump,
            &name,
            visibility,
            member_limit,
        )?)
    }

    /// Changes a channel's visibility and member limit.
    pub fn update_channel(
        ctx: &mut Context<UpdateChannel>,
        visibility: u8,
        member_limit: u32,
    ) -> Result<()> {
        Ok(ctx.accounts.handle(visibility, member_limit)?)
    }

    /// Invites an agent to a channel. `role`: 0 member, 1 moderator; moderators invite members only.
    pub fn invite(ctx: &mut Context<Invite>, bump: u8, role: u8) -> Result<()> {
        Ok(ctx.accounts.handle(bump, role)?)
    }

    /// Joins a channel: a public one, or one that the agent was invited to or has left.
    pub fn join_channel(ctx: &mut Context<JoinChannel>, bump: u8) -> Result<()> {
        Ok(ctx.accounts.handle(bump)?)
    }

    /// Leaves a channel. The agent may come back.
    pub fn leave_channel(ctx: &mut Context<LeaveChannel>) -> Result<()> {
        Ok(ctx.accounts.handle()?)
    }

    /// Removes a member, or takes an invitation back. The agent may not come back in this generation.
    pub fn remove_member(ctx: &mut Context<RemoveMember>) -> Result<()> {
        Ok(ctx.accounts.handle()?)
    }

    /// Posts to a channel content that is off chain, and takes the post into the channel's hash.
    pub fn post_to_channel(
        ctx: &mut Context<PostToChannel>,
        message_type: u8,
        content_len: u32,
        content_hash: [u8; 32],
    ) -> Result<()> {
        Ok(ctx
            .accounts
            .handle(message_type, content_len, &content_hash)?)
    }

    /// Ends a channel. A tombstone stays, with the generation.
    pub fn close_channel(ctx: &mut Context<CloseChannel>) -> Result<()> {
        Ok(ctx.accounts.handle()?)
    }

    /// Closes a membership that does not count any more, because its channel was closed.
    pub fn close_membership(ctx: &mut Context<CloseMembership>) -> Result<()> {
        Ok(ctx.accounts.handle()?)
    }

    /// Changes what a relay publishes of itself; what is absent stays.
    pub fn update_relay(
        ctx: &mut Context<ChangeRelay>,
        committer: Option<Address>,
        receipt_key: Option<Address>,
        merge_delay_slots: Option<u32>,
        endpoint: Option<string<'_>>,
    ) -> Result<()> {
        Ok(ctx.accounts.update(RelayChanges {
            committer: committer.as_ref(),
            receipt_key: receipt_key.as_ref(),
            merge_delay_slots,
            endpoint,
        })?)
    }

    /// Offers a relay to another operator; zeros take the offer back.
    pub fn offer_relay(ctx: &mut Context<ChangeRelay>, operator: Address) -> Result<()> {
        Ok(ctx.accounts.offer(&operator)?)
    }

    /// Takes over a relay that was offered, with a new committer.
    pub fn accept_relay(ctx: &mut Context<AcceptRelay>, committer: Address) -> Result<()> {
        Ok(ctx.accounts.handle(&committer)?)
    }

    /// Seals the full log of a relay's current epoch and opens the next, number `epoch`.
    pub fn next_epoch(ctx: &mut Context<NextEpoch>, bump: u8, epoch: u32) -> Result<()> {
        Ok(ctx.accounts.handle(bump, epoch)?)
    }

    /// Ends a relay: seals its log, and names the relay that takes over.
    pub fn seal_relay(ctx: &mut Context<SealRelay>) -> Result<()> {
        Ok(ctx.accounts.handle()?)
    }
}
