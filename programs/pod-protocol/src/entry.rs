//! The way into the program on chain: which instruction it is, its accounts, its arguments.
//!
//! Anchor's own way in has code of its own for each account of each instruction. Here one function
//! walks and checks the accounts of all, by the rules that stand beside the instructions' structs, and
//! arguments are read where they lie. `#[program]` describes the same instructions for the IDL and for
//! callers; the tests of the built program encode what they send by the IDL.

use {
    crate::{
        discriminators::*,
        instructions::*,
        prelude::*,
        rules::{Accounts, Listed},
        wire::Args,
    },
    pinocchio::syscalls::sol_set_return_data,
};

pinocchio::no_allocator!();
pinocchio::default_panic_handler!();

/// The entrypoint: `input` is the instruction's accounts as the runtime lays them out, `data` its data,
/// with their length before them (SIMD-0321).
///
/// # Safety
/// Called by the runtime.
#[no_mangle]
pub unsafe extern "C" fn entrypoint(input: *mut u8, data: *const u8) -> u64 {
    let length = *data.sub(8).cast::<u64>() as usize;
    let data = core::slice::from_raw_parts(data, length);
    match process(&mut Accounts::new(input), data) {
        Ok(()) => 0,
        Err(fault) => fault.code(),
    }
}

/// The instructions, each in a function of its own.
macro_rules! instructions {
    (
        $discriminator:ident, $accounts:ident, $args:ident;
        $($name:ident => $body:expr;)*
    ) => {
        match $discriminator {
            $($name => {
                #[inline(never)]
                #[allow(unused_variables, unused_mut)]
                fn run($accounts: &mut Accounts, mut $args: Args) -> Result<()> {
                    $body
                }
                run($accounts, $args)
            })*
            _ => Err(Fault::INVALID_INSTRUCTION_DATA),
        }
    };
}

/// Runs the instruction in `data`. The one that is sent every other second goes before all others.
#[inline(always)]
fn process(accounts: &mut Accounts, data: &[u8]) -> Result<()> {
    let Some((discriminator, args)) = data.split_first_chunk() else {
        return Err(Fault::INVALID_INSTRUCTION_DATA);
    };
    let discriminator = u64::from_le_bytes(*discriminator);
    let args = Args::new(args);
    if discriminator == COMMIT {
        return commit(accounts, args);
    }
    dispatch(discriminator, accounts, args)
}

/// Commits to a log.
#[inline(never)]
fn commit(accounts: &mut Accounts, mut args: Args) -> Result<()> {
    accounts.load::<Commit>()?.handle(args.bytes()?)
}

