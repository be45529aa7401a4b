//! The accounts of each instruction in their order, with what the program's own types say of each: whether
//! it signs, and whether it may change.

use anchor_lang::prelude::Address;
use anchor_lang::{AccountMeta, ToAccountMetas};
use pod_protocol::light::{
    ACCOUNT_COMPRESSION, COMPRESSION_AUTHORITY, LIGHT_SYSTEM, REGISTERED_PROGRAM,
};
use pod_protocol::{accounts, ID};
use serde_json::{json, Value};

use crate::sample::{base58, bytes};

const SYSTEM: Address = Address::new_from_array([0; 32]);

/// The address of an account in the vectors: the one that it must have, or one that follows from its name.
macro_rules! address {
    ($account:ident) => {
        Address::new_from_array(bytes(stringify!($account), 0))
    };
    ($account:ident = $address:expr) => {
        $address
    };
}

macro_rules! account_lists {
    ($($($instruction:ident)|* => $accounts:ident { $($account:ident $(= $address:expr)?),* $(,)? })*) => {
        /// The accounts of an instruction; those that may be left out are there.
        pub fn of(instruction: &str) -> Value {
            match instruction {
                $($(stringify!($instruction))|* => {
                    let given = [$((stringify!($account), address!($account $(= $address)?))),*];
                    let accounts = accounts::$accounts {
                        $($account: address!($account $(= $address)?).into()),*
                    };
                    named(&given, &accounts.to_account_metas(None))
                })*
                _ => panic!("{instruction} has no account list"),
            }
        }
    };
}

account_lists! {
    AcceptAgent => AcceptAgent { authority, agent }
    AcceptRelay => AcceptRelay { operator, relay }
    AcknowledgeMessage => AcknowledgeMessage {
        signer, payer, message, sender, recipient, acknowledger, system_program = SYSTEM,
    }
    AppendMessages => AppendMessages {
        signer,
        payer,
        sender,
        cpi_authority,
        registered_program = REGISTERED_PROGRAM,
        compression_authority = COMPRESSION_AUTHORITY,
        account_compression = ACCOUNT_COMPRESSION,
        light_system = LIGHT_SYSTEM,
        system_program = SYSTEM,
        queue,
    }
    CloseAgent => CloseAgent { authority, agent, creator }
    CloseChannel => CloseChannel { authority, creator, channel, rent_payer }
    CloseMembership => CloseMembership { channel, membership, rent_payer }
    CloseMessage => CloseMessage { closer, agent, message, rent_payer }
    CloseProfile => CloseProfile { authority, agent, profile, rent_payer }
    Commit => Commit { committer, relay, log }
    CreateChannel => CreateChannel { authority, payer, creator, channel, membership, system_program = SYSTEM }
    Invite => Invite {
        authority,
        payer,
        inviter,
        inviter_membership,
        channel,
        agent,
        membership,
        system_program = SYSTEM,
    }
    JoinChannel => JoinChannel { signer, payer, agent, channel, membership, system_program = SYSTEM }
    LeaveChannel => LeaveChannel { signer, agent, channel, membership }
    NextEpoch => NextEpoch { committer, payer, relay, log, rent_payer, next_log, system_program = SYSTEM }
    OpenRelay => OpenRelay { creator, relay, log, system_program = SYSTEM }
    PostToChannel => PostToChannel { signer, agent, channel, membership }
    RegisterAgent => RegisterAgent { creator, agent, system_program = SYSTEM }
    RegisterAgentsBatch => RegisterAgentsBatch { creator, system_program = SYSTEM }
    RemoveMember => RemoveMember { authority, remover, remover_membership, channel, membership }
    SealRelay => SealRelay { operator, relay, log, rent_payer, successor }
    SendMessage | SendCompressedMessage => SendMessage { signer, payer, message, sender, recipient, system_program = SYSTEM }
    SetProfile => SetProfile { authority, payer, agent, profile, system_program = SYSTEM }
    UpdateAgent | RotateSigner | OfferAgent => ChangeAgent { authority, agent }
    UpdateChannel => UpdateChannel { authority, creator, channel }
    UpdateRelay | OfferRelay => ChangeRelay { operator, relay }
    VerifyInclusion => VerifyInclusion { log }
}

/// The accounts of `SealRelay` without a successor: the program's own address stands in its place.
pub fn of_seal_relay_without_successor() -> Value {
    let given = [
        ("operator", address!(operator)),
        ("relay", address!(relay)),
        ("log", address!(log)),
        ("rent_payer", address!(rent_payer)),
        ("successor", ID),
    ];
    let accounts = accounts::SealRelay {
        operator: given[0].1,
        relay: given[1].1,
        log: given[2].1,
        rent_payer: given[3].1,
        successor: None,
    };
    named(&given, &accounts.to_account_metas(None))
}

fn named(given: &[(&str, Address)], metas: &[AccountMeta]) -> Value {
    assert_eq!(given.len(), metas.len());
    given
        .iter()
        .zip(metas)
        .map(|((name, address), meta)| {
            assert_eq!(*address, meta.pubkey, "{name} is in another place");
            json!({
                "account": name,
                "address": base58(address.as_array()),
                "signer": meta.is_signer,
                "writable": meta.is_writable,
            })
        })
        .collect()
}
