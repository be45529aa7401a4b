//! Random bytes as instruction data and as accounts: whatever comes, nobody's accounts change
//! without their keys, and no lamports come from nothing.

use program_tests::chain::Chain;
use program_tests::instructions::{self as ix, Actor};
use program_tests::keys::{self, address, key, name, PROGRAM};
use program_tests::random::Random;
use program_tests::refusal::name_of;
use solana_account::Account;
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_keypair::Keypair;
use solana_message::Message;
use solana_signer::Signer;
use solana_transaction::Transaction;
use std::collections::BTreeMap;

use crate::world::{grow, World, PROFILE};

/// Executions in a normal run; `POD_FUZZ_EXECUTIONS` and `POD_FUZZ_SEED` give others.
const SHORT: u64 = 3_000;

pub fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

/// Accounts that the attacker has no key for, and instructions that would change them.
struct Target {
    chain: Chain,
    attacker: Keypair,
    victims: Vec<Address>,
    templates: Vec<Instruction>,
    /// Addresses to put into instructions.
    addresses: Vec<Address>,
}

fn target() -> Target {
    let mut world = World::new();
    let others = world.everything();
    let (alice, bob) = world.pair();
    let mut relay = world.relay(1);
    world.commit(&mut relay, 10);
    grow(&mut relay.tree, 10);
    let message = world.message(&alice, &bob.address, 1);
    let channel = world.channel(&alice, "news", 0, 9);
    let membership = world.join(&bob, &channel);
    world.profile(&alice);

    let attacker = world.stranger.insecure_clone();
    let me = attacker.pubkey();
    let actor = Actor {
        key: me,
        payer: me,
        agent: alice.address,
    };
    let mut route = alice.route(&bob.address);
    (route.signer, route.payer) = (me, me);
    let mut answer = bob.answer(&alice.address);
    (answer.signer, answer.payer) = (me, me);
    let content = ix::OffChain {
        codec: 0x55,
        length: 9,
        hash: [1; 32],
    };
    let nobody = key("nobody's signer").pubkey();
    let path = relay.tree.path_to_peak(10, 3);
    let templates = vec![
        ix::register_agent(&me, &name("mine"), &nobody, 1, 0),
        ix::register_agents_batch(&me, &[b"one", b"two"], &nobody, 1, 0),
        ix::update_agent(&me, &alice.address, 9),
        ix::rotate_signer(&me, &alice.address, &nobody),
        ix::offer_agent(&me, &alice.address, &me),
        ix::accept_agent(&me, &alice.address, &nobody, 0),
        ix::close_agent(&me, &alice.address, &alice.authority.pubkey()),
        ix::set_profile(&me, &me, &alice.address, &PROFILE),
        ix::close_profile(&me, &alice.address, &alice.authority.pubkey()),
        ix::send_message(&route, 2, 0, b"hello"),
        ix::send_compressed_message(&route, 2, 0, content),
        ix::acknowledge_message(&answer, &message),
        ix::close_message(&me, &bob.address, &message, &alice.signer.pubkey()),
        ix::create_channel(&actor, &name("other"), 0, 9),
        ix::update_channel(&me, &alice.address, &channel, 1, 9),
        ix::invite(&actor, &channel, &bob.address, 0),
        ix::join_channel(&actor, &channel),
        ix::leave_channel(&me, &bob.address, &channel),
        ix::remove_member(&me, &alice.address, &channel, &bob.address),
        ix::post_to_channel(&me, &bob.address, &channel, 0, content),
        ix::close_channel(&me, &alice.address, &channel, &alice.authority.pubkey()),
        ix::close_membership(&channel, &bob.address, &bob.signer.pubkey()),
        ix::update_relay(&me, &relay.address, &ix::RelayChanges::default()),
        ix::offer_relay(&me, &relay.address, &me),
        ix::accept_relay(&me, &relay.address, &nobody),
        ix::next_epoch(&me, &me, &relay.address, 1, &world.creator.pubkey()),
        ix::seal_relay(&me, &relay.address, 0, &world.creator.pubkey(), None),
        ix::commit(&me, &relay.address, 0, &relay.tree.chunk(10, 17)),
        ix::verify_inclusion(&relay.log, 3, &relay.tree.leaf(3), &path),
    ];
    // A membership that no longer counts may be closed by anyone: there is none among these.
    let mut victims: Vec<Address> = others.iter().map(|(_, address)| *address).collect();
    victims.extend([
        alice.address,
        bob.address,
        relay.address,
        relay.log,
        message,
        channel,
        membership,
        keys::profile(&alice.address).0,
        keys::membership(&channel, &alice.address).0,
    ]);
    let mut addresses = victims.clone();
    for template in &templates {
        addresses.extend(template.accounts.iter().map(|meta| meta.pubkey));
    }
    addresses.extend([
        PROGRAM,
        solana_sdk_ids::sysvar::clock::ID,
        address("empty"),
        world.creator.pubkey(),
    ]);
    addresses.sort_unstable();
    addresses.dedup();
    let svm = std::mem::take(&mut world.chain.svm)
        .with_sigverify(false)
        .with_blockhash_check(false)
        .with_transaction_history(0);
    Target {
        chain: Chain {
            svm,
            payer: world.chain.payer.insecure_clone(),
        },
        attacker,
        victims,
        templates,
        addresses,
    }
}

