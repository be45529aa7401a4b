package org.podprotocol.relay.chain;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.p2p.solanaj.core.AccountMeta;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.rpc.AccountInfo;

/**
 * The PoD program at one address: its accounts, its instructions, its events, as the relay needs
 * them.
 */
public final class PodProgram {

  private static final PublicKey SYSTEM_PROGRAM = new PublicKey(new byte[32]);
  private static final byte[] AGENT = discriminator("account:Agent");
  private static final byte[] RELAY = discriminator("account:Relay");
  private static final byte[] RELAY_LOG = discriminator("account:RelayLog");
  private static final byte[] COMMITTED = discriminator("event:Committed");
  private static final int LEVELS = 27;
  private static final int NAME_LENGTH = 32;

  private final PublicKey id;

  public PodProgram(PublicKey id) {
    this.id = id;
  }

  public PublicKey id() {
    return id;
  }

  static byte[] agentDiscriminator() {
    return AGENT.clone();
  }

  // Addresses

  public PublicKey agent(PublicKey creator, String name) {
    return agentAddress(creator, name).getAddress();
  }

  private PublicKey.ProgramDerivedAddress agentAddress(PublicKey creator, String name) {
    return find("agent".getBytes(StandardCharsets.US_ASCII), creator.toByteArray(), name(name));
  }

  private static byte[] name(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    if (text.length == 0 || text.length > NAME_LENGTH) {
      throw new IllegalArgumentException(
          "a name has 1 to 32 bytes, \"%s\" has %d".formatted(name, text.length));
    }
    return Arrays.copyOf(text, NAME_LENGTH);
  }

  PublicKey relay(PublicKey creator, int relayId) {
    return relayAddress(creator, relayId).getAddress();
  }

  private PublicKey.ProgramDerivedAddress relayAddress(PublicKey creator, int relayId) {
    return find("relay".getBytes(StandardCharsets.US_ASCII), creator.toByteArray(), u32(relayId));
  }

  PublicKey log(PublicKey relay, int epoch) {
    return logAddress(relay, epoch).getAddress();
  }

  private PublicKey.ProgramDerivedAddress logAddress(PublicKey relay, int epoch) {
    return find("log".getBytes(StandardCharsets.US_ASCII), relay.toByteArray(), u32(epoch));
  }

  private PublicKey.ProgramDerivedAddress find(byte[]... seeds) {
    return PublicKey.findProgramAddress(List.of(seeds), id);
  }

  // Instructions

  TransactionInstruction commit(
      PublicKey committer, PublicKey relay, PublicKey log, List<CommitChunk> chunks) {
    int length = chunks.stream().mapToInt(CommitChunk::encodedLength).sum();
    ByteBuffer data = data("commit", 4 + length).putInt(length);
    for (CommitChunk chunk : chunks) {
      data.putInt((int) chunk.start()).putInt((int) chunk.end());
      chunk.cover().forEach(data::put);
    }
    return new TransactionInstruction(
        id,
        List.of(
            new AccountMeta(committer, true, false),
            new AccountMeta(relay, false, true),
            new AccountMeta(log, false, true)),
        data.array());
  }

  TransactionInstruction openRelay(PublicKey creator, RelayTerms terms) {
    PublicKey.ProgramDerivedAddress relay = relayAddress(creator, terms.id());
    PublicKey.ProgramDerivedAddress log = logAddress(relay.getAddress(), 0);
    byte[] endpoint = terms.endpoint().getBytes(StandardCharsets.UTF_8);
    byte[] data =
        data("open_relay", 1 + 1 + 4 + 32 + 32 + 4 + 4 + endpoint.length)
            .put((byte) relay.getNonce())
            .put((byte) log.getNonce())
            .putInt(terms.id())
            .put(terms.committer().toByteArray())
            .put(terms.receiptKey().toByteArray())
            .putInt(terms.mergeDelaySlots())
            .putInt(endpoint.length)
            .put(endpoint)
            .array();
    return new TransactionInstruction(
        id,
        List.of(
            new AccountMeta(creator, true, true),
            new AccountMeta(relay.getAddress(), false, true),
            new AccountMeta(log.getAddress(), false, true),
            new AccountMeta(SYSTEM_PROGRAM, false, false)),
        data);
  }

  /** Registers an agent that the creator pays for and becomes the authority of. */
  public TransactionInstruction registerAgent(PublicKey creator, AgentTerms terms) {
    PublicKey.ProgramDerivedAddress agent = agentAddress(creator, terms.name());
    byte[] data =
        data("register_agent", 1 + 32 + 32 + 8 + 1)
            .put((byte) agent.getNonce())
            .put(name(terms.name()))
            .put(terms.signer().toByteArray())
            .putLong(terms.capabilities())
            .put((byte) (terms.hosted() ? 1 : 0))
            .array();
    return new TransactionInstruction(
        id,
        List.of(
            new AccountMeta(creator, true, true),
            new AccountMeta(agent.getAddress(), false, true),
            new AccountMeta(SYSTEM_PROGRAM, false, false)),
        data);
  }

