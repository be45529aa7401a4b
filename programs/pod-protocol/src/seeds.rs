//! The seeds of every program-derived address; the bump follows them.

/// `"agent", creator, name[32]`
pub const AGENT: &[u8] = b"agent";
/// `"profile", agent`
pub const PROFILE: &[u8] = b"profile";
/// `"message", sender agent, nonce u64`
pub const MESSAGE: &[u8] = b"message";
/// `"channel", creator agent, name[32]`
pub const CHANNEL: &[u8] = b"channel";
/// `"member", channel, agent`
pub const MEMBERSHIP: &[u8] = b"member";
/// `"ack", sender agent, recipient agent`
pub const ACKNOWLEDGER: &[u8] = b"ack";
/// `"relay", creator, id u32`
pub const RELAY: &[u8] = b"relay";
/// `"log", relay, epoch u32`
pub const RELAY_LOG: &[u8] = b"log";
