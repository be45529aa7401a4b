package org.podprotocol.relay.process;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.podprotocol.client.http.HttpBounds;
import org.podprotocol.client.http.HttpLane;
import org.podprotocol.client.http.Retry;
import org.podprotocol.client.relay.InboxPage;
import org.podprotocol.client.relay.RelayApi;
import org.podprotocol.client.relay.StoredMessage;
import org.podprotocol.client.relay.Token;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Login;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.SigningKey;

/** The recipient: takes its inbox from where it left off, and checks each message. */
final class CrashReader {
  private static final int PAGE = 100;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Domain domain;
  private final Address agent;
  private final SigningKey key;
  private final CrashLedger ledger;
  private long next = 1;
  private long lastIndex = -1;

  CrashReader(Domain domain, Address agent, SigningKey key, CrashLedger ledger) {
    this.domain = domain;
    this.agent = agent;
    this.key = key;
    this.ledger = ledger;
  }

  /**
   * Reads to the end. Sequence numbers have no gap, indexes ascend, and every message is as sent.
   */
  void catchUp(URI relay) throws Exception {
    var bounds = new HttpBounds(1, 16, Duration.ofMinutes(10), 16 << 20);
    var api =
        new RelayApi(
            relay,
            new HttpLane(http, bounds),
            new Retry(4, Duration.ofMillis(50), Duration.ofSeconds(1)));
    Token token = login(api);
    InboxPage page = null;
    while (page == null || !page.messages().isEmpty()) {
      page = await(api.inbox(agent, next, PAGE, token));
      for (StoredMessage message : page.messages()) {
        take(message);
      }
    }
  }

  private void take(StoredMessage message) {
    if (message.sequence() != next || message.index() <= lastIndex) {
      throw new IllegalStateException("delivered out of order: " + message);
    }
    byte[] expected = CrashSender.content(message.envelope().nonce());
    if (!Arrays.equals(expected, message.content())) {
      throw new IllegalStateException("delivered with other content: " + message);
    }
    ledger.delivered(message.index(), message.envelope());
    lastIndex = message.index();
    next++;
  }

  /** Messages taken. */
  long taken() {
    return next - 1;
  }

  private Token login(RelayApi api) throws Exception {
    Login login = await(api.challenge(agent)).answeredBy(agent, key.address(), api.origin());
    return await(api.login(login, login.sign(domain, key)));
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.MINUTES);
  }
}
