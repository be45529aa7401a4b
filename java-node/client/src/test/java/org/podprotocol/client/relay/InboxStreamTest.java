package org.podprotocol.client.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.podprotocol.client.http.HttpBounds;
import org.podprotocol.client.http.HttpLane;
import org.podprotocol.client.http.Retry;
import org.podprotocol.protocol.Samples;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.solana.keys.Keypair;

class InboxStreamTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Address AGENT = Samples.address(3);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final BlockingQueue<Long> received = new LinkedBlockingQueue<>();
  private ScriptedRelay relay;

  @BeforeEach
  void start() throws Exception {
    relay = new ScriptedRelay();
  }

  @AfterEach
  void stop() {
    relay.close();
    timer.shutdownNow();
  }

  private InboxStream open(long from, StreamListener listener) {
    Retry backoff = new Retry(1, Duration.ofMillis(5), Duration.ofMillis(50));
    StreamOptions options =
        new StreamOptions(Duration.ofMillis(200), Duration.ofSeconds(10), backoff, 1 << 20);
    HttpBounds bounds = new HttpBounds(2, 2, Duration.ofSeconds(5), 1 << 20);
    RelayApi api = new RelayApi(relay.address(), new HttpLane(HTTP, bounds), backoff);
    LoginKey login = new LoginKey(AGENT, Keypair.generate(), Samples.DOMAIN);
    return InboxStream.open(HTTP, api, login, AGENT, from, options, listener, timer);
  }

  private InboxStream open(long from) {
    return open(
        from,
        message -> {
          received.add(message.sequence());
          return CompletableFuture.completedFuture(null);
        });
  }

  private void assertNext(long... sequences) throws InterruptedException {
    for (long sequence : sequences) {
      assertEquals(sequence, received.poll(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void messagesAreAcknowledgedAndAfterADropAskedForFromTheNext() throws Exception {
    try (InboxStream stream = open(1)) {
      ScriptedRelay.Peer first = relay.accept();
      assertEquals(1, first.admit());
      first.message(1);
      assertEquals(1, first.expect("ack").path("seq").asLong());
      first.message(2);
      assertEquals(2, first.expect("ack").path("seq").asLong());
      first.drop();
      ScriptedRelay.Peer second = relay.accept();
      assertEquals(3, second.admit());
      second.message(3);
      assertNext(1, 2, 3);
      assertEquals(3, second.expect("ack").path("seq").asLong());
      assertEquals(4, stream.next());
    }
  }

  @Test
  void aSkippedMessageIsAskedForAgain() throws Exception {
    try (InboxStream stream = open(1)) {
      ScriptedRelay.Peer first = relay.accept();
      first.admit();
      first.message(1);
      first.message(3);
      ScriptedRelay.Peer second = relay.accept();
      assertEquals(2, second.admit());
      second.message(2);
      second.message(3);
      assertNext(1, 2, 3);
      assertNull(received.poll());
    }
  }

  @Test
  void aMessageThatComesTwiceIsDeliveredOnce() throws Exception {
    try (InboxStream stream = open(5)) {
      ScriptedRelay.Peer peer = relay.accept();
      assertEquals(5, peer.admit());
      peer.message(5);
      peer.message(5);
      peer.message(4);
      peer.message(6);
      assertNext(5, 6);
      assertNull(received.poll());
    }
  }

  @Test
  void aStreamOfWhatIsNewTakesItsPlaceFromTheRelay() throws Exception {
    try (InboxStream stream = open(0)) {
      ScriptedRelay.Peer first = relay.accept();
      first.expect("hello");
      first.challenge(relay.address().toString());
      first.expect("login");
      first.send("{\"type\":\"welcome\"}");
      assertEquals(0, first.expect("subscribe").path("from").asLong());
      first.send("{\"type\":\"subscribed\",\"inbox\":\"" + AGENT + "\",\"from\":42}");
      first.drop();
      assertEquals(42, relay.accept().admit(), "what came between the two connections is not lost");
    }
  }

  @Test
  void aSilentRelayIsLeftAndCalledAgain() throws Exception {
    try (InboxStream stream = open(1)) {
      ScriptedRelay.Peer first = relay.accept();
      first.admit();
      first.message(1);
      assertNext(1);
      relay.turnDeaf(first);
      ScriptedRelay.Peer second = relay.accept();
      assertEquals(2, second.admit());
    }
  }

  @Test
  void aListenerThatTakesItsTimeIsNotTakenForASilentRelay() throws Exception {
    CompletableFuture<Void> release = new CompletableFuture<>();
    try (InboxStream stream =
        open(
            1,
            message -> {
              received.add(message.sequence());
              return release;
            })) {
      ScriptedRelay.Peer peer = relay.accept();
      peer.admit();
      peer.message(1);
      peer.message(2);
      assertNext(1);
      assertFalse(relay.isCalledWithin(1500), "the connection stands");
      assertNull(received.poll(), "the second waits for the first");
      release.complete(null);
      assertNext(2);
      assertTrue(peer.expect("ack").path("seq").asLong() >= 1);
    }
  }

  @Test
  void aLoginForAnotherOriginIsNotSigned() throws Exception {
    try (InboxStream stream = open(1)) {
      ScriptedRelay.Peer peer = relay.accept();
      peer.expect("hello");
      peer.challenge("http://victim.example");
      assertTrue(peer.isClosedWithin(20));
      assertThrows(AssertionError.class, () -> peer.expectNow("login"));
    }
  }

  @Test
  void aRefusalEndsTheStreamAndABusyRelayDoesNot() throws Exception {
    try (InboxStream stream = open(1)) {
      ScriptedRelay.Peer busy = relay.accept();
      busy.expect("hello");
      busy.problem(503, "overloaded");
      ScriptedRelay.Peer strict = relay.accept();
      strict.expect("hello");
      strict.problem(401, "unauthorized");
      CompletionException failure =
          assertThrows(
              CompletionException.class,
              () -> stream.ended().orTimeout(20, TimeUnit.SECONDS).join());
      ProblemException problem = assertInstanceOf(ProblemException.class, failure.getCause());
      assertEquals("unauthorized", problem.problem().code());
      assertFalse(relay.isCalledWithin(300));
    }
  }

  @Test
  void aListenersFailureEndsTheStreamAndItsMessageIsNotAcknowledged() throws Exception {
    try (InboxStream stream =
        open(1, message -> CompletableFuture.failedFuture(new IllegalStateException("full")))) {
      ScriptedRelay.Peer peer = relay.accept();
      peer.admit();
      peer.message(1);
      CompletionException failure =
          assertThrows(
              CompletionException.class,
              () -> stream.ended().orTimeout(20, TimeUnit.SECONDS).join());
      assertInstanceOf(IllegalStateException.class, failure.getCause());
      assertTrue(peer.isClosedWithin(20));
      assertThrows(AssertionError.class, () -> peer.expectNow("ack"));
      assertEquals(1, stream.next());
    }
  }

  @Test
  void framesThatAreNoneOfTheProtocolsMakeItCallAgain() throws Exception {
    try (InboxStream stream = open(1)) {
      relay.accept().send("no JSON");
      relay.accept().send("{\"type\":7}");
      relay.accept().send("{\"type\":\"message\",\"seq\":1}");
      relay.accept().send("x".repeat((1 << 20) + 1));
      ScriptedRelay.Peer good = relay.accept();
      good.send("{\"type\":\"of a later version\"}");
      good.admit();
      good.message(1);
      assertNext(1);
    }
  }
}
