//! Random sequences of instructions against a model in plain Rust: each must end as the model says,
//! by the error's name, and leave the state that the model has.

use std::collections::BTreeMap;

use pod_core::key_chain;
use pod_core::memory_tree::MemoryTree;
use program_tests::chain::{Chain, FIRST_SLOT, FIRST_TIME};
use program_tests::instructions::{self as ix, Actor, OffChain, Route, Terms};
use program_tests::keys::{self, name, NONE};
use program_tests::random::Random;
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::fuzz_bytes::setting;
use crate::world::grow;

/// Steps in a normal run; `POD_FUZZ_STEPS` and `POD_FUZZ_SEED` give others.
const SHORT: u64 = 4_000;
const AGENTS: usize = 4;
const KEYS: usize = 6;
const NONCES: u64 = 3;
const CHANNELS: usize = 2;
const RELAYS: usize = 2;
const LEAVES: u32 = 400;
const WEEK: i64 = 7 * 24 * 60 * 60;

type Expected = Result<(), &'static str>;

#[derive(Clone)]
struct Agent {
    authority: usize,
    pending: Option<usize>,
    signer: usize,
    chain: [u8; 32],
    since: u64,
    capabilities: u64,
    reputation: u32,
    total: u32,
    flags: u8,
    last_active: i64,
}

#[derive(Clone)]
enum Life {
    Absent,
    Live(Agent),
    Closed,
}

#[derive(Clone)]
struct Message {
    recipient: usize,
    timestamp: i64,
    length: u32,
    acknowledged: bool,
}

#[derive(Clone)]
enum ChannelLife {
    Live(Channel),
    Closed(u32),
}

#[derive(Clone)]
struct Channel {
    generation: u32,
    members: u32,
    limit: u32,
    private: bool,
    posts: u64,
}

#[derive(Clone)]
struct Member {
    generation: u32,
    role: u8,
    state: u8,
}

#[derive(Clone)]
struct Relay {
    operator: usize,
    pending: Option<usize>,
    committer: usize,
    size: u32,
    sealed: bool,
    successor: Option<usize>,
}

/// The model, and the chain that must agree with it.
struct Game {
    chain: Chain,
    keys: Vec<Keypair>,
    tree: MemoryTree,
    slot: u64,
    now: i64,
    agents: [Life; AGENTS],
    messages: BTreeMap<(usize, u64), Message>,
    acknowledged: Vec<(usize, usize)>,
    channels: BTreeMap<(usize, usize), ChannelLife>,
    members: BTreeMap<((usize, usize), usize), Member>,
    relays: Vec<Option<Relay>>,
}

/// What a step sends, with the model's answer; `apply` runs if it goes through.
struct Step {
    what: String,
    instruction: Instruction,
    expected: Expected,
}

impl Game {
    fn new() -> Self {
        let mut chain = Chain::unchecked();
        let keys = (0..KEYS)
            .map(|number| chain.funded(&format!("player {number}")))
            .collect();
        let mut tree = MemoryTree::new();
        grow(&mut tree, LEAVES);
        Self {
            chain,
            keys,
            tree,
            slot: FIRST_SLOT,
            now: FIRST_TIME,
            agents: std::array::from_fn(|_| Life::Absent),
            messages: BTreeMap::new(),
            acknowledged: Vec::new(),
            channels: BTreeMap::new(),
            members: BTreeMap::new(),
            relays: vec![None; RELAYS],
        }
    }

    fn key(&self, number: usize) -> Address {
        self.keys[number].pubkey()
    }

    /// Rents are paid by who pays the fees.
    fn payer(&self) -> Address {
        self.chain.payer.pubkey()
    }

    /// The key that registers an agent, which is in its address.
    fn creator(&self, agent: usize) -> Address {
        self.key(agent % 3)
    }

    fn agent(&self, agent: usize) -> Address {
        keys::agent(&self.creator(agent), &name(&format!("agent {agent}"))).0
    }

    fn channel(&self, channel: (usize, usize)) -> Address {
        let label = name(&format!("channel {}", channel.1));
        keys::channel(&self.agent(channel.0), &label).0
    }

    fn relay(&self, relay: usize) -> Address {
        keys::relay(&self.key(0), relay as u32).0
    }

