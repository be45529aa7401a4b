//! What instructions cost, compared with `compute-units.json`: a figure may not grow by more than
//! 2 %. `POD_WRITE_COMPUTE_UNITS=1` writes the file anew and prints it as a table.
//!
//! Where an account is made, its address decides how many bumps the program has to rule out, so that
//! a figure is the mean over many addresses; `worst` is the dearest of them.

use std::path::PathBuf;

use pod_core::hash::sha256;
use pod_core::tree::{self, MAX_SIZE};
use program_tests::chain::{transaction_size, Chain};
use program_tests::idl::{offset, repository, MessageEntry};
use program_tests::instructions::{self as ix, Actor, OffChain, Route, Terms};
use program_tests::keys::{self, address, name, relay, QUEUE};
use program_tests::light;
use serde_json::{json, Value};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_message::Message;
use solana_signer::Signer;

/// Addresses over which a figure is the mean.
const SAMPLES: u64 = 64;

/// A queue of Light's that is made as large as those of production.
const LARGE_QUEUE: Address = Address::from_str_const("oq2UkeMsJLfXt2QHzim242SUi3nvjJs8Pn7Eac9H9vg");

/// What one case came to.
struct Figure {
    instruction: &'static str,
    case: &'static str,
    units: Vec<u64>,
    bytes: usize,
    accounts: usize,
    rent: u64,
}

struct Bench {
    chain: Chain,
    figures: Vec<Figure>,
}

impl Bench {
    /// Sends the instruction and counts it towards its case. `made` are accounts that it makes.
    fn measure(
        &mut self,
        (name, case): (&'static str, &'static str),
        instruction: Instruction,
        signers: &[&Keypair],
        made: &[Address],
    ) {
        let message = Message::new(
            std::slice::from_ref(&instruction),
            Some(&self.chain.payer.pubkey()),
        );
        let accounts = instruction.accounts.len();
        let done = self.chain.accept(&[instruction], signers);
        let rent = made.iter().map(|it| self.chain.lamports(it)).sum();
        let at = self
            .figures
            .iter()
            .position(|figure| (figure.instruction, figure.case) == (name, case))
            .unwrap_or_else(|| {
                self.figures.push(Figure {
                    instruction: name,
                    case,
                    units: Vec::new(),
                    bytes: 0,
                    accounts,
                    rent,
                });
                self.figures.len() - 1
            });
        let figure = &mut self.figures[at];
        figure.units.push(done.units);
        figure.bytes = figure.bytes.max(transaction_size(&message));
    }

    /// An agent whose creator, authority and signer are the same funded key.
    fn agent(&mut self, label: &str) -> (Keypair, Address) {
        let key = self.chain.funded(label);
        let text = name("measured");
        let register = ix::register_agent(&key.pubkey(), &text, &key.pubkey(), 7, 0);
        self.chain.accept(&[register], &[&key]);
        let agent = keys::agent(&key.pubkey(), &text).0;
        (key, agent)
    }

    fn registrations(&mut self) {
        for i in 0..SAMPLES {
            let creator = self.chain.funded(&format!("creator {i}"));
            let text = name("an agent with a longer name");
            let agent = keys::agent(&creator.pubkey(), &text).0;
            self.measure(
                ("register_agent", "one"),
                ix::register_agent(&creator.pubkey(), &text, &creator.pubkey(), 7, 0),
                &[&creator],
                &[agent],
            );
            for (case, count) in [("1", 1), ("12", 12)] {
                let texts: Vec<String> = (0..count)
                    .map(|k| format!("{case:>2} {k:02} {:a<26}", ""))
                    .collect();
                let texts: Vec<&[u8]> = texts.iter().map(|text| text.as_bytes()).collect();
                let batch =
                    ix::register_agents_batch(&creator.pubkey(), &texts, &creator.pubkey(), 7, 1);
                let made: Vec<Address> = batch.accounts[2..].iter().map(|it| it.pubkey).collect();
                self.measure(("register_agents_batch", case), batch, &[&creator], &made);
            }
        }
    }

