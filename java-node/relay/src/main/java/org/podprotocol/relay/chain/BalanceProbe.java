package org.podprotocol.relay.chain;

import com.codahale.metrics.MetricRegistry;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.observe.Probe;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks from time to time what an account that pays fees still holds. */
public final class BalanceProbe implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BalanceProbe.class);
  private static final long PERIOD_SECONDS = 10;

  private final SolanaRpc rpc;
  private final PublicKey account;
  private final EventExecutor loop;
  private final Probe balance;
  private volatile boolean closed;

  private BalanceProbe(
      ChainConnection connection, PublicKey account, String name, MetricRegistry registry) {
    rpc = connection.rpc();
    this.account = account;
    loop = connection.network().eventLoops().next();
    balance =
        Probe.told(registry, "chain.balance{account=" + name + "}", "lamports", System::nanoTime);
  }

  /**
   * Begins to ask.
   *
   * @param name what the account is for: committer, hosting
   */
  public static BalanceProbe start(
      ChainConnection connection, PublicKey account, String name, MetricRegistry registry) {
    var probe = new BalanceProbe(connection, account, name, registry);
    probe.loop.execute(probe::ask);
    return probe;
  }

  private void ask() {
    if (closed) {
      return;
    }
    rpc.getBalance(account, Commitment.CONFIRMED)
        .whenComplete(
            (lamports, failure) -> {
              if (failure == null) {
                balance.succeeded(lamports);
              } else {
                balance.failed();
                LOG.debug("The balance of {} can't be read: {}", account, failure.toString());
              }
              if (!closed) {
                loop.schedule(this::ask, PERIOD_SECONDS, TimeUnit.SECONDS);
              }
            });
  }

  @Override
  public void close() {
    closed = true;
  }
}
