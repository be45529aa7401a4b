package org.podprotocol.relay.chain;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.p2p.solanaj.core.AccountMeta;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.bindings.PodProtocolPdas;
import org.podprotocol.bindings.accounts.Agent;
import org.podprotocol.bindings.accounts.Channel;
import org.podprotocol.bindings.accounts.Membership;
import org.podprotocol.bindings.accounts.Relay;
import org.podprotocol.bindings.accounts.RelayLog;
import org.podprotocol.bindings.accounts.RelayLogView;
import org.podprotocol.bindings.accounts.RelayView;
import org.podprotocol.bindings.events.Committed;
import org.podprotocol.bindings.events.PodProtocolEvents;
import org.podprotocol.bindings.instructions.Commit;
import org.podprotocol.bindings.instructions.CreateChannel;
import org.podprotocol.bindings.instructions.NextEpoch;
import org.podprotocol.bindings.instructions.OpenRelay;
import org.podprotocol.bindings.instructions.RegisterAgent;
import org.podprotocol.bindings.instructions.RegisterAgentsBatch;
import org.podprotocol.bindings.instructions.RotateSigner;
import org.podprotocol.bindings.instructions.SendMessage;
import org.podprotocol.bindings.instructions.UpdateAgent;
import org.podprotocol.bindings.runtime.ProgramAddress;
import org.podprotocol.bindings.types.AgentEntry;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.tree.Chunk;
import org.podprotocol.protocol.tree.Frontier;
import org.podprotocol.solana.rpc.AccountInfo;

/** The PoD program at one address: its bindings in the terms of the relay. */
public final class PodProgram {

  private static final int LEVELS = 27;
  private static final int NAME_LENGTH = 32;
  private static final int OPEN = 1;
  private static final int PUBLIC_CHANNEL = 0;
  private static final int PRIVATE_CHANNEL = 1;
  private static final int TEXT = 0;
  private static final int ACTIVE = 2;
  private static final byte[] TOMBSTONE = {-1, -1, -1, -1, -1, -1, -1, -1};
  private static final PublicKey NOBODY = new PublicKey(new byte[32]);
  private static final int HOSTED = 1;
  private static final byte[] LOG_SEED = "log".getBytes(StandardCharsets.US_ASCII);

  private final PublicKey id;

  public PodProgram(PublicKey id) {
    this.id = id;
  }

  public PublicKey id() {
    return id;
  }

  // Addresses

  public PublicKey agent(PublicKey creator, String name) {
    return PodProtocolPdas.agent(creator, padded(name), id).address();
  }

  public PublicKey message(PublicKey sender, long nonce) {
    return PodProtocolPdas.message(sender, nonce, id).address();
  }

  public PublicKey channel(PublicKey creator, String name) {
    return PodProtocolPdas.channel(creator, padded(name), id).address();
  }

  PublicKey relay(PublicKey creator, int relayId) {
    return PodProtocolPdas.relay(creator, Integer.toUnsignedLong(relayId), id).address();
  }

  PublicKey log(PublicKey relay, int epoch) {
    byte[] number = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(epoch).array();
    return ProgramAddress.find(id, LOG_SEED, relay.toByteArray(), number).address();
  }

  PublicKey membership(PublicKey channel, PublicKey agent) {
    return PodProtocolPdas.membership(channel, agent, id).address();
  }

  private static byte[] padded(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    if (text.length == 0 || text.length > NAME_LENGTH) {
      throw new IllegalArgumentException(
          "a name has 1 to 32 bytes, \"%s\" has %d".formatted(name, text.length));
    }
    return Arrays.copyOf(text, NAME_LENGTH);
  }

  // Instructions

  TransactionInstruction commit(
      PublicKey committer, PublicKey relay, PublicKey log, List<Chunk> chunks) {
    var bytes = new ByteArrayOutputStream();
    chunks.forEach(chunk -> bytes.writeBytes(chunk.toBytes()));
    return Commit.builder()
        .committer(committer)
        .relay(relay)
        .log(log)
        .chunks(bytes.toByteArray())
        .programId(id)
        .build();
  }

  /** Seals the full log of an epoch and opens the next; the committer pays. */
  TransactionInstruction nextEpoch(
      PublicKey committer, PublicKey relay, int epoch, PublicKey rentPayer) {
    long next = Integer.toUnsignedLong(epoch) + 1;
    return NextEpoch.builder()
        .committer(committer)
        .payer(committer)
        .relay(relay)
        .log(log(relay, epoch))
        .rentPayer(rentPayer)
        .bump(PodProtocolPdas.nextLog(relay, next, id).bump())
        .epoch(next)
        .programId(id)
        .build();
  }

  TransactionInstruction openRelay(PublicKey creator, RelayTerms terms) {
    long number = Integer.toUnsignedLong(terms.id());
    ProgramAddress relay = PodProtocolPdas.relay(creator, number, id);
    ProgramAddress log = PodProtocolPdas.log(relay.address(), id);
    return OpenRelay.builder()
        .creator(creator)
        .relayBump(relay.bump())
        .logBump(log.bump())
        .id(number)
        .committer(terms.committer())
        .receiptKey(terms.receiptKey())
        .mergeDelaySlots(terms.mergeDelaySlots())
        .endpoint(terms.endpoint())
        .programId(id)
        .build();
  }

