//! The table of what each instruction can return; every row has a test.

use std::collections::{BTreeMap, BTreeSet};

use program_tests::idl;

use crate::cases::Case;

/// Every instruction, its cases, and the errors that it can return: the program's own, and the
/// runtime's that come of what the program asks for. What Anchor returns for any instruction alike
/// (a missing signature, account or byte, a wrong owner, type or size, an account given twice) is
/// tested for each by `sound`.
const TABLE: &[(&str, &[Case], &[&str])] = &[
    (
        "accept_agent",
        crate::accept_agent::CASES,
        &["NotOffered", "InvalidKey", "InvalidKind"],
    ),
    (
        "accept_relay",
        crate::accept_relay::CASES,
        &["NotOffered", "RelaySealed", "InvalidKey"],
    ),
    (
        "acknowledge_message",
        crate::acknowledge_message::CASES,
        &[
            "UnauthorizedSender",
            "InvalidRecipient",
            "InvalidSender",
            "AlreadyAcknowledged",
            "WrongAccount",
            "InvalidBump",
            "PrivilegeEscalation",
            "AddressInUse",
            "SystemInsufficientFunds",
        ],
    ),
    (
        "append_messages",
        crate::append_messages::CASES,
        &[
            "UnauthorizedSender",
            "WrongAccount",
            "BatchTooLarge",
            "BatchMismatch",
            "InvalidKind",
            "InvalidContentLength",
            "InvalidRecipient",
            "SelfMessage",
            "ConstraintAddress",
        ],
    ),
    (
        "close_agent",
        crate::close_agent::CASES,
        &["Unauthorized", "WrongRentPayer"],
    ),
    (
        "close_channel",
        crate::close_channel::CASES,
        &["Unauthorized", "WrongAccount", "WrongRentPayer"],
    ),
    (
        "close_membership",
        crate::close_membership::CASES,
        &["WrongAccount", "WrongRentPayer", "MembershipInUse"],
    ),
    (
        "close_message",
        crate::close_message::CASES,
        &["WrongRentPayer", "UnauthorizedSender", "NotExpired"],
    ),
    (
        "close_profile",
        crate::close_profile::CASES,
        &["Unauthorized", "WrongAccount", "WrongRentPayer"],
    ),
    (
        "create_channel",
        crate::create_channel::CASES,
        &[
            "Unauthorized",
            "InvalidName",
            "InvalidKind",
            "InvalidMemberLimit",
            "AddressInUse",
            "WrongAccount",
            "InvalidBump",
            "PrivilegeEscalation",
            "SystemInsufficientFunds",
            "ArithmeticOverflow",
        ],
    ),
    (
        "invite",
        crate::invite::CASES,
        &[
            "Unauthorized",
            "NotMember",
            "InvalidKind",
            "InsufficientRole",
            "AlreadyMember",
            "MemberRemoved",
            "WrongAccount",
            "InvalidBump",
            "PrivilegeEscalation",
            "AddressInUse",
            "SystemInsufficientFunds",
        ],
    ),
    (
        "join_channel",
        crate::join_channel::CASES,
        &[
            "UnauthorizedSender",
            "NotInvited",
            "AlreadyMember",
            "MemberRemoved",
            "ChannelFull",
            "WrongAccount",
            "InvalidBump",
            "PrivilegeEscalation",
            "AddressInUse",
            "SystemInsufficientFunds",
        ],
    ),
    (
        "leave_channel",
        crate::leave_channel::CASES,
        &["UnauthorizedSender", "NotMember", "InsufficientRole"],
    ),
    (
        "next_epoch",
        crate::next_epoch::CASES,
        &[
            "UnauthorizedCommitter",
            "RelaySealed",
            "WrongLog",
            "EpochNotFull",
            "LogSealed",
            "WrongRentPayer",
            "InvalidBump",
            "PrivilegeEscalation",
            "AddressInUse",
            "SystemInsufficientFunds",
        ],
    ),
    (
        "offer_agent",
        crate::offer_agent::CASES,
        &["Unauthorized", "InvalidKey"],
    ),
    (
        "offer_relay",
        crate::offer_relay::CASES,
        &["Unauthorized", "RelaySealed", "InvalidKey"],
    ),
    (
        "post_to_channel",
        crate::post_to_channel::CASES,
        &[
            "UnauthorizedSender",
            "NotMember",
            "InvalidKind",
            "InvalidContentLength",
            "ArithmeticOverflow",
        ],
    ),
    (
        "remove_member",
        crate::remove_member::CASES,
        &["Unauthorized", "NotMember", "InsufficientRole"],
    ),
    (
        "rotate_signer",
        crate::rotate_signer::CASES,
        &["Unauthorized", "InvalidKey"],
    ),
    (
        "seal_relay",
        crate::seal_relay::CASES,
        &[
            "Unauthorized",
            "RelaySealed",
            "InvalidSuccessor",
            "WrongLog",
            "LogSealed",
            "WrongRentPayer",
        ],
    ),
    (
        "set_profile",
        crate::set_profile::CASES,
        &[
            "Unauthorized",
            "WrongAccount",
            "InvalidBump",
            "PrivilegeEscalation",
            "AddressInUse",
            "SystemInsufficientFunds",
        ],
    ),
    (
        "update_agent",
        crate::update_agent::CASES,
        &["Unauthorized"],
    ),
    (
        "update_channel",
        crate::update_channel::CASES,
        &[
            "Unauthorized",
            "WrongAccount",
            "InvalidKind",
            "InvalidMemberLimit",
        ],
    ),
    (
        "update_relay",
        crate::update_relay::CASES,
        &[
            "Unauthorized",
            "RelaySealed",
            "InvalidKey",
            "InvalidMergeDelay",
            "InvalidEndpoint",
        ],
    ),
    (
        "commit",
        crate::commit::CASES,
        &[
            "InvalidChunk",
            "ChunkStraddles",
            "ChunkLeavesGap",
            "EpochFull",
            "UnauthorizedCommitter",
            "RelaySealed",
            "WrongLog",
            "LogSealed",
            "MissingRequiredSignature",
            "InvalidInstructionData",
            "NotEnoughAccountKeys",
        ],
    ),
    (
        "open_relay",
        crate::open_relay::CASES,
        &[
            "InvalidKey",
            "InvalidEndpoint",
            "InvalidMergeDelay",
            "InvalidBump",
            "PrivilegeEscalation",
            "AddressInUse",
            "MissingRequiredSignature",
            "SystemInsufficientFunds",
            "InvalidInstructionData",
            "NotEnoughAccountKeys",
        ],
    ),
    (
        "register_agent",
        crate::register_agent::CASES,
        &[
            "InvalidName",
            "InvalidKey",
            "InvalidKind",
            "InvalidBump",
            "PrivilegeEscalation",
            "AddressInUse",
            "MissingRequiredSignature",
            "SystemInsufficientFunds",
            "InvalidInstructionData",
            "NotEnoughAccountKeys",
        ],
    ),
    (
        "register_agents_batch",
        crate::register_agents_batch::CASES,
        &[
            "BatchTooLarge",
            "BatchMismatch",
            "InvalidName",
            "InvalidKey",
            "InvalidKind",
            "InvalidBump",
            "PrivilegeEscalation",
            "AddressInUse",
            "MissingRequiredSignature",
            "SystemInsufficientFunds",
            "InvalidInstructionData",
            "NotEnoughAccountKeys",
        ],
    ),
    (
        "send_compressed_message",
        crate::send_compressed_message::CASES,
        &[
            "InvalidContentLength",
            "InvalidKind",
            "UnauthorizedSender",
            "SelfMessage",
            "InvalidRecipient",
            "InvalidBump",
            "PrivilegeEscalation",
            "AddressInUse",
            "MissingRequiredSignature",
            "SystemInsufficientFunds",
            "InvalidInstructionData",
            "NotEnoughAccountKeys",
        ],
    ),
    (
        "send_message",
        crate::send_message::CASES,
        &[
            "InvalidContentLength",
            "InvalidCharacter",
            "InvalidKind",
            "UnauthorizedSender",
            "SelfMessage",
            "InvalidRecipient",
            "InvalidBump",
            "PrivilegeEscalation",
            "AddressInUse",
            "MissingRequiredSignature",
            "SystemInsufficientFunds",
            "InvalidInstructionData",
            "NotEnoughAccountKeys",
        ],
    ),
    (
        "verify_inclusion",
        crate::verify_inclusion::CASES,
        &[
            "IndexOutOfRange",
            "InvalidPathLength",
            "ProofMismatch",
            "WrongLog",
            "InvalidInstructionData",
            "NotEnoughAccountKeys",
        ],
    ),
];

