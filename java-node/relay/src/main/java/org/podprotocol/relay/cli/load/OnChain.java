package org.podprotocol.relay.cli.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.podprotocol.client.PodClient;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.cli.demo.Speaker;
import org.podprotocol.solana.keys.Keypair;

/** The operations that are transactions of their own: sent when due, counted when confirmed. */
final class OnChain {
  private final PodClient client;
  private final Keypair payer;
  private final String run;
  private final Latencies confirmed = new Latencies();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /**
   * @param payer of fees and rent
   * @param run in the names of new agents, so that none was used before
   */
  OnChain(PodClient client, Keypair payer, String run) {
    this.client = client;
    this.payer = payer;
    this.run = run;
  }

  void message(Speaker from, Speaker to, byte[] content, long dueNanos) {
    settle(dueNanos, from.agent().sendOnChain(payer, to.address(), MessageType.DATA, content));
  }

  void register(int number, long dueNanos) {
    Keypair signer = Keypair.generate();
    settle(
        dueNanos,
        client.writer().register(payer, "load " + run + " " + number, signer.publicKey(), 0));
  }

  private void settle(long dueNanos, CompletableFuture<Address> done) {
    sent.incrementAndGet();
    done.whenComplete(
        (address, failure) -> {
          if (failure == null) {
            confirmed.record(dueNanos, System.nanoTime());
          } else {
            failed.incrementAndGet();
          }
        });
  }

  Latencies confirmed() {
    return confirmed;
  }

  long sent() {
    return sent.get();
  }

  /** How many came to nothing: refused, expired, or more than the sender takes at once. */
  long failed() {
    return failed.get();
  }
}