/// Runs any other instruction.
#[inline(never)]
fn dispatch(discriminator: u64, accounts: &mut Accounts, args: Args) -> Result<()> {
    instructions! {
        discriminator, accounts, args;
        VERIFY_INCLUSION => verify(accounts, args);
        SEND_MESSAGE => {
            let accounts = accounts.load::<SendMessage>()?;
            let (bump, nonce, message_type) = args.take()?;
            accounts.handle(bump, nonce, message_type, args.bytes()?)
        };
        SEND_COMPRESSED_MESSAGE => {
            let accounts = accounts.load::<SendMessage>()?;
            let (bump, nonce, message_type, codec, content_len, content_hash) = args.take()?;
            accounts.handle_compressed(bump, nonce, message_type, codec, content_len, content_hash)
        };
        APPEND_MESSAGES => {
            let accounts = accounts.load::<AppendMessages>()?;
            let bump = args.take()?;
            let messages = args
                .items(MessageEntry::LENGTH)?
                .chunks_exact(MessageEntry::LENGTH);
            accounts.handle(bump, messages.map(MessageEntry::read))
        };
        REGISTER_AGENT => {
            let accounts = accounts.load::<RegisterAgent>()?;
            let (bump, name, signer, capabilities, flags) = args.take()?;
            accounts.handle(bump, name, signer, capabilities, flags)
        };
        REGISTER_AGENTS_BATCH => register_batch(accounts, args);
        OPEN_RELAY => {
            let accounts = accounts.load::<OpenRelay>()?;
            let (relay_bump, log_bump, id, committer, receipt_key, merge_delay_slots) =
                args.take()?;
            let endpoint = args.bytes()?;
            accounts.handle(
                relay_bump,
                log_bump,
                id,
                RelayTerms { committer, receipt_key, merge_delay_slots, endpoint },
            )
        };
        UPDATE_AGENT => accounts.load::<ChangeAgent>()?.update(args.take()?);
        ROTATE_SIGNER => accounts.load::<ChangeAgent>()?.rotate(args.take()?);
        OFFER_AGENT => accounts.load::<ChangeAgent>()?.offer(args.take()?);
        ACCEPT_AGENT => {
            let accounts = accounts.load::<AcceptAgent>()?;
            let (signer, flags) = args.take()?;
            accounts.handle(signer, flags)
        };
        CLOSE_AGENT => accounts.load::<CloseAgent>()?.handle();
        SET_PROFILE => {
            let accounts = accounts.load::<SetProfile>()?;
            let (bump, encryption_key, home_relay, metadata_hash, metadata_codec) = args.take()?;
            accounts.handle(
                bump,
                &ProfileTerms { encryption_key, home_relay, metadata_hash, metadata_codec },
            )
        };
        CLOSE_PROFILE => accounts.load::<CloseProfile>()?.handle();
        ACKNOWLEDGE_MESSAGE => accounts.load::<AcknowledgeMessage>()?.handle(args.take()?);
        CLOSE_MESSAGE => accounts.load::<CloseMessage>()?.handle();
        CREATE_CHANNEL => {
            let accounts = accounts.load::<CreateChannel>()?;
            let (channel_bump, membership_bump, name, visibility, member_limit) = args.take()?;
            accounts.handle(channel_bump, membership_bump, name, visibility, member_limit)
        };
        UPDATE_CHANNEL => {
            let accounts = accounts.load::<UpdateChannel>()?;
            let (visibility, member_limit) = args.take()?;
            accounts.handle(visibility, member_limit)
        };
        INVITE => {
            let accounts = accounts.load::<Invite>()?;
            let (bump, role) = args.take()?;
            accounts.handle(bump, role)
        };
        JOIN_CHANNEL => accounts.load::<JoinChannel>()?.handle(args.take()?);
        LEAVE_CHANNEL => accounts.load::<LeaveChannel>()?.handle();
        REMOVE_MEMBER => accounts.load::<RemoveMember>()?.handle();
        POST_TO_CHANNEL => {
            let accounts = accounts.load::<PostToChannel>()?;
            let (message_type, content_len, content_hash) = args.take()?;
            accounts.handle(message_type, content_len, content_hash)
        };
        CLOSE_CHANNEL => accounts.load::<CloseChannel>()?.handle();
        CLOSE_MEMBERSHIP => accounts.load::<CloseMembership>()?.handle();
        UPDATE_RELAY => {
            let accounts = accounts.load::<ChangeRelay>()?;
            accounts.update(RelayChanges {
                committer: args.option()?,
                receipt_key: args.option()?,
                merge_delay_slots: args.option()?,
                endpoint: if args.is_some()? { Some(args.bytes()?) } else { None },
            })
        };
        OFFER_RELAY => accounts.load::<ChangeRelay>()?.offer(args.take()?);
        ACCEPT_RELAY => accounts.load::<AcceptRelay>()?.handle(args.take()?);
        NEXT_EPOCH => {
            let accounts = accounts.load::<NextEpoch>()?;
            let (bump, epoch) = args.take()?;
            accounts.handle(bump, epoch)
        };
        SEAL_RELAY => seal(accounts);
    }
}

/// Verifies an inclusion, and returns the global index.
#[inline(always)]
fn verify(accounts: &mut Accounts, mut args: Args) -> Result<()> {
    let accounts = accounts.load::<VerifyInclusion>()?;
    let (index, leaf_hash) = args.take()?;
    let (path, _) = args.items(32)?.as_chunks();
    let global = accounts.handle(index, leaf_hash, path)?.to_le_bytes();
    // SAFETY: eight readable bytes.
    unsafe { sol_set_return_data(global.as_ptr(), global.len() as u64) };
    Ok(())
}

/// Registers a batch, whose accounts follow the instruction's own.
#[inline(always)]
fn register_batch(accounts: &mut Accounts, mut args: Args) -> Result<()> {
    accounts.load::<RegisterAgentsBatch>()?;
    // SAFETY: these accounts were just loaded; they are views, which are copied.
    let mut own = unsafe {
        RegisterAgentsBatch {
            creator: accounts.take(0),
            system_program: accounts.take(1),
        }
    };
    let targets = accounts.rest(RegisterAgentsBatch::RULES)?;
    let (signer, capabilities, flags) = args.take()?;
    let count: u32 = args.take()?;
    let entries = (0..count).map(|_| {
        Ok(AgentEntry {
            bump: args.take()?,
            name: args.bytes()?,
        })
    });
    own.handle(
        targets,
        signer,
        capabilities,
        flags,
        count as usize,
        entries,
    )
}

/// Seals a relay, of whose accounts one may be absent.
#[inline(always)]
fn seal(accounts: &mut Accounts) -> Result<()> {
    accounts.check(&SealRelay::RULES)?;
    let named = !crate::state::same(accounts.view(4).address(), &crate::ID);
    // SAFETY: these accounts were just loaded by these rules; they are views, which are copied.
    unsafe {
        SealRelay {
            operator: accounts.take(0),
            relay: accounts.take(1),
            log: accounts.take(2),
            rent_payer: accounts.take(3),
            successor: named.then(|| accounts.take(4)),
        }
    }
    .handle()
}
