//! The program, instruction by instruction. One binary: linking LiteSVM takes longer than the tests.

mod cases;
mod commit;
mod coverage;
mod open_relay;
mod register_agent;
mod register_agents_batch;
mod send_compressed_message;
mod send_message;
mod verify_inclusion;
mod world;
