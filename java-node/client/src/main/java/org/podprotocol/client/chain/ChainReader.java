package org.podprotocol.client.chain;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.bindings.PodProtocolPdas;
import org.podprotocol.bindings.accounts.Agent;
import org.podprotocol.bindings.accounts.Message;
import org.podprotocol.bindings.accounts.Profile;
import org.podprotocol.bindings.accounts.Relay;
import org.podprotocol.bindings.accounts.RelayLog;
import org.podprotocol.bindings.runtime.DecodingException;
import org.podprotocol.bindings.runtime.ProgramAddress;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Bytes32;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.tree.Frontier;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.Contextual;
import org.podprotocol.solana.rpc.ReadOptions;
import org.podprotocol.solana.rpc.SolanaRpc;

/**
 * The program's accounts. Agents and relays are cached for a while; logs and messages are read anew
 * each time. Futures fail with the RPC's exceptions, and with {@link DecodingException} for an
 * account in a form this library does not know.
 */
public final class ChainReader {
  private static final int SEALED_LOG_LENGTH = RelayLog.FRONTIER_OFFSET;
  private static final int LOG_SEALED = 2;

  private final SolanaRpc rpc;
  private final PublicKey program;
  private final AsyncCache<Address, Optional<AccountInfo>> cache;

  /**
   * @param program the PoD program
   * @param cacheSize accounts kept at most
   * @param cacheAge how old a cached account may be
   */
  public ChainReader(SolanaRpc rpc, Address program, long cacheSize, Duration cacheAge) {
    this.rpc = rpc;
    this.program = Keys.key(program);
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(cacheSize)
            .expireAfterWrite(cacheAge)
            .executor(Runnable::run)
            .buildAsync();
  }

  /** The cluster's genesis hash. */
  public CompletableFuture<Address> genesisHash() {
    return rpc.getGenesisHash().thenApply(hash -> Address.of(hash.toBytes()));
  }

  /** An agent, at most as old as the cache keeps it; empty if there is none at this address. */
  public CompletableFuture<Optional<Agent>> agent(Address address) {
    return cached(address).thenApply(decoded(Agent::matches, Agent::readChecked));
  }

  /** A relay, at most as old as the cache keeps it; empty if there is none at this address. */
  public CompletableFuture<Optional<Relay>> relay(Address address) {
    return cached(address).thenApply(decoded(Relay::matches, Relay::readChecked));
  }

  /** An agent's profile, at most as old as the cache keeps it; empty if the agent has none. */
  public CompletableFuture<Optional<Profile>> profile(Address agent) {
    return cached(profileAddress(agent)).thenApply(decoded(Profile::matches, Profile::readChecked));
  }

  /** Forgets what the cache has of an agent's profile. */
  public void forgetProfile(Address agent) {
    forget(profileAddress(agent));
  }

  private Address profileAddress(Address agent) {
    return Keys.address(PodProtocolPdas.profile(Keys.key(agent), program).address());
  }

  /** Forgets what the cache has of an address, so that the next read asks the chain. */
  public void forget(Address address) {
    cache.synchronous().invalidate(address);
  }

  /** The RelayLog account of a relay's epoch, read now; empty if there is none. */
  public CompletableFuture<Optional<LogState>> log(
      Address relay, long epoch, Commitment commitment) {
    PublicKey address = logAddress(relay, epoch);
    return rpc.getAccountInfo(address, ReadOptions.at(commitment))
        .thenApply(read -> log(address, relay, epoch, read));
  }

  /** A message that lives on chain, read now; empty if there is none at this address. */
  public CompletableFuture<Optional<OnChainMessage>> message(
      Address address, Commitment commitment) {
    return rpc.getAccountInfo(Keys.key(address), ReadOptions.at(commitment))
        .thenApply(Contextual::value)
        .thenApply(
            decoded(
                Message::matches,
                data -> new OnChainMessage(address, Message.readChecked(data), data)));
  }

  private PublicKey logAddress(Address relay, long epoch) {
    byte[] number =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) epoch).array();
    byte[] seed = "log".getBytes(StandardCharsets.US_ASCII);
    return ProgramAddress.find(program, seed, relay.toBytes(), number).address();
  }

  private Optional<LogState> log(
      PublicKey address, Address relay, long epoch, Contextual<Optional<AccountInfo>> read) {
    return decoded(RelayLog::matches, ChainReader::readLog)
        .apply(read.value())
        .filter(log -> relay.matches(log.relay().toByteArray(), 0) && log.epoch() == epoch)
        .map(
            log -> {
              byte[] frontier = new byte[Frontier.ENCODED_LENGTH];
              for (int level = 0; level < Frontier.LEVELS; level++) {
                int at = Bytes32.LENGTH * level;
                System.arraycopy(log.frontier().get(level), 0, frontier, at, Bytes32.LENGTH);
              }
              return new LogState(
                  Keys.address(address),
                  relay,
                  epoch,
                  log.firstIndex(),
                  Frontier.of(log.size(), frontier, 0),
                  log.state() == LOG_SEALED,
                  Hash.of(log.root()),
                  read.slot());
            });
  }

  /** A sealed log's account ends before its frontier, which then counts as zeros. */
  private static RelayLog readLog(byte[] data) {
    boolean cut = data.length == SEALED_LOG_LENGTH;
    return RelayLog.readChecked(cut ? Arrays.copyOf(data, RelayLog.ACCOUNT_SIZE) : data);
  }

  private CompletableFuture<Optional<AccountInfo>> cached(Address address) {
    return cache.get(
        address,
        (key, executor) ->
            rpc.getAccountInfo(Keys.key(key), ReadOptions.at(Commitment.CONFIRMED))
                .thenApply(Contextual::value));
  }

  private <T> Function<Optional<AccountInfo>, Optional<T>> decoded(
      Predicate<byte[]> matches, Function<byte[], T> read) {
    return account ->
        account
            .filter(found -> found.owner().equals(program) && matches.test(found.data()))
            .map(found -> read.apply(found.data()));
  }
}
