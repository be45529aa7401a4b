//! Discriminators of instructions: the first 8 bytes of SHA-256("global:" || name), as the u64 that they
//! are in memory. Anchor computes the same, of which a test makes sure.

macro_rules! discriminators {
    ($($name:ident, $instruction:ident = $number:literal;)*) => {
        $(pub const $name: u64 = $number;)*

        #[cfg(test)]
        #[test]
        fn discriminators_are_those_of_anchor() {
            use anchor_lang::Discriminator;
            let mut count = 0;
            $(
                assert_eq!(
                    $name.to_le_bytes(),
                    crate::instruction::$instruction::DISCRIMINATOR,
                    stringify!($instruction)
                );
                count += 1;
            )*
            assert_eq!(count, 31);
        }
    };
}

discriminators! {
    COMMIT, Commit = 0x4a9cd0e5a58e8cdf;
    VERIFY_INCLUSION, VerifyInclusion = 0xdc6a055bf28cda38;
    SEND_MESSAGE, SendMessage = 0x1a410abdb2222839;
    SEND_COMPRESSED_MESSAGE, SendCompressedMessage = 0x7d47be7c4ecddebd;
    APPEND_MESSAGES, AppendMessages = 0xaf86886d6199067f;
    REGISTER_AGENT, RegisterAgent = 0x1eaf7102c3429d87;
    REGISTER_AGENTS_BATCH, RegisterAgentsBatch = 0x3f4ed0fb4a882ba6;
    OPEN_RELAY, OpenRelay = 0xeccae9cc45adb5cb;
    UPDATE_AGENT, UpdateAgent = 0xa4668b7709b20255;
    ROTATE_SIGNER, RotateSigner = 0x0008cb151b3587c6;
    OFFER_AGENT, OfferAgent = 0x871686c849667b01;
    ACCEPT_AGENT, AcceptAgent = 0x9f4ad32a186f1b3a;
    CLOSE_AGENT, CloseAgent = 0xed571e9d9168b934;
    SET_PROFILE, SetProfile = 0xaa71478579c3dddd;
    CLOSE_PROFILE, CloseProfile = 0xcf2e9e8808b524a7;
    ACKNOWLEDGE_MESSAGE, AcknowledgeMessage = 0xef2a184321a20b81;
    CLOSE_MESSAGE, CloseMessage = 0x1660bccff9643035;
    CREATE_CHANNEL, CreateChannel = 0x14df2e5763fd6925;
    UPDATE_CHANNEL, UpdateChannel = 0xd9c1b43ca55ecc4b;
    INVITE, Invite = 0xfabdd385e1eb18f2;
    JOIN_CHANNEL, JoinChannel = 0x1d261ad95973277c;
    LEAVE_CHANNEL, LeaveChannel = 0xba44505f864b0068;
    REMOVE_MEMBER, RemoveMember = 0x371280a796e739ab;
    POST_TO_CHANNEL, PostToChannel = 0xbda72b92c875c36f;
    CLOSE_CHANNEL, CloseChannel = 0x9d67004201246800;
    CLOSE_MEMBERSHIP, CloseMembership = 0x56dea87503aca34b;
    UPDATE_RELAY, UpdateRelay = 0x6aeff02c951596bd;
    OFFER_RELAY, OfferRelay = 0x56b8800e26288923;
    ACCEPT_RELAY, AcceptRelay = 0xcdd9e3eabcb37659;
    NEXT_EPOCH, NextEpoch = 0xa1153635806be5aa;
    SEAL_RELAY, SealRelay = 0xb228949faae233f3;
}