#[test]
fn every_instruction_of_the_idl_is_in_the_table() {
    let known: BTreeSet<&str> = TABLE.iter().map(|(name, _, _)| *name).collect();
    let expected: BTreeSet<&str> = idl::names("instructions").into_iter().collect();
    assert_eq!(known, expected);
}

#[test]
fn every_error_of_every_instruction_has_a_case_and_no_other_comes() {
    for (instruction, cases, errors) in TABLE {
        let tested: BTreeSet<&str> = cases.iter().map(|case| case.error).collect();
        let listed: BTreeSet<&str> = errors.iter().copied().collect();
        assert_eq!(tested, listed, "{instruction}");
        assert_eq!(
            listed.len(),
            errors.len(),
            "{instruction} lists an error twice"
        );
    }
}

/// Errors that no instruction can return as long as the program has no fault of its own.
const UNREACHABLE: &[(&str, &str)] = &[
    (
        "InvariantViolated",
        "an account would have broken one of its own rules",
    ),
    (
        "InvalidDataSize",
        "an account just made would be too small for its type",
    ),
];

#[test]
fn every_error_of_the_idl_is_returned_by_some_instruction() {
    let listed: BTreeSet<&str> = TABLE
        .iter()
        .flat_map(|(_, _, errors)| errors.iter().copied())
        .collect();
    let missing: Vec<&str> = idl::names("errors")
        .into_iter()
        .filter(|error| !listed.contains(error))
        .filter(|error| !UNREACHABLE.iter().any(|(known, _)| known == error))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The errors that an instruction's own source names are in its row: a new `require!` needs a test.
#[test]
fn every_error_that_an_instruction_names_in_its_source_is_in_its_row() {
    let mut missing = BTreeMap::new();
    for (instruction, _, errors) in TABLE {
        let path = idl::repository().join(format!(
            "programs/pod-protocol/src/instructions/{instruction}.rs"
        ));
        let source = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let named = source.split("PodError::").skip(1).map(|rest| {
            let end = rest
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(rest.len());
            &rest[..end]
        });
        let unlisted: BTreeSet<String> = named
            .filter(|error| error.starts_with(|c: char| c.is_uppercase()))
            .filter(|error| !errors.contains(error))
            .filter(|error| !UNREACHABLE.iter().any(|(known, _)| known == error))
            .map(str::to_string)
            .collect();
        if !unlisted.is_empty() {
            missing.insert(*instruction, unlisted);
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