  /** Registers an agent that the creator pays for and becomes the authority of. */
  public TransactionInstruction registerAgent(PublicKey creator, AgentTerms terms) {
    byte[] name = padded(terms.name());
    return RegisterAgent.builder()
        .creator(creator)
        .bump(PodProtocolPdas.agent(creator, name, id).bump())
        .name(name)
        .signer(terms.signer())
        .capabilities(terms.capabilities())
        .flags(terms.hosted() ? HOSTED : 0)
        .programId(id)
        .build();
  }

  /**
   * Registers up to 12 agents that the creator pays for and becomes the authority of, with one
   * signer and the same capabilities for all.
   */
  public TransactionInstruction registerAgents(
      PublicKey creator, PublicKey signer, long capabilities, boolean hosted, List<String> names) {
    var agents = new ArrayList<AccountMeta>();
    var entries = new ArrayList<AgentEntry>();
    for (String name : names) {
      ProgramAddress agent = PodProtocolPdas.agent(creator, padded(name), id);
      agents.add(new AccountMeta(agent.address(), false, true));
      entries.add(new AgentEntry(agent.bump(), name.getBytes(StandardCharsets.UTF_8)));
    }
    return RegisterAgentsBatch.builder()
        .creator(creator)
        .signer(signer)
        .capabilities(capabilities)
        .flags(hosted ? HOSTED : 0)
        .agents(entries)
        .programId(id)
        .remainingAccounts(agents)
        .build();
  }

  public TransactionInstruction updateAgent(
      PublicKey authority, PublicKey agent, long capabilities) {
    return UpdateAgent.builder()
        .authority(authority)
        .agent(agent)
        .capabilities(capabilities)
        .programId(id)
        .build();
  }

  public TransactionInstruction rotateSigner(
      PublicKey authority, PublicKey agent, PublicKey signer) {
    return RotateSigner.builder()
        .authority(authority)
        .agent(agent)
        .signer(signer)
        .programId(id)
        .build();
  }

  /** A text message on chain; {@code signer} is the sender's signer, and pays. */
  public TransactionInstruction sendText(
      PublicKey signer, PublicKey sender, PublicKey recipient, long nonce, String text) {
    return SendMessage.builder()
        .signer(signer)
        .payer(signer)
        .sender(sender)
        .recipient(recipient)
        .bump(PodProtocolPdas.message(sender, nonce, id).bump())
        .nonce(nonce)
        .messageType(TEXT)
        .content(text.getBytes(StandardCharsets.UTF_8))
        .programId(id)
        .build();
  }

  /** A channel of an agent, whose authority pays. */
  public TransactionInstruction createChannel(
      PublicKey authority, PublicKey creator, String name, boolean open, long memberLimit) {
    ProgramAddress channel = PodProtocolPdas.channel(creator, padded(name), id);
    return CreateChannel.builder()
        .authority(authority)
        .payer(authority)
        .creator(creator)
        .channelBump(channel.bump())
        .membershipBump(PodProtocolPdas.membership(channel.address(), creator, id).bump())
        .name(padded(name))
        .visibility(open ? PUBLIC_CHANNEL : PRIVATE_CHANNEL)
        .memberLimit(memberLimit)
        .programId(id)
        .build();
  }

  // Accounts

  /** What accounts begin with whose changes the directory wants to hear of. */
  List<byte[]> followedDiscriminators() {
    return List.of(
        Agent.discriminator(),
        Channel.discriminator(),
        Membership.discriminator(),
        TOMBSTONE.clone());
  }

  /**
   * Empty if the account is neither an agent nor a channel of this program, nor what is left of
   * one.
   */
  Optional<Party> party(PublicKey address, AccountInfo account, long slot) {
    Optional<Party> agent = agent(address, account, slot).map(Party.class::cast);
    return agent
        .or(() -> channel(address, account, slot))
        .or(() -> tombstone(address, account, slot));
  }

  private Optional<Party> channel(PublicKey address, AccountInfo account, long slot) {
    if (!isOurs(account, Channel.ACCOUNT_SIZE) || !Channel.matches(account.data())) {
      return Optional.empty();
    }
    var view = new org.podprotocol.bindings.accounts.ChannelView().wrapAccount(account.data());
    return Optional.of(
        new ChannelView(
            address, view.visibility() == PUBLIC_CHANNEL, view.generation(), false, slot));
  }

  /** A channel's tombstone keeps the generation, an agent's keeps nothing. */
  private Optional<Party> tombstone(PublicKey address, AccountInfo account, long slot) {
    byte[] data = account.data();
    if (!isOurs(account, TOMBSTONE.length)
        || !Arrays.equals(data, 0, TOMBSTONE.length, TOMBSTONE, 0, TOMBSTONE.length)) {
      return Optional.empty();
    }
    if (data.length >= TOMBSTONE.length + 4) {
      long generation =
          Integer.toUnsignedLong(
              ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getInt(TOMBSTONE.length));
      return Optional.of(new ChannelView(address, false, generation, true, slot));
    }
    return Optional.of(new AgentView(address, NOBODY, NOBODY, 0, true, slot));
  }