  /**
   * Registers up to 12 agents that the creator pays for and becomes the authority of, with one
   * signer and the same capabilities for all.
   */
  public TransactionInstruction registerAgents(
      PublicKey creator, PublicKey signer, long capabilities, boolean hosted, List<String> names) {
    var accounts = new ArrayList<AccountMeta>();
    accounts.add(new AccountMeta(creator, true, true));
    accounts.add(new AccountMeta(SYSTEM_PROGRAM, false, false));
    var entries = new ByteArrayOutputStream();
    for (String name : names) {
      PublicKey.ProgramDerivedAddress agent = agentAddress(creator, name);
      accounts.add(new AccountMeta(agent.getAddress(), false, true));
      byte[] text = name.getBytes(StandardCharsets.UTF_8);
      entries.write(agent.getNonce());
      entries.writeBytes(u32(text.length));
      entries.writeBytes(text);
    }
    byte[] data =
        data("register_agents_batch", 32 + 8 + 1 + 4 + entries.size())
            .put(signer.toByteArray())
            .putLong(capabilities)
            .put((byte) (hosted ? 1 : 0))
            .putInt(names.size())
            .put(entries.toByteArray())
            .array();
    return new TransactionInstruction(id, accounts, data);
  }

  // Accounts

  /** Empty if the account is neither an agent nor a channel of this program. */
  Optional<Party> party(PublicKey address, AccountInfo account, long slot) {
    return agent(address, account, slot).map(agent -> agent);
  }

  /** Empty if the account is not an agent of this program. */
  public Optional<AgentView> agent(PublicKey address, AccountInfo account, long slot) {
    return fields(account, AGENT, 240)
        .map(
            in -> {
              PublicKey authority = key(in, 32);
              return new AgentView(address, authority, key(in, 96), in.getLong(192), false, slot);
            });
  }

  /** Empty if the account is not a relay of this program. */
  Optional<RelayAccount> relay(PublicKey address, AccountInfo account, long slot) {
    return fields(account, RELAY, 392)
        .map(
            in ->
                new RelayAccount(
                    address,
                    key(in, 32),
                    key(in, 96),
                    key(in, 128),
                    Integer.toUnsignedLong(in.getInt(248)),
                    in.getInt(252),
                    in.get(260) == 1,
                    in.getLong(224),
                    text(in, 264, Byte.toUnsignedInt(in.get(263))),
                    slot));
  }

  /** Empty if the account is not an open log of this program. */
  Optional<LogSnapshot> log(PublicKey address, AccountInfo account, long slot) {
    return fields(account, RELAY_LOG, 168 + LEVELS * 32)
        .map(
            in -> {
              long size = Integer.toUnsignedLong(in.getInt(156));
              var peaks = new ArrayList<byte[]>();
              for (int level = LEVELS - 1; level >= 0; level--) {
                if ((size >>> level & 1) == 1) {
                  peaks.add(bytes(in, 168 + 32 * level, 32));
                }
              }
              return new LogSnapshot(
                  address, in.getInt(152), in.getLong(128), size, peaks, in.getLong(136), slot);
            });
  }

  /**
   * Global index of the first message of a log, open or sealed; empty if the account is not a log.
   */
  Optional<Long> logFirstIndex(AccountInfo account) {
    return fields(account, RELAY_LOG, 168).map(in -> in.getLong(128));
  }

  // Events

  /**
   * What a commit event says.
   *
   * @param log the RelayLog
   * @param firstIndex global index of the first message it added
   * @param epoch number of the epoch
   * @param size leaves of the epoch after it
   */
  record Committed(PublicKey log, long firstIndex, int epoch, long size) {}

  /** The commit events among a transaction's log lines that this program wrote. */
  List<Committed> committed(List<String> logs) {
    var events = new ArrayList<Committed>();
    for (String line : logs) {
      if (line.startsWith("Program data: ")) {
        byte[] data = Base64.getDecoder().decode(line.substring(14).split(" ")[0]);
        if (data.length >= 8 + 64 && Arrays.equals(data, 0, 8, COMMITTED, 0, 8)) {
          ByteBuffer in =
              ByteBuffer.wrap(data, 8, data.length - 8).slice().order(ByteOrder.LITTLE_ENDIAN);
          events.add(
              new Committed(
                  key(in, 0),
                  in.getLong(32),
                  in.getInt(48),
                  Integer.toUnsignedLong(in.getInt(52))));
        }
      }
    }
    return events;
  }

  private Optional<ByteBuffer> fields(AccountInfo account, byte[] discriminator, int length) {
    byte[] data = account.data();
    if (!account.owner().equals(id)
        || data.length < 8 + length
        || !Arrays.equals(data, 0, 8, discriminator, 0, 8)) {
      return Optional.empty();
    }
    return Optional.of(
        ByteBuffer.wrap(data, 8, data.length - 8).slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  private static PublicKey key(ByteBuffer in, int at) {
    return new PublicKey(bytes(in, at, 32));
  }

  private static byte[] bytes(ByteBuffer in, int at, int length) {
    byte[] bytes = new byte[length];
    in.get(at, bytes);
    return bytes;
  }

  private static String text(ByteBuffer in, int at, int length) {
    return new String(bytes(in, at, length), StandardCharsets.UTF_8);
  }

  private static ByteBuffer data(String instruction, int length) {
    return ByteBuffer.allocate(8 + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(discriminator("global:" + instruction));
  }

  private static byte[] u32(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] discriminator(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.US_ASCII));
      return Arrays.copyOf(hash, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