    /// The agent, or the error of loading what is at its address.
    fn load(&self, agent: usize) -> Result<&Agent, &'static str> {
        match &self.agents[agent] {
            Life::Live(agent) => Ok(agent),
            Life::Closed => Err("AccountDataTooSmall"),
            Life::Absent => Err("IllegalOwner"),
        }
    }

    fn load_channel(&self, channel: (usize, usize)) -> Result<&Channel, &'static str> {
        match self.channels.get(&channel) {
            Some(ChannelLife::Live(channel)) => Ok(channel),
            Some(ChannelLife::Closed(_)) => Err("AccountDataTooSmall"),
            None => Err("IllegalOwner"),
        }
    }

    fn load_member(&self, channel: (usize, usize), agent: usize) -> Result<&Member, &'static str> {
        self.members.get(&(channel, agent)).ok_or("IllegalOwner")
    }

    fn load_relay(&self, relay: usize) -> Result<&Relay, &'static str> {
        self.relays[relay].as_ref().ok_or("IllegalOwner")
    }

    /// A key: mostly one that the model would take.
    fn pick_key(&self, random: &mut Random, right: Option<usize>) -> usize {
        match right {
            Some(right) if !random.one_in(4) => right,
            _ => random.below(KEYS as u64) as usize,
        }
    }

    fn signer_of(&self, agent: usize) -> Option<usize> {
        self.load(agent).ok().map(|agent| agent.signer)
    }

    fn authority_of(&self, agent: usize) -> Option<usize> {
        self.load(agent).ok().map(|agent| agent.authority)
    }

    fn active(
        &self,
        channel: (usize, usize),
        generation: u32,
        agent: usize,
    ) -> Result<u8, &'static str> {
        match self.members.get(&(channel, agent)) {
            Some(member) if member.generation == generation && member.state == 2 => Ok(member.role),
            _ => Err("NotMember"),
        }
    }

    fn step(&mut self, random: &mut Random) -> Step {
        if random.one_in(8) {
            self.slot += 1 + random.below(1_000);
            self.now += random.below(3 * 24 * 60 * 60) as i64;
            self.chain.set_clock(self.slot, self.now);
        }
        let agent = random.below(AGENTS as u64) as usize;
        let other = random.below(AGENTS as u64) as usize;
        let third = random.below(AGENTS as u64) as usize;
        let nonce = random.below(NONCES);
        let channel = (agent, random.below(CHANNELS as u64) as usize);
        let foreign = (other, random.below(CHANNELS as u64) as usize);
        let relay = random.below(RELAYS as u64) as usize;
        match random.below(26) {
            0 => self.register(random, agent),
            1 => self.update(random, agent),
            2 => self.rotate(random, agent),
            3 => self.offer(random, agent),
            4 => self.accept(random, agent),
            5 if random.one_in(4) => self.close_agent(random, agent),
            5..=8 => self.send(random, agent, other, nonce),
            9 | 10 => self.acknowledge(random, other, agent, nonce),
            11 | 12 => self.close_message(random, agent, other, nonce),
            13 => self.create_channel(random, channel),
            14 => self.update_channel(random, channel),
            15 | 16 => self.invite(random, foreign, agent, third),
            17 | 18 => self.join(random, foreign, agent),
            19 => self.leave(random, foreign, agent),
            20 => self.remove(random, foreign, agent, third),
            21 | 22 => self.post(random, foreign, agent),
            23 if random.one_in(3) => self.close_channel(random, channel),
            23 => self.close_membership(random, foreign, agent),
            24 if random.one_in(3) => self.relay_life(random, relay),
            _ => self.commit(random, relay),
        }
    }

    fn register(&mut self, random: &mut Random, agent: usize) -> Step {
        let signer = random.below(KEYS as u64) as usize;
        let flags = random.below(3) as u8;
        let label = name(&format!("agent {agent}"));
        let creator = self.creator(agent);
        let capabilities = random.draw();
        let instruction =
            ix::register_agent(&creator, &label, &self.key(signer), capabilities, flags);
        let expected = if flags > 1 {
            Err("InvalidKind")
        } else if matches!(self.agents[agent], Life::Absent) {
            self.agents[agent] = Life::Live(Agent {
                authority: agent % 3,
                pending: None,
                signer,
                chain: key_chain::EMPTY,
                since: self.slot,
                capabilities,
                reputation: 0,
                total: 0,
                flags,
                last_active: self.now,
            });
            Ok(())
        } else {
            Err("AddressInUse")
        };
        Step {
            what: format!("register {agent}"),
            instruction,
            expected,
        }
    }

    /// Runs a change of an agent by a key that must be its authority.
    fn change(
        &mut self,
        agent: usize,
        by: usize,
        change: impl FnOnce(&mut Agent) -> Expected,
    ) -> Expected {
        if self.load(agent)?.authority != by {
            return Err("Unauthorized");
        }
        match &mut self.agents[agent] {
            Life::Live(agent) => change(agent),
            _ => unreachable!("just loaded"),
        }
    }

    fn update(&mut self, random: &mut Random, agent: usize) -> Step {
        let by = self.pick_key(random, self.authority_of(agent));
        let capabilities = random.draw();
        let instruction = ix::update_agent(&self.key(by), &self.agent(agent), capabilities);
        let expected = self.change(agent, by, |agent| {
            agent.capabilities = capabilities;
            Ok(())
        });
        Step {
            what: format!("update {agent} by {by}"),
            instruction,
            expected,
        }
    }

    fn rotate(&mut self, random: &mut Random, agent: usize) -> Step {
        let by = self.pick_key(random, self.authority_of(agent));
        let signer = random.below(KEYS as u64) as usize;
        let instruction = ix::rotate_signer(&self.key(by), &self.agent(agent), &self.key(signer));
        let slot = self.slot;
        let publics: Vec<Address> = self.keys.iter().map(Signer::pubkey).collect();
        let expected = self.change(agent, by, |agent| rotate(agent, signer, slot, &publics));
        Step {
            what: format!("rotate {agent} by {by} to {signer}"),
            instruction,
            expected,
        }
    }

    fn offer(&mut self, random: &mut Random, agent: usize) -> Step {
        let by = self.pick_key(random, self.authority_of(agent));
        let to = (!random.one_in(5)).then(|| random.below(KEYS as u64) as usize);
        let address = to.map_or(NONE, |to| self.key(to));
        let instruction = ix::offer_agent(&self.key(by), &self.agent(agent), &address);
        let expected = self.change(agent, by, |agent| {
            if to == Some(agent.authority) {
                return Err("InvalidKey");
            }
            agent.pending = to;
            Ok(())
        });
        Step {
            what: format!("offer {agent} by {by} to {to:?}"),
            instruction,
            expected,
        }
    }

    fn accept(&mut self, random: &mut Random, agent: usize) -> Step {
        let pending = self.load(agent).ok().and_then(|agent| agent.pending);
        let by = self.pick_key(random, pending);
        let signer = random.below(KEYS as u64) as usize;
        let flags = random.below(3) as u8;
        let instruction =
            ix::accept_agent(&self.key(by), &self.agent(agent), &self.key(signer), flags);
        let publics: Vec<Address> = self.keys.iter().map(Signer::pubkey).collect();
        let slot = self.slot;
        let expected = match (self.load(agent).map(|agent| agent.pending), flags) {
            (Err(error), _) => Err(error),
            (Ok(pending), _) if pending != Some(by) => Err("NotOffered"),
            (Ok(_), 2..) => Err("InvalidKind"),
            (Ok(_), _) => match &mut self.agents[agent] {
                Life::Live(agent) => rotate(agent, signer, slot, &publics).map(|()| {
                    agent.authority = by;
                    agent.pending = None;
                    agent.flags = flags;
                }),
                _ => unreachable!("just loaded"),
            },
        };
        Step {
            what: format!("accept {agent} by {by}"),
            instruction,
            expected,
        }
    }

    fn close_agent(&mut self, random: &mut Random, agent: usize) -> Step {
        let by = self.pick_key(random, self.authority_of(agent));
        let right = !random.one_in(4);
        let rent_to = if right {
            self.creator(agent)
        } else {
            self.key(5)
        };
        let instruction = ix::close_agent(&self.key(by), &self.agent(agent), &rent_to);
        let expected = match self.load(agent) {
            Err(error) => Err(error),
            Ok(it) if it.authority != by => Err("Unauthorized"),
            Ok(_) if !right => Err("WrongRentPayer"),
            Ok(_) => {
                self.agents[agent] = Life::Closed;
                Ok(())
            }
        };
        Step {
            what: format!("close agent {agent} by {by}"),
            instruction,
            expected,
        }
    }

    fn send(&mut self, random: &mut Random, from: usize, to: usize, nonce: u64) -> Step {
        let by = self.pick_key(random, self.signer_of(from));
        let message_type = *random.pick(&[0, 0, 1, 128, 2]);
        let compressed = random.one_in(3);
        let route = Route {
            signer: self.key(by),
            payer: self.payer(),
            sender: self.agent(from),
            recipient: self.agent(to),
        };
        let length = *random.pick(&[0, 1, 5, 700, 701]);
        let control = !compressed && message_type == 0 && random.one_in(5);
        let mut content = vec![b'x'; length];
        if control && length > 0 {
            content[random.below(length as u64) as usize] = 0x1b;
        }
        let instruction = if compressed {
            let content = OffChain {
                codec: 0x55,
                length: length as u32,
                hash: [3; 32],
            };
            ix::send_compressed_message(&route, nonce, message_type, content)
        } else {
            ix::send_message(&route, nonce, message_type, &content)
        };
        let recipient_lives = self.load(to).is_ok();
        let expected = self.load(from).map(|it| it.signer).and_then(|signer| {
            if length == 0 || length > 700 && !compressed {
                Err("InvalidContentLength")
            } else if control {
                Err("InvalidCharacter")
            } else if signer != by {
                Err("UnauthorizedSender")
            } else if message_type == 2 {
                Err("InvalidKind")
            } else if from == to {
                Err("SelfMessage")
            } else if !recipient_lives {
                Err("InvalidRecipient")
            } else if self.messages.contains_key(&(from, nonce)) {
                Err("AddressInUse")
            } else {
                Ok(())
            }
        });
        if expected.is_ok() {
            self.messages.insert(
                (from, nonce),
                Message {
                    recipient: to,
                    timestamp: self.now,
                    length: length as u32,
                    acknowledged: false,
                },
            );
            self.count(from);
        }
        Step {
            what: format!("send {from} to {to} nonce {nonce} by {by}"),
            instruction,
            expected,
        }
    }

    fn count(&mut self, agent: usize) {
        let now = self.now;
        if let Life::Live(agent) = &mut self.agents[agent] {
            agent.total += 1;
            agent.last_active = now;
        }
    }

    fn acknowledge(&mut self, random: &mut Random, from: usize, to: usize, nonce: u64) -> Step {
        let by = self.pick_key(random, self.signer_of(to));
        let route = Route {
            signer: self.key(by),
            payer: self.payer(),
            sender: self.agent(from),
            recipient: self.agent(to),
        };
        let message = keys::message(&route.sender, nonce).0;
        let instruction = ix::acknowledge_message(&route, &message);
        let sent = self.messages.get(&(from, nonce)).cloned();
        let expected = sent.ok_or("IllegalOwner").and_then(|sent| {
            self.load(from)?;
            if from == to {
                Err("ConstraintDuplicateMutableAccount")
            } else if self.load(to)?.signer != by {
                Err("UnauthorizedSender")
            } else if sent.recipient != to {
                Err("InvalidRecipient")
            } else if sent.acknowledged {
                Err("AlreadyAcknowledged")
            } else {
                Ok(())
            }
        });
        if expected.is_ok() {
            let now = self.now;
            if let Some(message) = self.messages.get_mut(&(from, nonce)) {
                message.acknowledged = true;
            }
            if let Life::Live(recipient) = &mut self.agents[to] {
                recipient.last_active = now;
            }
            if !self.acknowledged.contains(&(from, to)) {
                self.acknowledged.push((from, to));
                if let Life::Live(sender) = &mut self.agents[from] {
                    sender.reputation += 1;
                }
            }
        }
        Step {
            what: format!("acknowledge {from} nonce {nonce} as {to} by {by}"),
            instruction,
            expected,
        }
    }

    fn close_message(
        &mut self,
        random: &mut Random,
        from: usize,
        agent: usize,
        nonce: u64,
    ) -> Step {
        let by = self.pick_key(random, self.signer_of(agent));
        let right = !random.one_in(5);
        let rent_to = if right { self.payer() } else { self.key(5) };
        let as_payer = random.one_in(4);
        let closer = if as_payer { self.payer() } else { self.key(by) };
        let message = keys::message(&self.agent(from), nonce).0;
        let instruction = ix::close_message(&closer, &self.agent(agent), &message, &rent_to);
        let expected = match self.messages.get(&(from, nonce)) {
            None => Err("IllegalOwner"),
            Some(_) if !right => Err("WrongRentPayer"),
            Some(sent) => {
                let expired = self.now - sent.timestamp >= WEEK;
                let signs = !as_payer && self.signer_of(agent) == Some(by);
                if expired && as_payer {
                    Ok(())
                } else if !signs {
                    Err("UnauthorizedSender")
                } else if agent == sent.recipient {
                    Ok(())
                } else if agent != from {
                    Err("UnauthorizedSender")
                } else if expired {
                    Ok(())
                } else {
                    Err("NotExpired")
                }
            }
        };
        if expected.is_ok() {
            self.messages.remove(&(from, nonce));
        }
        Step {
            what: format!("close message {from} {nonce} as {agent} by {by}"),
            instruction,
            expected,
        }
    }

    fn actor(&self, agent: usize, by: usize) -> Actor {
        Actor {
            key: self.key(by),
            payer: self.payer(),
            agent: self.agent(agent),
        }
    }

    fn create_channel(&mut self, random: &mut Random, channel: (usize, usize)) -> Step {
        let owner = channel.0;
        let by = self.pick_key(random, self.authority_of(owner));
        let visibility = random.below(3) as u8;
        let limit = random.below(4) as u32;
        let label = name(&format!("channel {}", channel.1));
        let instruction = ix::create_channel(&self.actor(owner, by), &label, visibility, limit);
        let life = self.channels.get(&channel).cloned();
        let expected = match (self.load(owner), life) {
            (Err(error), _) => Err(error),
            (Ok(agent), _) if agent.authority != by => Err("Unauthorized"),
            (Ok(_), Some(ChannelLife::Live(_))) => Err("AddressInUse"),
            _ if visibility > 1 => Err("InvalidKind"),
            _ if limit == 0 => Err("InvalidMemberLimit"),
            (Ok(_), life) => {
                let generation = match life {
                    Some(ChannelLife::Closed(generation)) => generation + 1,
                    _ => 1,
                };
                let live = Channel {
                    generation,
                    members: 1,
                    limit,
                    private: visibility == 1,
                    posts: 0,
                };
                self.channels.insert(channel, ChannelLife::Live(live));
                let member = Member {
                    generation,
                    role: 2,
                    state: 2,
                };
                self.members.insert((channel, owner), member);
                Ok(())
            }
        };
        Step {
            what: format!("create channel {channel:?} by {by}"),
            instruction,
            expected,
        }
    }

    fn update_channel(&mut self, random: &mut Random, channel: (usize, usize)) -> Step {
        let by = self.pick_key(random, self.authority_of(channel.0));
        let visibility = random.below(3) as u8;
        let limit = random.below(6) as u32;
        let (creator, address) = (self.agent(channel.0), self.channel(channel));
        let instruction = ix::update_channel(&self.key(by), &creator, &address, visibility, limit);
        let expected = self.load(channel.0).and_then(|agent| {
            let live = self.load_channel(channel)?;
            if agent.authority != by {
                Err("Unauthorized")
            } else if visibility > 1 {
                Err("InvalidKind")
            } else if limit == 0 || limit < live.members {
                Err("InvalidMemberLimit")
            } else {
                Ok(())
            }
        });
        if let (Ok(()), Some(ChannelLife::Live(live))) = (expected, self.channels.get_mut(&channel))
        {
            live.private = visibility == 1;
            live.limit = limit;
        }
        Step {
            what: format!("update channel {channel:?} by {by}"),
            instruction,
            expected,
        }
    }

    fn invite(
        &mut self,
        random: &mut Random,
        channel: (usize, usize),
        inviter: usize,
        agent: usize,
    ) -> Step {
        let by = self.pick_key(random, self.authority_of(inviter));
        let role = random.below(3) as u8;
        let actor = self.actor(inviter, by);
        let instruction = ix::invite(&actor, &self.channel(channel), &self.agent(agent), role);
        let expected = self.load(inviter).and_then(|it| {
            self.load_member(channel, inviter)?;
            let live = self.load_channel(channel)?;
            self.load(agent)?;
            if it.authority != by {
                return Err("Unauthorized");
            }
            let own = self.active(channel, live.generation, inviter)?;
            if role > 1 {
                return Err("InvalidKind");
            }
            if own <= role || own < 1 {
                return Err("InsufficientRole");
            }
            if inviter == agent {
                return Err("AlreadyMember");
            }
            let member = self.members.get(&(channel, agent));
            match member.filter(|member| member.generation == live.generation) {
                Some(Member { state: 1 | 2, .. }) => Err("AlreadyMember"),
                Some(Member { state: 4, .. }) => Err("MemberRemoved"),
                _ => Ok(live.generation),
            }
        });
        let expected = expected.map(|generation| {
            let member = Member {
                generation,
                role,
                state: 1,
            };
            self.members.insert((channel, agent), member);
        });
        Step {
            what: format!("invite {agent} to {channel:?} as {inviter} by {by}"),
            instruction,
            expected,
        }
    }

    fn join(&mut self, random: &mut Random, channel: (usize, usize), agent: usize) -> Step {
        let by = self.pick_key(random, self.signer_of(agent));
        let instruction = ix::join_channel(&self.actor(agent, by), &self.channel(channel));
        let expected = self.load(agent).and_then(|it| {
            let live = self.load_channel(channel)?;
            if it.signer != by {
                return Err("UnauthorizedSender");
            }
            let member = self.members.get(&(channel, agent));
            let member = member.filter(|member| member.generation == live.generation);
            let role = member.map_or(0, |member| member.role);
            match member.map(|member| member.state) {
                Some(2) => return Err("AlreadyMember"),
                Some(4) => return Err("MemberRemoved"),
                Some(_) => {}
                None if live.private => return Err("NotInvited"),
                None => {}
            }
            if live.members >= live.limit {
                return Err("ChannelFull");
            }
            Ok((live.generation, role))
        });
        let expected = expected.map(|(generation, role)| {
            let member = Member {
                generation,
                role,
                state: 2,
            };
            self.members.insert((channel, agent), member);
            if let Some(ChannelLife::Live(live)) = self.channels.get_mut(&channel) {
                live.members += 1;
            }
        });
        Step {
            what: format!("join {channel:?} as {agent} by {by}"),
            instruction,
            expected,
        }
    }

    fn leave(&mut self, random: &mut Random, channel: (usize, usize), agent: usize) -> Step {
        let by = self.pick_key(random, self.signer_of(agent));
        let (address, at) = (self.agent(agent), self.channel(channel));
        let instruction = ix::leave_channel(&self.key(by), &address, &at);
        let expected = self.load(agent).and_then(|it| {
            let live = self.load_channel(channel)?;
            self.load_member(channel, agent)?;
            if it.signer != by {
                return Err("UnauthorizedSender");
            }
            match self.active(channel, live.generation, agent)? {
                2 => Err("InsufficientRole"),
                _ => Ok(()),
            }
        });
        if expected.is_ok() {
            self.end_membership(channel, agent, 3, true);
        }
        Step {
            what: format!("leave {channel:?} as {agent} by {by}"),
            instruction,
            expected,
        }
    }

    fn end_membership(&mut self, channel: (usize, usize), agent: usize, state: u8, counted: bool) {
        if let Some(member) = self.members.get_mut(&(channel, agent)) {
            member.state = state;
        }
        if let (true, Some(ChannelLife::Live(live))) = (counted, self.channels.get_mut(&channel)) {
            live.members -= 1;
        }
    }

    fn remove(
        &mut self,
        random: &mut Random,
        channel: (usize, usize),
        remover: usize,
        agent: usize,
    ) -> Step {
        let by = self.pick_key(random, self.authority_of(remover));
        let at = self.channel(channel);
        let (own, whom) = (self.agent(remover), self.agent(agent));
        let instruction = ix::remove_member(&self.key(by), &own, &at, &whom);
        let expected = self.load(remover).and_then(|it| {
            self.load_member(channel, remover)?;
            let live = self.load_channel(channel)?;
            if remover == agent {
                return Err("ConstraintDuplicateMutableAccount");
            }
            let member = self.load_member(channel, agent)?;
            if it.authority != by {
                return Err("Unauthorized");
            }
            let role = self.active(channel, live.generation, remover)?;
            if member.generation != live.generation || member.state == 4 {
                return Err("NotMember");
            }
            if role < 1 || role <= member.role {
                return Err("InsufficientRole");
            }
            Ok(member.state == 2)
        });
        let expected = expected.map(|counted| self.end_membership(channel, agent, 4, counted));
        Step {
            what: format!("remove {agent} from {channel:?} as {remover} by {by}"),
            instruction,
            expected,
        }
    }

    fn post(&mut self, random: &mut Random, channel: (usize, usize), agent: usize) -> Step {
        let by = self.pick_key(random, self.signer_of(agent));
        let length = *random.pick(&[0, 1, 1 << 20, (1 << 20) + 1]);
        let message_type = *random.pick(&[0, 1, 2, 255]);
        let content = OffChain {
            codec: 0x55,
            length,
            hash: [4; 32],
        };
        let (address, at) = (self.agent(agent), self.channel(channel));
        let instruction = ix::post_to_channel(&self.key(by), &address, &at, message_type, content);
        let expected = self.load(agent).and_then(|it| {
            let live = self.load_channel(channel)?;
            self.load_member(channel, agent)?;
            if it.signer != by {
                return Err("UnauthorizedSender");
            }
            self.active(channel, live.generation, agent)?;
            if message_type == 2 {
                Err("InvalidKind")
            } else if length == 0 || length > 1 << 20 {
                Err("InvalidContentLength")
            } else {
                Ok(())
            }
        });
        if expected.is_ok() {
            self.count(agent);
            if let Some(ChannelLife::Live(live)) = self.channels.get_mut(&channel) {
                live.posts += 1;
            }
        }
        Step {
            what: format!("post to {channel:?} as {agent} by {by}"),
            instruction,
            expected,
        }
    }

    fn close_channel(&mut self, random: &mut Random, channel: (usize, usize)) -> Step {
        let by = self.pick_key(random, self.authority_of(channel.0));
        let right = !random.one_in(5);
        let rent_to = if right { self.payer() } else { self.key(5) };
        let (creator, at) = (self.agent(channel.0), self.channel(channel));
        let instruction = ix::close_channel(&self.key(by), &creator, &at, &rent_to);
        let expected = self.load(channel.0).and_then(|agent| {
            let live = self.load_channel(channel)?;
            if agent.authority != by {
                Err("Unauthorized")
            } else if !right {
                Err("WrongRentPayer")
            } else {
                Ok(live.generation)
            }
        });
        let expected = expected.map(|generation| {
            self.channels
                .insert(channel, ChannelLife::Closed(generation));
        });
        Step {
            what: format!("close channel {channel:?} by {by}"),
            instruction,
            expected,
        }
    }

    fn close_membership(
        &mut self,
        random: &mut Random,
        channel: (usize, usize),
        agent: usize,
    ) -> Step {
        let right = !random.one_in(5);
        let rent_to = if right { self.payer() } else { self.key(5) };
        let (at, address) = (self.channel(channel), self.agent(agent));
        let instruction = ix::close_membership(&at, &address, &rent_to);
        let expected = self.load_member(channel, agent).and_then(|member| {
            let counts = self
                .load_channel(channel)
                .is_ok_and(|live| live.generation == member.generation);
            if !right {
                Err("WrongRentPayer")
            } else if counts {
                Err("MembershipInUse")
            } else {
                Ok(())
            }
        });
        if expected.is_ok() {
            self.members.remove(&(channel, agent));
        }
        Step {
            what: format!("close membership {channel:?} of {agent}"),
            instruction,
            expected,
        }
    }

    fn relay_life(&mut self, random: &mut Random, relay: usize) -> Step {
        let address = self.relay(relay);
        let key = random.below(KEYS as u64) as usize;
        let Some(known) = self.relays[relay].clone() else {
            let terms = Terms {
                committer: self.key(key),
                receipt_key: self.key(0),
                merge_delay_slots: 1,
                endpoint: "e".into(),
            };
            self.relays[relay] = Some(Relay {
                operator: 0,
                pending: None,
                committer: key,
                size: 0,
                sealed: false,
                successor: None,
            });
            return Step {
                what: format!("open relay {relay}"),
                instruction: ix::open_relay(&self.key(0), relay as u32, &terms),
                expected: Ok(()),
            };
        };
        let by = self.pick_key(random, Some(known.operator));
        let mut next = known.clone();
        let (what, instruction, expected) = match random.below(8) {
            0..=2 => {
                let mut expected = self.operates(&known, by);
                if expected.is_ok() && key == known.operator {
                    expected = Err("InvalidKey");
                }
                next.pending = Some(key);
                let to = self.key(key);
                (
                    "offer",
                    ix::offer_relay(&self.key(by), &address, &to),
                    expected,
                )
            }
            3..=6 => {
                let by = self.pick_key(random, known.pending);
                let expected = if known.pending != Some(by) {
                    Err("NotOffered")
                } else if known.sealed {
                    Err("RelaySealed")
                } else {
                    Ok(())
                };
                next.operator = by;
                next.pending = None;
                next.committer = key;
                let committer = self.key(key);
                (
                    "accept",
                    ix::accept_relay(&self.key(by), &address, &committer),
                    expected,
                )
            }
            _ => {
                let other = (random.one_in(2)).then_some((relay + 1) % RELAYS);
                let rent_to = self.key(0);
                let successor = other.map(|other| self.relay(other));
                let instruction =
                    ix::seal_relay(&self.key(by), &address, 0, &rent_to, successor.as_ref());
                let expected = if known.sealed {
                    // The log is loaded before the relay is looked at, and it is cut.
                    Err("AccountDataTooSmall")
                } else {
                    match other.map(|other| self.load_relay(other)) {
                        Some(Err(error)) => Err(error),
                        found => self.operates(&known, by).and(match found {
                            Some(Ok(other)) if other.sealed => Err("InvalidSuccessor"),
                            _ => Ok(()),
                        }),
                    }
                };
                next.sealed = true;
                next.successor = other;
                ("seal", instruction, expected)
            }
        };
        if expected.is_ok() {
            self.relays[relay] = Some(next);
        }
        Step {
            what: format!("{what} relay {relay} by {by}"),
            instruction,
            expected,
        }
    }

    fn operates(&self, relay: &Relay, by: usize) -> Expected {
        if relay.operator != by {
            Err("Unauthorized")
        } else if relay.sealed {
            Err("RelaySealed")
        } else {
            Ok(())
        }
    }

    fn commit(&mut self, random: &mut Random, relay: usize) -> Step {
        let known = self.relays[relay].clone();
        let by = self.pick_key(random, known.as_ref().map(|known| known.committer));
        let size = known.as_ref().map_or(0, |known| known.size);
        let start = match random.below(4) {
            0 => random.below(u64::from(LEAVES)) as u32,
            _ => size.min(LEAVES - 1),
        };
        let end = (start + 1 + random.below(24) as u32).min(LEAVES);
        let chunk = self.tree.chunk(start, end);
        let instruction = ix::commit(&self.key(by), &self.relay(relay), 0, &chunk);
        let expected = match &known {
            None => Err("IllegalOwner"),
            Some(known) if known.sealed => Err("AccountDataTooSmall"),
            Some(known) if known.committer != by => Err("UnauthorizedCommitter"),
            Some(_) if end <= size => Ok(()),
            Some(_) if start < size => Err("ChunkStraddles"),
            Some(_) if start > size => Err("ChunkLeavesGap"),
            Some(_) => Ok(()),
        };
        if let (Ok(()), Some(relay)) = (expected, &mut self.relays[relay]) {
            relay.size = size.max(end);
        }
        Step {
            what: format!("commit {start}..{end} to {relay} by {by}"),
            instruction,
            expected,
        }
    }

    /// Compares every account with the model.
    fn compare(&self, after: &str) {
        for agent in 0..AGENTS {
            self.compare_agent(agent, after);
        }
        for from in 0..AGENTS {
            for nonce in 0..NONCES {
                let address = keys::message(&self.agent(from), nonce).0;
                let Some(sent) = self.messages.get(&(from, nonce)) else {
                    assert!(self.chain.account(&address).is_none(), "{after}");
                    continue;
                };
                let message = self.chain.fields("Message", &address);
                assert_eq!(
                    message.key("recipient"),
                    self.agent(sent.recipient),
                    "{after}"
                );
                assert_eq!(
                    message.number("content_len"),
                    u64::from(sent.length),
                    "{after}"
                );
                let acknowledged = u64::from(sent.acknowledged);
                assert_eq!(message.number("acknowledged"), acknowledged, "{after}");
            }
        }
        for (channel, life) in &self.channels {
            self.compare_channel(*channel, life, after);
        }
        for ((channel, agent), member) in &self.members {
            let address = keys::membership(&self.channel(*channel), &self.agent(*agent)).0;
            let membership = self.chain.fields("Membership", &address);
            let found = ["generation", "role", "state"].map(|field| membership.number(field));
            let expected = [
                u64::from(member.generation),
                u64::from(member.role),
                u64::from(member.state),
            ];
            assert_eq!(found, expected, "{after}");
        }
        for (number, relay) in self.relays.iter().enumerate() {
            if let Some(relay) = relay {
                self.compare_relay(number, relay, after);
            }
        }
    }

    fn compare_agent(&self, number: usize, after: &str) {
        let address = self.agent(number);
        let agent = match &self.agents[number] {
            Life::Absent => {
                assert!(self.chain.account(&address).is_none(), "{after}");
                return;
            }
            Life::Closed => {
                let tombstone = self.chain.account(&address).expect("a tombstone");
                assert_eq!(tombstone.data, [0xff; 8], "{after}");
                return;
            }
            Life::Live(agent) => agent,
        };
        let fields = self.chain.fields("Agent", &address);
        assert_eq!(
            fields.key("authority"),
            self.key(agent.authority),
            "{after}"
        );
        let pending = agent.pending.map_or(NONE, |key| self.key(key));
        assert_eq!(fields.key("pending_authority"), pending, "{after}");
        assert_eq!(fields.key("signer"), self.key(agent.signer), "{after}");
        assert_eq!(fields.hash("key_chain"), agent.chain, "{after}");
        assert_eq!(fields.number("signer_since"), agent.since, "{after}");
        assert_eq!(fields.number("capabilities"), agent.capabilities, "{after}");
        assert_eq!(
            fields.number("reputation"),
            u64::from(agent.reputation),
            "{after}"
        );
        assert_eq!(
            fields.number("total_messages"),
            u64::from(agent.total),
            "{after}"
        );
        assert_eq!(fields.number("flags"), u64::from(agent.flags), "{after}");
        assert_eq!(
            fields.number("last_active"),
            agent.last_active as u64,
            "{after}"
        );
    }

    fn compare_channel(&self, channel: (usize, usize), life: &ChannelLife, after: &str) {
        let address = self.channel(channel);
        match life {
            ChannelLife::Closed(generation) => {
                let tombstone = self.chain.account(&address).expect("a tombstone");
                assert_eq!(tombstone.data[8..], generation.to_le_bytes(), "{after}");
            }
            ChannelLife::Live(live) => {
                let fields = self.chain.fields("Channel", &address);
                let found = ["generation", "member_count", "member_limit", "visibility"]
                    .map(|field| fields.number(field));
                let expected = [
                    u64::from(live.generation),
                    u64::from(live.members),
                    u64::from(live.limit),
                    u64::from(live.private),
                ];
                assert_eq!(found, expected, "{after}");
                assert_eq!(fields.number("message_count"), live.posts, "{after}");
            }
        }
    }

    fn compare_relay(&self, number: usize, relay: &Relay, after: &str) {
        let address = self.relay(number);
        let fields = self.chain.fields("Relay", &address);
        assert_eq!(fields.key("operator"), self.key(relay.operator), "{after}");
        assert_eq!(
            fields.key("committer"),
            self.key(relay.committer),
            "{after}"
        );
        assert_eq!(fields.number("messages"), u64::from(relay.size), "{after}");
        assert_eq!(
            fields.number("state"),
            1 + u64::from(relay.sealed),
            "{after}"
        );
        let successor = relay.successor.map_or(NONE, |other| self.relay(other));
        assert_eq!(fields.key("successor"), successor, "{after}");
        let log = keys::log(&address, 0).0;
        let log = self.chain.account(&log).expect("the log");
        if relay.sealed {
            let at = program_tests::idl::offset("RelayLog", "root");
            assert_eq!(log.data[at..at + 32], self.tree.root(relay.size), "{after}");
        } else {
            let at = program_tests::idl::offset("RelayLog", "frontier");
            let frontier = self.tree.frontier(relay.size);
            assert_eq!(&log.data[at..], frontier.as_flattened(), "{after}");
        }
    }
}

