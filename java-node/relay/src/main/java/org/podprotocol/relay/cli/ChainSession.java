package org.podprotocol.relay.cli;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.ChainConnection;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendRequest;
import org.podprotocol.solana.send.TransactionSender;

/** The chain, for as long as a command runs; what goes wrong there is a {@link CommandFault}. */
public final class ChainSession implements AutoCloseable {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long POLL_MS = 100;
  private static final long LAMPORTS_PER_SOL = 1_000_000_000L;

  private final ChainConnection connection;

  private ChainSession(ChainConnection connection) {
    this.connection = connection;
  }

  /** Connections are made when calls need them. */
  static ChainSession open(URI rpc) {
    return new ChainSession(new ChainConnection(List.of(rpc), REQUEST_TIMEOUT));
  }

  ChainConnection connection() {
    return connection;
  }

  public SolanaRpc rpc() {
    return connection.rpc();
  }

  public TransactionSender sender() {
    return connection.sender();
  }

  /** Asks a test chain's faucet, and waits until the balance is there. */
  void airdrop(PublicKey address, long sol) {
    long before = balance(address);
    await(rpc().requestAirdrop(address, Math.multiplyExact(sol, LAMPORTS_PER_SOL)));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (balance(address) <= before) {
      if (System.nanoTime() > deadline) {
        throw CommandFault.failed("the faucet's payment to " + address + " is not confirmed");
      }
      pause(POLL_MS);
    }
  }

  /**
   * Sends transactions all at once and waits until they are confirmed.
   *
   * @param what the fault's words if one does not land
   */
  public void land(List<SendRequest> requests, String what) {
    requests.stream()
        .map(request -> sender().send(request).outcome())
        .toList()
        .forEach(
            outcome -> {
              if (!(await(outcome) instanceof Outcome.Landed)) {
                throw CommandFault.failed(what + ": " + outcome.join());
              }
            });
  }

  /** Lamports, as confirmed. */
  public long balance(PublicKey address) {
    return await(rpc().getBalance(address, Commitment.CONFIRMED));
  }

  /** Waits for an answer; a failure becomes a fault with the right exit code. */
  public static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw CommandFault.unreachable("no answer within " + PATIENCE.toSeconds() + " s");
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      throw Faults.of(e);
    }
  }

  /** Sleeps between two looks at something that takes its time. */
  public static void pause(long milliseconds) {
    try {
      TimeUnit.MILLISECONDS.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static CommandFault interrupted() {
    Thread.currentThread().interrupt();
    return CommandFault.failed("interrupted");
  }

  @Override
  public void close() {
    connection.close();
  }
}
