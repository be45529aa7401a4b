package org.podprotocol.client;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.podprotocol.client.chain.ChainReader;
import org.podprotocol.client.relay.AnswerException;
import org.podprotocol.client.relay.OutgoingMessage;
import org.podprotocol.client.relay.RelayApi;
import org.podprotocol.client.relay.RelayInfo;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.bytes.Address;

/** One relay that has shown to be who it says: its API, and its account on chain. */
final class RelayLink {
  private final RelayApi api;
  private final Address relay;
  private final MessageBatcher batcher;
  private final ReceiptCheck receipts;

  private RelayLink(RelayApi api, Address relay, MessageBatcher batcher, ReceiptCheck receipts) {
    this.api = api;
    this.relay = relay;
    this.batcher = batcher;
    this.receipts = receipts;
  }

  /**
   * Asks the relay who it is, and the chain whether there is such a relay.
   *
   * @param expected the Relay account it must have; null: any
   * @return fails with {@link AnswerException} if it is another, or of another program or cluster,
   *     or not on chain
   */
  static CompletableFuture<RelayLink> meet(
      RelayApi api,
      @Nullable Address expected,
      Domain domain,
      ChainReader chain,
      MessageBatcher batcher) {
    return api.info()
        .thenCompose(
            info -> {
              String wrong = fault(info, expected, domain);
              if (wrong != null) {
                throw new AnswerException("the relay at " + api.origin() + " " + wrong);
              }
              return chain
                  .relay(info.relay())
                  .thenApply(
                      account -> {
                        if (account.isEmpty()) {
                          throw new AnswerException(
                              "there is no relay " + info.relay() + " on chain");
                        }
                        ReceiptCheck receipts = new ReceiptCheck(chain, domain, info.relay());
                        return new RelayLink(api, info.relay(), batcher, receipts);
                      });
            });
  }

  private static @Nullable String fault(RelayInfo info, @Nullable Address expected, Domain domain) {
    if (!info.program().equals(domain.programId())) {
      return "serves program " + info.program();
    }
    if (!info.genesisHash().equals(domain.genesisHash())) {
      return "is on the cluster of genesis " + info.genesisHash();
    }
    return expected == null || expected.equals(info.relay())
        ? null
        : "is " + info.relay() + ", not " + expected;
  }

  RelayApi api() {
    return api;
  }

  /** Relay account. */
  Address relay() {
    return relay;
  }

  /** Sends a signed message and checks the receipt. */
  CompletableFuture<SentMessage> submit(OutgoingMessage message) {
    return batcher
        .send(message)
        .thenCompose(acceptance -> receipts.check(acceptance, message.envelope()))
        .thenApply(acceptance -> new SentMessage(message.envelope(), acceptance));
  }
}
