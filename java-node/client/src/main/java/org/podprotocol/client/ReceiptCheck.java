package org.podprotocol.client;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.podprotocol.bindings.accounts.Relay;
import org.podprotocol.client.chain.ChainReader;
import org.podprotocol.client.chain.Keys;
import org.podprotocol.client.relay.Acceptance;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.VerificationKey;

/** Holds receipts against the Relay account on chain. */
final class ReceiptCheck {
  private final ChainReader chain;
  private final Domain domain;
  private final Address relay;
  private volatile @Nullable VerificationKey lastKey;

  ReceiptCheck(ChainReader chain, Domain domain, Address relay) {
    this.chain = chain;
    this.domain = domain;
    this.relay = relay;
  }

  /** The same acceptance, or a failure with {@link ReceiptException}. */
  CompletableFuture<Acceptance> check(Acceptance acceptance, Envelope envelope) {
    Receipt receipt = acceptance.receipt();
    if (!receipt.isFor(envelope, domain) || !acceptance.id().equals(receipt.body().id())) {
      return failed("the receipt is for another message", receipt);
    }
    if (!receipt.body().relay().equals(relay)) {
      return failed("the receipt is of another relay", receipt);
    }
    if (receipt.body().index() != acceptance.index()) {
      return failed("the receipt names another index than the relay's answer", receipt);
    }
    return chain
        .relay(relay)
        .thenCompose(
            account -> {
              if (account.isPresent() && holds(receipt, account.get())) {
                return CompletableFuture.completedFuture(acceptance);
              }
              // The key may have been replaced since the account was read.
              chain.forget(relay);
              return chain
                  .relay(relay)
                  .thenCompose(
                      again ->
                          again.isPresent() && holds(receipt, again.get())
                              ? CompletableFuture.completedFuture(acceptance)
                              : failed(
                                  "the relay's present key on chain did not sign the receipt, or its deadline"
                                      + " is not that of the relay's terms",
                                  receipt));
            });
  }

  private boolean holds(Receipt receipt, Relay account) {
    long delay = receipt.body().deadlineSlot() - receipt.body().acceptedSlot();
    if (delay != account.mergeDelaySlots()) {
      return false;
    }
    Address address = Keys.address(account.receiptKey());
    VerificationKey key = lastKey;
    if (key == null || !key.address().equals(address)) {
      key = VerificationKey.of(address);
      lastKey = key;
    }
    return key != null && receipt.isSignedBy(key, domain);
  }

  private static CompletableFuture<Acceptance> failed(String why, Receipt receipt) {
    return CompletableFuture.failedFuture(new ReceiptException(why, receipt));
  }
}
