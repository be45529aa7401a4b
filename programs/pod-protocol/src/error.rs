//! What the program refuses, and why. Codes begin at 6000 and never change their meaning: new
//! errors go to the end.

use anchor_lang::prelude::*;

/// Errors of the program.
#[error_code]
#[derive(Debug, PartialEq, Eq)]
pub enum PodError {
    #[msg("The batch has more than 12 agents")]
    BatchTooLarge,
    #[msg("The batch is empty, or its agents and its accounts are not equally many")]
    BatchMismatch,
    #[msg("The key that signed is not the sender's current signer")]
    UnauthorizedSender,
    #[msg("The content is empty, or longer than this form of message allows")]
    InvalidContentLength,
    #[msg("Text has a control character or is not valid UTF-8")]
    InvalidCharacter,
    #[msg("The sender is not a live agent")]
    InvalidSender,
    #[msg("The recipient is not a live agent or channel that takes this message")]
    InvalidRecipient,
    #[msg("A message can't be sent to its own sender")]
    SelfMessage,
    #[msg("An account or a field has the wrong size")]
    InvalidDataSize,
    #[msg("A name is empty, has a byte after its end, or is not text")]
    InvalidName,
    #[msg("A bump is not the canonical one of its address")]
    InvalidBump,
    #[msg("A reserved or unknown flag, type, role or codec")]
    InvalidKind,
    #[msg("The key that signed is not the authority")]
    Unauthorized,
    #[msg("The zero address is no key")]
    InvalidKey,
    #[msg("The account at this address is in use")]
    AddressInUse,
    #[msg("The key that signed is not the relay's committer")]
    UnauthorizedCommitter,
    #[msg("The relay is sealed")]
    RelaySealed,
    #[msg("The log does not belong to this relay, or is not its current one")]
    WrongLog,
    #[msg("The log is sealed")]
    LogSealed,
    #[msg("A chunk is empty, or its hashes are not those that its range needs")]
    InvalidChunk,
    #[msg("A chunk begins inside the tree and ends outside it")]
    ChunkStraddles,
    #[msg("A chunk begins beyond the end of the tree")]
    ChunkLeavesGap,
    #[msg("The epoch holds 67,108,864 messages and no more: open the next")]
    EpochFull,
    #[msg("The tree has no leaf at this index")]
    IndexOutOfRange,
    #[msg("The path has too few or too many hashes for this index")]
    InvalidPathLength,
    #[msg("The path does not lead from this leaf to the log's peak or root")]
    ProofMismatch,
    #[msg("An endpoint is empty, longer than 128 bytes, or not text")]
    InvalidEndpoint,
    #[msg("The merge delay is zero or longer than 216,000 slots")]
    InvalidMergeDelay,
    #[msg("An account broke one of its own rules: the program has a fault")]
    InvariantViolated,
    #[msg("This was not offered to the key that signed")]
    NotOffered,
    #[msg("The message is acknowledged already")]
    AlreadyAcknowledged,
    #[msg("Only the recipient may close a message before it has expired")]
    NotExpired,
    #[msg("The rent belongs to another account")]
    WrongRentPayer,
    #[msg("The agent is no active member of the channel's present generation")]
    NotMember,
    #[msg("The agent is in the channel, or invited, already")]
    AlreadyMember,
    #[msg("The channel is private, and the agent was not invited")]
    NotInvited,
    #[msg("The agent was removed from this channel")]
    MemberRemoved,
    #[msg("The member's role does not allow this")]
    InsufficientRole,
    #[msg("The channel has as many members as it may have")]
    ChannelFull,
    #[msg("A member limit is zero, or lower than the number of members")]
    InvalidMemberLimit,
    #[msg("The account does not belong to the channel or agent that it is given with")]
    WrongAccount,
    #[msg("The channel lives, and this membership counts")]
    MembershipInUse,
    #[msg("The epoch is not full yet")]
    EpochNotFull,
    #[msg("The successor is no other relay that is open")]
    InvalidSuccessor,
}