  /** Empty if the account is not a membership of this program. */
  Optional<MembershipView> membership(PublicKey address, AccountInfo account, long slot) {
    if (!isOurs(account, Membership.ACCOUNT_SIZE) || !Membership.matches(account.data())) {
      return Optional.empty();
    }
    var view = new org.podprotocol.bindings.accounts.MembershipView().wrapAccount(account.data());
    return Optional.of(
        new MembershipView(
            view.channel(), view.agent(), view.generation(), view.state() == ACTIVE, slot));
  }

  /** Empty if the account is not an agent of this program. */
  public Optional<AgentView> agent(PublicKey address, AccountInfo account, long slot) {
    if (!isOurs(account, Agent.ACCOUNT_SIZE) || !Agent.matches(account.data())) {
      return Optional.empty();
    }
    var view = new org.podprotocol.bindings.accounts.AgentView().wrapAccount(account.data());
    return Optional.of(
        new AgentView(address, view.authority(), view.signer(), view.signerSince(), false, slot));
  }

  /** Empty if the account is not a relay of this program. */
  Optional<RelayAccount> relay(PublicKey address, AccountInfo account, long slot) {
    if (!isOurs(account, Relay.ACCOUNT_SIZE) || !Relay.matches(account.data())) {
      return Optional.empty();
    }
    RelayView view = new RelayView().wrapAccount(account.data());
    return Optional.of(
        new RelayAccount(
            address,
            view.operator(),
            view.committer(),
            view.receiptKey(),
            Hash.of(view.receiptKeyChain()),
            view.receiptKeySince(),
            view.mergeDelaySlots(),
            (int) view.epoch(),
            view.state() == OPEN,
            view.messages(),
            new String(view.endpoint(), 0, view.endpointLen(), StandardCharsets.UTF_8),
            slot));
  }

  /** Empty if the account is not an open log of this program. */
  Optional<LogSnapshot> log(PublicKey address, AccountInfo account, long slot) {
    if (!isOurs(account, RelayLog.ACCOUNT_SIZE) || !RelayLog.matches(account.data())) {
      return Optional.empty();
    }
    RelayLogView view = new RelayLogView().wrapAccount(account.data());
    var peaks = new ArrayList<byte[]>();
    for (int level = LEVELS - 1; level >= 0; level--) {
      if ((view.size() >>> level & 1) == 1) {
        peaks.add(view.frontier(level));
      }
    }
    return Optional.of(
        new LogSnapshot(
            address,
            (int) view.epoch(),
            view.firstIndex(),
            view.size(),
            peaks,
            view.lastCommitSlot(),
            slot));
  }

  /** Empty if the account is not a log of this program, open or sealed. */
  Optional<LogAccount> logAccount(PublicKey address, AccountInfo account, long slot) {
    if (!isOurs(account, RelayLog.FRONTIER_OFFSET) || !RelayLog.matches(account.data())) {
      return Optional.empty();
    }
    // A sealed log ends where the frontier begins.
    byte[] whole = Arrays.copyOf(account.data(), RelayLog.ACCOUNT_SIZE);
    RelayLogView view = new RelayLogView().wrapAccount(whole);
    Frontier frontier =
        view.state() == OPEN ? Frontier.of(view.size(), whole, RelayLog.FRONTIER_OFFSET) : null;
    return Optional.of(
        new LogAccount(
            address,
            (int) view.epoch(),
            view.firstIndex(),
            view.size(),
            Hash.of(view.previousRoot()),
            frontier,
            frontier == null ? Hash.of(view.root()) : frontier.root(),
            slot));
  }

  /**
   * Global index of the first message of a log, open or sealed; empty if the account is not a log.
   */
  Optional<Long> logFirstIndex(AccountInfo account) {
    return isOurs(account, RelayLog.FRONTIER_OFFSET) && RelayLog.matches(account.data())
        ? Optional.of(
            ByteBuffer.wrap(account.data())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(RelayLog.FIRST_INDEX_OFFSET))
        : Optional.empty();
  }

  /** Who paid for a log and gets rent back; empty if the account is not a log. */
  Optional<PublicKey> logRentPayer(AccountInfo account) {
    return isOurs(account, RelayLog.FRONTIER_OFFSET) && RelayLog.matches(account.data())
        ? Optional.of(PublicKey.readPubkey(account.data(), RelayLog.RENT_PAYER_OFFSET))
        : Optional.empty();
  }

  private boolean isOurs(AccountInfo account, int length) {
    return account.owner().equals(id) && account.data().length >= length;
  }

  // Events

  /** The commits that this program reported in a transaction's log. */
  List<Committed> committed(List<String> logs) {
    return PodProtocolEvents.fromLogs(logs, id).events().stream()
        .filter(Committed.class::isInstance)
        .map(Committed.class::cast)
        .toList();
  }
}