impl Target {
    /// An instruction near to one that is well-formed, or far from it.
    fn instruction(&self, random: &mut Random) -> Instruction {
        let mut instruction = random.pick(&self.templates).clone();
        let data = &mut instruction.data;
        match random.below(8) {
            0 => {
                let length = random.below(200) as usize;
                *data = random.bytes(length);
            }
            1 => {
                let length = random.below(120) as usize;
                data.truncate(8);
                data.extend(random.bytes(length));
            }
            2 => data.truncate(random.below(data.len() as u64 + 1) as usize),
            3 => {
                let extra = random.below(40) as usize;
                data.extend(random.bytes(extra));
            }
            4 | 5 => {
                for _ in 0..=random.below(4) {
                    let at = random.below(data.len() as u64) as usize;
                    let any = random.draw() as u8;
                    data[at] = *random.pick(&[0, 1, 0x7f, 0x80, 0xff, any]);
                }
            }
            _ => {}
        }
        for _ in 0..random.below(3) {
            let count = instruction.accounts.len() as u64;
            match random.below(6) {
                0 | 1 if count > 0 => {
                    let at = random.below(count) as usize;
                    instruction.accounts[at].pubkey = *random.pick(&self.addresses);
                }
                2 if count > 1 => {
                    let (a, b) = (random.below(count) as usize, random.below(count) as usize);
                    instruction.accounts.swap(a, b);
                }
                3 if count > 0 => {
                    let at = random.below(count) as usize;
                    instruction.accounts[at].is_writable ^= true;
                }
                4 if count > 0 => {
                    let at = random.below(count) as usize;
                    instruction.accounts.remove(at);
                }
                _ => {
                    let writable = random.one_in(2);
                    instruction.accounts.push(AccountMeta {
                        pubkey: *random.pick(&self.addresses),
                        is_signer: false,
                        is_writable: writable,
                    });
                }
            }
        }
        // Only the attacker signs.
        for meta in &mut instruction.accounts {
            meta.is_signer = meta.pubkey == self.attacker.pubkey() && !random.one_in(20);
        }
        instruction
    }

    fn snapshot(&self) -> Vec<Option<Account>> {
        self.victims
            .iter()
            .map(|victim| self.chain.account(victim))
            .collect()
    }

    /// Sends the instruction; gives how it ended.
    fn send(&mut self, instruction: &Instruction) -> String {
        let payer = self.chain.payer.pubkey();
        let message = Message::new(std::slice::from_ref(instruction), Some(&payer));
        match self
            .chain
            .svm
            .send_transaction(Transaction::new_unsigned(message))
        {
            Ok(_) => "ok".into(),
            Err(failed) => name_of(&failed.err, &failed.meta.logs),
        }
    }
}

