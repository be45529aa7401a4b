package org.podprotocol.relay.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.client.Body;
import org.podprotocol.client.PodAgent;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.PodClientSettings;
import org.podprotocol.client.ReceivedMessage;
import org.podprotocol.client.SentMessage;
import org.podprotocol.client.VerifiedAnchor;
import org.podprotocol.client.chain.OnChainMessage;
import org.podprotocol.client.encryption.EncryptionKey;
import org.podprotocol.client.relay.AnswerException;
import org.podprotocol.client.relay.InboxStream;
import org.podprotocol.client.relay.ProblemException;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.rpc.Commitment;

class ClientAtRelayTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static RelayAtProxy relay;
  private static PodClient client;
  private static PodAgent ada;
  private static PodAgent ben;
  private static Keypair benKey;
  private static int agents;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.start(folder, 50);
    relay = RelayAtProxy.start(cluster, 1, folder.resolve("data"));
    client = relay.connect();
    benKey = Keypair.generate();
    ada = register(Keypair.generate());
    ben = register(benKey);
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    relay.close();
    cluster.close();
  }

  private static PodAgent register(Keypair signer) throws Exception {
    agents++;
    return client
        .register(cluster.committer(), "agent " + agents, signer, 1)
        .get(30, TimeUnit.SECONDS);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  @Test
  void aTextIsSentDeliveredAndProvenAgainstTheChain() throws Exception {
    PodAgent reader = register(Keypair.generate());
    try (var received = new Received(reader, 1)) {
      SentMessage sent = get(ada.to(reader.address()).text("Grüße, 你好, привет").send());
      ReceivedMessage message = received.next();
      assertEquals(sent.id(), message.id());
      assertEquals(1, message.sequence());
      assertEquals(ada.address(), message.sender());
      assertEquals(new Body.Text("Grüße, 你好, привет"), message.body());
      assertTrue(message.signerIsCurrent());

      VerifiedAnchor anchor = get(ada.anchored(sent.id(), Commitment.CONFIRMED, LONG));
      assertEquals(sent.index(), anchor.index());
      assertTrue(anchor.treeSize() > anchor.proof().epochIndex());
      assertEquals(sent.index(), get(reader.proof(sent.id(), Commitment.CONFIRMED)).index());
      assertEquals(sent.index(), get(ada.anchored(sent, Commitment.FINALIZED, LONG)).index());
    }
  }

  @Test
  void manyMessagesSentAtOnceArriveWithoutGapAndAreAllAnchored() throws Exception {
    PodAgent reader = register(Keypair.generate());
    Random random = new Random(1);
    List<byte[]> contents = new ArrayList<>();
    List<CompletableFuture<SentMessage>> sends = new ArrayList<>();
    try (var received = new Received(reader, 1)) {
      for (int i = 0; i < 400; i++) {
        byte[] content = new byte[1 + random.nextInt(4000)];
        random.nextBytes(content);
        contents.add(content);
        sends.add(ada.to(reader.address()).data(content).send());
      }
      Map<Object, Integer> byId = new HashMap<>();
      for (int i = 0; i < sends.size(); i++) {
        byId.put(get(sends.get(i)).id(), i);
      }
      assertEquals(400, byId.size());
      for (int sequence = 1; sequence <= 400; sequence++) {
        ReceivedMessage message = received.next();
        assertEquals(sequence, message.sequence());
        Integer which = byId.remove(message.id());
        Body.Data data = assertInstanceOf(Body.Data.class, message.body());
        assertArrayEquals(contents.get(which), data.bytes());
      }
      for (CompletableFuture<SentMessage> sent : sends) {
        get(reader.anchored(sent.join().id(), Commitment.CONFIRMED, LONG));
      }
    }
    List<ReceivedMessage> page = get(reader.inbox(301, 100));
    assertEquals(100, page.size());
    assertEquals(301, page.get(0).sequence());
  }

  @Test
  void aSubscriptionGoesOnWhereItWasThroughLostConnections() throws Exception {
    PodAgent reader = register(Keypair.generate());
    try (PodClient other = get(PodClient.connect(relay.directSettings()));
        var received = new Received(reader, 1)) {
      Keypair writerKey = Keypair.generate();
      PodAgent writer = get(other.register(cluster.committer(), "writer", writerKey, 0));
      for (int i = 1; i <= 60; i++) {
        get(writer.to(reader.address()).text("message " + i).send());
        if (i % 7 == 0) {
          relay.cut();
        }
      }
      for (int i = 1; i <= 60; i++) {
        ReceivedMessage message = received.next();
        assertEquals(i, message.sequence());
        assertEquals(new Body.Text("message " + i), message.body());
      }
      SentMessage last = get(writer.to(reader.address()).text("the last").send());
      assertEquals(last.id(), received.next().id(), "none comes twice");
    }
  }

  @Test
  void theLargestMessageIsDelivered() throws Exception {
    PodAgent reader = register(Keypair.generate());
    byte[] content = new byte[1 << 20];
    new Random(3).nextBytes(content);
    try (var received = new Received(reader, 1)) {
      get(ada.to(reader.address()).data(content).send());
      Body.Data data = assertInstanceOf(Body.Data.class, received.next().body());
      assertArrayEquals(content, data.bytes());
    }
  }

  @Test
  void anEncryptedMessageIsReadByItsRecipientAlone() throws Exception {
    EncryptionKey key = EncryptionKey.generate(new SecureRandom());
    PodAgent reader = register(Keypair.generate());
    try (var open = new Received(reader.withEncryptionKey(key), 1);
        var without = new Received(reader, 1)) {
      SentMessage sent =
          get(ada.to(reader.address()).text("secret").encryptedTo(key.publicKey()).send());
      assertEquals(new Body.Text("secret"), open.next().body());
      assertEquals(new Body.Encrypted(), without.next().body());
      byte[] stored = get(ada.message(sent.id())).content();
      assertFalse(new String(stored, java.nio.charset.StandardCharsets.UTF_8).contains("secret"));
    }
  }

  @Test
  void anAcknowledgementIsAMessageThatIsAnchoredToo() throws Exception {
    PodAgent writer = register(Keypair.generate());
    PodAgent reader = register(Keypair.generate());
    try (var received = new Received(reader, 1);
        var answers = new Received(writer, 1)) {
      SentMessage sent = get(writer.to(reader.address()).text("did you get this?").send());
      SentMessage acknowledged = get(reader.acknowledge(received.next()));
      ReceivedMessage answer = answers.next();
      assertEquals(acknowledged.id(), answer.id());
      assertEquals(new Body.Acknowledgement(sent.id()), answer.body());
      get(writer.anchored(acknowledged.id(), Commitment.CONFIRMED, LONG));
    }
  }

  @Test
  void messagesLiveOnChainInlineAndCompressed() throws Exception {
    byte[] small = "kept on chain: 鎖".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] large = new byte[4000];
    new Random(2).nextBytes(large);
    Address inline =
        get(ben.sendOnChain(cluster.committer(), ada.address(), MessageType.TEXT, small));
    Address compressed =
        get(ben.sendOnChain(cluster.committer(), ada.address(), MessageType.DATA, large));
    OnChainMessage first = get(client.chain().message(inline, Commitment.CONFIRMED)).orElseThrow();
    assertEquals(ben.address(), first.sender());
    assertEquals(ada.address(), first.recipient());
    assertArrayEquals(small, first.inlineContent().orElseThrow());
    OnChainMessage second =
        get(client.chain().message(compressed, Commitment.CONFIRMED)).orElseThrow();
    assertTrue(second.isCompressed());
    assertTrue(second.inlineContent().isEmpty());
    assertTrue(second.names(large));
    large[0] ^= 1;
    assertFalse(second.names(large));
  }

  @Test
  void refusalsComeAsTheRelaysProblems() throws Exception {
    Keypair stranger = Keypair.generate();
    PodAgent nobody = client.agent(Address.of(stranger.publicKey().toByteArray()), stranger);
    assertRefused("unknown-sender", nobody.to(ada.address()).text("hello").send());
    PodAgent impostor = client.agent(ben.address(), stranger);
    assertRefused("wrong-signer", impostor.to(ada.address()).text("hello").send());
    Address nowhere = Address.of(Keypair.generate().publicKey().toByteArray());
    assertRefused("unknown-recipient", ada.to(nowhere).text("hello").send());
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-6));
    try (PodClient slow = get(PodClient.connect(relay.settings(), late))) {
      ProblemException problem =
          assertRefused(
              "timestamp-out-of-window",
              slow.agent(ben.address(), benKey).to(ada.address()).text("hello").send());
      Long relayTime = problem.problem().relayTimeMs();
      assertTrue(relayTime != null && relayTime > late.millis());
    }
  }

  private static ProblemException assertRefused(String code, CompletableFuture<?> future) {
    CompletionException failure = assertThrows(CompletionException.class, future::join);
    ProblemException problem = assertInstanceOf(ProblemException.class, failure.getCause());
    assertEquals(code, problem.problem().code());
    return problem;
  }

  @Test
  void aMessageThatBreaksARuleIsNotSent() {
    for (CompletableFuture<?> refused :
        List.of(
            ada.to(ada.address()).text("to myself").send(),
            ada.to(ben.address()).text("bell \u0007").send(),
            ada.to(ben.address()).text("").send(),
            ada.to(ben.address()).data(3, new byte[1]).send(),
            ada.to(ben.address()).data(new byte[(1 << 20) + 1]).send())) {
      CompletionException failure = assertThrows(CompletionException.class, refused::join);
      assertInstanceOf(IllegalArgumentException.class, failure.getCause());
    }
  }

  @Test
  void someoneElsesInboxEndsTheSubscription() throws Exception {
    try (InboxStream stream =
        ada.subscribe(ben.address(), 1, message -> CompletableFuture.completedFuture(null))) {
      CompletionException failure =
          assertThrows(
              CompletionException.class,
              () -> stream.ended().orTimeout(30, TimeUnit.SECONDS).join());
      ProblemException problem = assertInstanceOf(ProblemException.class, failure.getCause());
      assertEquals("unauthorized", problem.problem().code());
    }
  }

  @Test
  void aRelayOfAnotherProgramIsNotTalkedTo() {
    PodClientSettings other =
        PodClientSettings.of(
            relay.endpoint(),
            cluster.rpcUrl(),
            Address.of(Keypair.generate().publicKey().toByteArray()));
    CompletionException failure =
        assertThrows(CompletionException.class, () -> PodClient.connect(other).join());
    assertInstanceOf(AnswerException.class, failure.getCause());
  }
}