    fn messages(&mut self) {
        let (key, sender) = self.agent("sender");
        let (_, recipient) = self.agent("recipient");
        let route = Route {
            signer: key.pubkey(),
            payer: key.pubkey(),
            sender,
            recipient,
        };
        let inline = [
            ("100 bytes inline", vec![b'a'; 100]),
            ("700 bytes inline", vec![b'a'; 700]),
            ("99 bytes inline, CJK", "\u{4e16}".repeat(33).into_bytes()),
        ];
        let mut nonce = 0;
        for (case, content) in inline {
            for _ in 0..SAMPLES {
                nonce += 1;
                let made = [keys::message(&sender, nonce).0];
                let send = ix::send_message(&route, nonce, 0, &content);
                self.measure(("send_message", case), send, &[&key], &made);
            }
        }
        for _ in 0..SAMPLES {
            nonce += 1;
            let content = OffChain {
                codec: 0x55,
                length: 5000,
                hash: [7; 32],
            };
            let made = [keys::message(&sender, nonce).0];
            let send = ix::send_compressed_message(&route, nonce, 0, content);
            self.measure(("send_compressed_message", "hash"), send, &[&key], &made);
        }
    }

    fn agents(&mut self) {
        let (key, agent) = self.agent("changing");
        let (author, agent_key) = (key.pubkey(), address("another key"));
        let update = ix::update_agent(&author, &agent, 3);
        self.measure(("update_agent", "one"), update, &[&key], &[]);
        let rotate = ix::rotate_signer(&author, &agent, &agent_key);
        self.measure(("rotate_signer", "one"), rotate, &[&key], &[]);
        let close = ix::close_agent(&author, &agent, &author);
        self.measure(("close_agent", "one"), close, &[&key], &[]);
    }

    fn channels(&mut self) {
        let (key, agent) = self.agent("owner");
        let actor = Actor {
            key: key.pubkey(),
            payer: key.pubkey(),
            agent,
        };
        let text = name("a channel");
        let channel = keys::channel(&agent, &text).0;
        let made = [channel, keys::membership(&channel, &agent).0];
        let create = ix::create_channel(&actor, &text, 0, 1000);
        self.measure(("create_channel", "one"), create, &[&key], &made);
        for i in 0..SAMPLES {
            let (key, agent) = self.agent(&format!("member {i}"));
            let actor = Actor {
                key: key.pubkey(),
                payer: key.pubkey(),
                agent,
            };
            let made = [keys::membership(&channel, &agent).0];
            let join = ix::join_channel(&actor, &channel);
            self.measure(("join_channel", "public"), join, &[&key], &made);
            let content = OffChain {
                codec: 0x55,
                length: 900,
                hash: [1; 32],
            };
            let post = ix::post_to_channel(&actor.key, &agent, &channel, 0, content);
            self.measure(("post_to_channel", "one"), post, &[&key], &[]);
        }
    }

    fn leaves(&mut self) {
        // The fee payer is the sender's signer too, so that ten messages fit a packet.
        let key = self.chain.payer.insecure_clone();
        let text = name("appending");
        let register = ix::register_agent(&key.pubkey(), &text, &key.pubkey(), 7, 0);
        self.chain.accept(&[register], &[]);
        let sender = keys::agent(&key.pubkey(), &text).0;
        let queues = [
            (
                QUEUE,
                ["1, small queue", "4, small queue", "10, small queue"],
            ),
            (LARGE_QUEUE, ["1", "4", "10"]),
        ];
        light::load(&mut self.chain);
        light::enlarge(&mut self.chain, &LARGE_QUEUE);
        for (queue, cases) in queues {
            for (case, count) in cases.into_iter().zip([1, 4, 10]) {
                let messages: Vec<MessageEntry> = (0..count)
                    .map(|nonce| MessageEntry {
                        recipient: address("recipient"),
                        content_hash: [7; 32],
                        nonce,
                        content_len: 5000,
                        message_type: 0,
                    })
                    .collect();
                let payer = key.pubkey();
                let append = ix::append_messages(&payer, &payer, &sender, &queue, &messages);
                self.measure(("append_messages", case), append, &[], &[]);
            }
        }
    }