#[test]
fn random_instructions_change_nothing_that_the_attacker_has_no_key_for() {
    let seed = setting("POD_FUZZ_SEED", 1);
    let executions = setting("POD_FUZZ_EXECUTIONS", SHORT);
    println!("bytes: seed {seed}, {executions} executions");
    let mut random = Random::new(seed);
    let mut target = target();
    let before = target.snapshot();
    let start = target.chain.svm.clone();
    let mut ends: BTreeMap<String, u64> = BTreeMap::new();
    for number in 0..executions {
        let instruction = target.instruction(&mut random);
        let end = target.send(&instruction);
        if end == "ok" {
            assert_eq!(target.snapshot(), before, "{number}: {instruction:?}");
            // Keep what the attacker made for a while, then begin again.
            if random.one_in(50) {
                target.chain.svm = start.clone();
            }
        }
        assert_ne!(end, "InvariantViolated", "{number}: {instruction:?}");
        *ends.entry(end).or_default() += 1;
    }
    println!("{ends:#?}");
    assert!(ends["ok"] > 0 && ends.len() > 20, "{ends:#?}");
}

#[test]
fn accounts_of_random_bytes_are_refused_or_harm_only_themselves() {
    let seed = setting("POD_FUZZ_SEED", 1);
    let executions = setting("POD_FUZZ_EXECUTIONS", SHORT);
    println!("accounts: seed {seed}, {executions} executions");
    let mut random = Random::new(seed ^ 0xacc0);
    let mut target = target();
    let start = target.chain.svm.clone();
    let before = target.snapshot();
    let mut ends: BTreeMap<String, u64> = BTreeMap::new();
    for number in 0..executions {
        let mut instruction = random.pick(&target.templates).clone();
        // One account of the program gets random bytes where it is: no instruction could write them,
        // but whatever reads them must stand them.
        let owned: Vec<Address> = instruction
            .accounts
            .iter()
            .map(|meta| meta.pubkey)
            .filter(|it| target.victims.contains(it))
            .collect();
        if owned.is_empty() {
            continue;
        }
        let victim = *random.pick(&owned);
        let mut account = target.chain.account(&victim).expect("a victim");
        match random.below(4) {
            0 => {
                let length = random.below(1_200) as usize;
                account.data = random.bytes(length);
            }
            1 => {
                let from = 8.min(account.data.len());
                let rest = account.data.len() - from;
                account.data.truncate(from);
                account.data.extend(random.bytes(rest));
            }
            2 => {
                let length = random.below(account.data.len() as u64 + 1) as usize;
                account.data.truncate(length);
            }
            _ => {
                for _ in 0..=random.below(8) {
                    let at = random.below(account.data.len() as u64) as usize;
                    account.data[at] = random.draw() as u8;
                }
            }
        }
        account.lamports = account.lamports.max(target.chain.rent(account.data.len()));
        target.chain.set_account(&victim, account);
        // Whoever should sign does, so that what comes after the signatures is reached as well.
        for meta in &mut instruction.accounts {
            if meta.pubkey == target.attacker.pubkey() {
                meta.is_signer = true;
            }
        }
        let total = total_of(&target, &instruction);
        let end = target.send(&instruction);
        assert_ne!(
            end, "ComputationalBudgetExceeded",
            "{number}: {instruction:?}"
        );
        if end == "ok" {
            let after = total_of(&target, &instruction);
            assert_eq!(after, total, "{number}: lamports of {instruction:?}");
        }
        for (address, was) in target.victims.iter().zip(&before) {
            let named = instruction
                .accounts
                .iter()
                .any(|meta| meta.pubkey == *address);
            if !named {
                assert_eq!(
                    target.chain.account(address),
                    *was,
                    "{number}: {instruction:?}"
                );
            }
        }
        *ends.entry(end).or_default() += 1;
        target.chain.svm = start.clone();
    }
    println!("{ends:#?}");
    assert!(ends.len() > 10, "{ends:#?}");
}

/// Lamports of an instruction's accounts, each once.
fn total_of(target: &Target, instruction: &Instruction) -> u64 {
    let mut addresses: Vec<Address> = instruction
        .accounts
        .iter()
        .map(|meta| meta.pubkey)
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    addresses
        .iter()
        .map(|address| target.chain.lamports(address))
        .sum()
}