fn rotate(agent: &mut Agent, signer: usize, slot: u64, keys: &[Address]) -> Expected {
    if agent.signer == signer {
        return Err("InvalidKey");
    }
    let old = keys[agent.signer].as_array();
    agent.chain = key_chain::extend(&agent.chain, old, slot);
    agent.signer = signer;
    agent.since = slot;
    Ok(())
}

#[test]
fn random_sequences_end_as_the_model_says() {
    let seed = setting("POD_FUZZ_SEED", 1);
    let steps = setting("POD_FUZZ_STEPS", SHORT);
    println!("model: seed {seed}, {steps} steps");
    let mut random = Random::new(seed ^ 0x0de1);
    let mut game = Game::new();
    let mut ends: BTreeMap<String, u64> = BTreeMap::new();
    for number in 0..steps {
        // Agents and relays end; every so often all begins anew.
        if number % 1_500 == 0 {
            game = Game::new();
        }
        let step = game.step(&mut random);
        let what = format!("step {number}: {}", step.what);
        let keys: Vec<&Keypair> = game.keys.iter().collect();
        let signers: Vec<Keypair> = keys
            .iter()
            .filter(|key| {
                step.instruction
                    .accounts
                    .iter()
                    .any(|meta| meta.is_signer && meta.pubkey == key.pubkey())
            })
            .map(|key| key.insecure_clone())
            .collect();
        let signers: Vec<&Keypair> = signers.iter().collect();
        let end = game
            .chain
            .send(std::slice::from_ref(&step.instruction), &signers)
            .map(|_| ())
            .map_err(|refused| refused.name);
        assert_eq!(end, step.expected.map_err(str::to_string), "{what}");
        let name = step.what.split(' ').next().unwrap_or_default();
        let end = end.err().unwrap_or_else(|| "ok".into());
        *ends.entry(format!("{name} {end}")).or_default() += 1;
        if number % 16 == 0 {
            game.compare(&what);
        }
    }
    game.compare("the end");
    println!("{ends:#?}");
}
