//! One instruction a file: its accounts, what it checks, what it does.

pub mod commit;
pub mod open_relay;
pub mod register_agent;
pub mod register_agents_batch;
pub mod send_compressed_message;
pub mod send_message;
pub mod verify_inclusion;

pub use commit::*;
pub use open_relay::*;
pub use register_agent::*;
pub use register_agents_batch::*;
pub use send_message::*;
pub use verify_inclusion::*;