    fn log(&mut self) {
        let operator = self.chain.funded("operator");
        let committer = self.chain.funded("committer");
        let terms = Terms {
            committer: committer.pubkey(),
            receipt_key: address("receipt key"),
            merge_delay_slots: 150,
            endpoint: "https://relay.example:8443".into(),
        };
        let relay = relay(&operator.pubkey(), 1).0;
        let log = keys::log(&relay, 0).0;
        let open = ix::open_relay(&operator.pubkey(), 1, &terms);
        self.measure(("open_relay", "one"), open, &[&operator], &[relay, log]);

        let mut size = 0u32;
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..400 {
            // From anywhere in the tree, not only from multiples of 400, whose covers are short.
            random = random.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
            let gap = 1 + (random >> 40) as u32 % 400;
            let skip = ix::commit(&committer.pubkey(), &relay, 0, &chunk(size, size + gap));
            self.chain.accept(&[skip], &[&committer]);
            size += gap;
            let commit = ix::commit(&committer.pubkey(), &relay, 0, &chunk(size, size + 400));
            self.measure(("commit", "400 messages mean"), commit, &[&committer], &[]);
            size += 400;
        }
        let again = ix::commit(&committer.pubkey(), &relay, 0, &chunk(0, 400));
        self.measure(("commit", "already in the log"), again, &[&committer], &[]);

        for (case, level) in [("path of 24", 24u32), ("path of 26", 26)] {
            let path: Vec<[u8; 32]> = (0..level).map(|i| sha256([&i.to_le_bytes()])).collect();
            let (leaf, index) = (sha256([b"leaf"]), 0x2aa_aaaa & ((1 << level) - 1));
            let mut node = leaf;
            for (i, sibling) in path.iter().enumerate() {
                node = if index >> i & 1 == 1 {
                    sha256([&[1], sibling, &node])
                } else {
                    sha256([&[1], &node, sibling])
                };
            }
            self.chain.patch(
                &log,
                offset("RelayLog", "size"),
                &(1u32 << level).to_le_bytes(),
            );
            let slot = offset("RelayLog", "frontier") + 32 * level as usize;
            self.chain.patch(&log, slot, &node);
            let verify = ix::verify_inclusion(&log, index, &leaf, &path);
            self.measure(("verify_inclusion", case), verify, &[], &[]);
        }
        const { assert!(MAX_SIZE == 1 << 26) };
    }
}

/// A chunk with the cover of a range, of made-up roots.
fn chunk(start: u32, end: u32) -> Vec<u8> {
    let mut bytes = [start.to_le_bytes(), end.to_le_bytes()].concat();
    for subtree in tree::cover(start, end) {
        bytes.extend(sha256([&subtree.start.to_le_bytes()]));
    }
    bytes
}

fn measure_all() -> Vec<Value> {
    let mut bench = Bench {
        chain: Chain::new(),
        figures: Vec::new(),
    };
    bench.registrations();
    bench.agents();
    bench.messages();
    bench.channels();
    bench.log();
    bench.leaves();
    bench
        .figures
        .iter()
        .map(|figure| {
            let mean = figure.units.iter().sum::<u64>() / figure.units.len() as u64;
            json!({
                "instruction": figure.instruction,
                "case": figure.case,
                "units": mean,
                "worst": figure.units.iter().max(),
                "transactionBytes": figure.bytes,
                "accounts": figure.accounts,
                "rentLamports": figure.rent,
            })
        })
        .collect()
}

fn path() -> PathBuf {
    repository().join("program-tests/compute-units.json")
}

#[test]
fn no_instruction_costs_over_2_percent_more_than_the_committed_figure() {
    let measured = measure_all();
    if std::env::var_os("POD_WRITE_COMPUTE_UNITS").is_some() {
        println!("| instruction | case | units | worst | bytes | accounts | rent (lamports) |");
        println!("|---|---|---|---|---|---|---|");
        for it in &measured {
            println!(
                "| {} | {} | {} | {} | {} | {} | {} |",
                it["instruction"].as_str().expect("text"),
                it["case"].as_str().expect("text"),
                it["units"],
                it["worst"],
                it["transactionBytes"],
                it["accounts"],
                it["rentLamports"]
            );
        }
        let mut text = serde_json::to_string_pretty(&measured).expect("JSON");
        text.push('\n');
        std::fs::write(path(), text).expect("compute-units.json can be written");
        return;
    }
    let text = std::fs::read_to_string(path()).expect("compute-units.json is committed");
    let committed: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    assert_eq!(measured.len(), committed.len(), "cases");
    for (now, before) in measured.iter().zip(&committed) {
        let case = (&now["instruction"], &now["case"]);
        assert_eq!(case, (&before["instruction"], &before["case"]));
        for figure in ["units", "worst"] {
            let (now, before) = (number(now, figure), number(before, figure));
            assert!(
                now * 100 <= before * 102,
                "{figure} of {case:?} grew from {before} to {now}"
            );
        }
    }
}

fn number(of: &Value, name: &str) -> u64 {
    of[name].as_u64().expect("a number")
}
