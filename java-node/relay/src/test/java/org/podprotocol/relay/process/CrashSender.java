package org.podprotocol.relay.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.protocol.crypto.SigningKey;

/**
 * Sends messages of one agent to another with receipts, and keeps what was never answered, to send
 * it again as a client would. One request at a time.
 */
final class CrashSender {
  private static final int BATCH = 20;
  private static final int OUT_OF_WINDOW = 23;
  private static final int FIRST_TO_TRY_AGAIN = 30;
  private static final int LAST_TO_TRY_AGAIN = 33;
  private static final int ATTEMPTS = 6000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Domain domain;
  private final Address sender;
  private final SigningKey key;
  private final Address recipient;
  private final CrashLedger ledger;
  private final Deque<Envelope> unanswered = new ArrayDeque<>();
  private long nonce;

  CrashSender(
      Domain domain, Address sender, SigningKey key, Address recipient, CrashLedger ledger) {
    this.domain = domain;
    this.sender = sender;
    this.key = key;
    this.recipient = recipient;
    this.ledger = ledger;
  }

  /** What a message of this nonce says. */
  static byte[] content(long nonce) {
    return ("message " + nonce).getBytes(StandardCharsets.UTF_8);
  }

  /** Sends until the relay is gone. */
  void sendUntilCut(URI relay) throws ProtocolException, InterruptedException {
    boolean connected = true;
    while (connected) {
      List<Envelope> batch = new ArrayList<>(BATCH);
      for (int i = 0; i < BATCH; i++) {
        batch.add(next());
      }
      unanswered.addAll(batch);
      try {
        settle(batch, post(relay, batch));
      } catch (IOException cut) {
        connected = false;
      }
    }
  }

  /** Sends again what was not answered. */
  void sendAgain(URI relay) throws IOException, ProtocolException, InterruptedException {
    int vain = 0;
    while (!unanswered.isEmpty()) {
      if (vain > ATTEMPTS) {
        throw new IOException(unanswered.size() + " messages stay without an answer");
      }
      int before = unanswered.size();
      List<Envelope> batch = unanswered.stream().limit(BATCH).toList();
      settle(batch, post(relay, batch));
      if (unanswered.size() == before) {
        vain++;
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  private Envelope next() {
    nonce++;
    return new EnvelopeDraft()
        .sender(sender)
        .recipient(recipient)
        .nonce(nonce)
        .timestampMs(System.currentTimeMillis())
        .content(content(nonce))
        .sign(domain, key);
  }

  private List<BinaryApi.Result> post(URI relay, List<Envelope> batch)
      throws IOException, InterruptedException {
    return BinaryApi.post(
        http,
        relay,
        batch.stream()
            .map(envelope -> new BinaryApi.Outgoing(envelope, content(envelope.nonce())))
            .toList());
  }

  private void settle(List<Envelope> batch, List<BinaryApi.Result> results)
      throws ProtocolException {
    for (int i = 0; i < batch.size(); i++) {
      Envelope envelope = batch.get(i);
      BinaryApi.Result result = results.get(i);
      int status = result.status();
      if (status >= FIRST_TO_TRY_AGAIN && status <= LAST_TO_TRY_AGAIN) {
        continue;
      }
      unanswered.remove(envelope);
      if (status == OUT_OF_WINDOW) {
        // It waited too long to be sent again; whether it was taken before stays open.
        ledger.open(envelope);
      } else if (status == BinaryApi.ACCEPTED || status == BinaryApi.DUPLICATE) {
        Receipt made = Receipt.of(result.receipt());
        if (!made.isFor(envelope, domain) || made.body().index() != result.index()) {
          throw new IllegalStateException("a receipt is not for its message: " + envelope);
        }
        ledger.receipt(result.index(), envelope);
      } else {
        throw new IllegalStateException("status " + status + " for " + envelope);
      }
    }
  }
}
