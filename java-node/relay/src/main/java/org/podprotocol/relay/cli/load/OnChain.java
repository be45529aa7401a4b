package org.podprotocol.relay.cli.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.bindings.accounts.Message;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.chain.ChainWriter;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.cli.ChainSession;
import org.podprotocol.relay.cli.demo.Speaker;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.send.SendRequest;
import org.podprotocol.solana.transaction.SystemProgram;

/** The operations that are transactions of their own: sent when due, counted when confirmed. */
final class OnChain {
  /** Lamports of a transaction with one signature. */
  private static final long FEE = 5_000;

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

  /** The sender's signer pays, so a message takes one signature. */
  void message(Speaker from, Speaker to, byte[] content, long dueNanos) {
    settle(
        dueNanos,
        from.agent().sendOnChain(from.keypair(), to.address(), MessageType.DATA, content));
  }

  /**
   * Gives the speakers' signers what their messages will take.
   *
   * @param perSpeaker messages of a speaker at most
   * @param contentBytes of each
   */
  void fund(ChainSession chain, List<Speaker> speakers, int perSpeaker, int contentBytes) {
    int inline = contentBytes <= ChainWriter.MAX_INLINE ? contentBytes : 0;
    long account =
        ChainSession.await(
            chain.rpc().getMinimumBalanceForRentExemption(Message.ACCOUNT_SIZE + inline));
    long empty = ChainSession.await(chain.rpc().getMinimumBalanceForRentExemption(0));
    Map<PublicKey, Long> needs = new LinkedHashMap<>();
    for (Speaker speaker : speakers) {
      needs.merge(speaker.keypair().publicKey(), perSpeaker * (account + FEE), Long::sum);
    }
    chain.land(
        needs.entrySet().stream()
            .map(
                need ->
                    SendRequest.of(
                        payer,
                        List.of(
                            SystemProgram.transfer(
                                payer.publicKey(), need.getKey(), empty + need.getValue()))))
            .toList(),
        "the agents' signers could not be given " + needs.size() + " times what messages cost");
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
