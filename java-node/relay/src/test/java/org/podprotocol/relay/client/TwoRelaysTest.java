package org.podprotocol.relay.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.client.Body;
import org.podprotocol.client.NoEncryptionKeyException;
import org.podprotocol.client.PodAgent;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.ReceivedMessage;
import org.podprotocol.client.SentMessage;
import org.podprotocol.client.VerifiedAnchor;
import org.podprotocol.client.encryption.EncryptionKey;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.rpc.Commitment;

class TwoRelaysTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static RelayAtProxy north;
  private static RelayAtProxy south;
  private static PodClient inNorth;
  private static PodClient inSouth;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.start(folder, 50);
    north = RelayAtProxy.start(cluster, 1, folder.resolve("north"));
    south = RelayAtProxy.start(cluster, 2, folder.resolve("south"));
    inNorth = north.connect();
    inSouth = south.connect();
  }

  @AfterAll
  static void stop() throws Exception {
    inNorth.close();
    inSouth.close();
    north.close();
    south.close();
    cluster.close();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private static PodAgent register(PodClient client, String name) throws Exception {
    return get(client.register(cluster.committer(), name, Keypair.generate(), 0));
  }

  /** An agent with a profile that names its client's relay and a key. */
  private static PodAgent published(PodClient client, String name) throws Exception {
    EncryptionKey key = EncryptionKey.generate(new SecureRandom());
    PodAgent agent = register(client, name).withEncryptionKey(key);
    get(agent.publishProfile(cluster.committer(), key.publicKey()));
    return agent;
  }

  @Test
  void agentsOfTwoRelaysTalkEncryptedAndProveItToEachOther() throws Exception {
    PodAgent ada = published(inNorth, "ada");
    PodAgent ben = published(inSouth, "ben");
    try (var atSouth = new Received(ben, 1);
        var atNorth = new Received(ada, 1)) {
      SentMessage sent = get(ada.to(ben.address()).text("hello over there").encrypted().send());
      assertEquals(south.address(), sent.receipt().body().relay());
      ReceivedMessage received = atSouth.next();
      assertEquals(new Body.Text("hello over there"), received.body());
      VerifiedAnchor anchor = get(ada.anchored(sent, Commitment.CONFIRMED, LONG));
      assertEquals(south.address(), anchor.proof().relay());
      assertEquals(sent.index(), anchor.index());

      SentMessage answer =
          get(ben.to(ada.address()).text("hello back").inReplyTo(received.id()).encrypted().send());
      assertEquals(north.address(), answer.receipt().body().relay());
      ReceivedMessage reply = atNorth.next();
      assertEquals(new Body.Text("hello back"), reply.body());
      assertEquals(sent.id(), reply.envelope().inReplyTo());
      SentMessage acknowledged = get(ada.acknowledge(reply));
      assertEquals(new Body.Acknowledgement(answer.id()), atSouth.next().body());
      get(ada.anchored(acknowledged, Commitment.CONFIRMED, LONG));
    }
  }

  @Test
  void aMessageToAnAgentWithoutProfileGoesToTheClientsOwnRelay() throws Exception {
    PodAgent writer = register(inNorth, "writer");
    PodAgent reader = register(inSouth, "reader");
    SentMessage sent = get(writer.to(reader.address()).text("are you here?").send());
    assertEquals(north.address(), sent.receipt().body().relay());
  }

  @Test
  void aClientThatDoesNotFollowProfilesStaysAtItsRelay() throws Exception {
    PodAgent reader = published(inSouth, "published");
    try (PodClient home = get(PodClient.connect(north.settings().withFollowProfiles(false)))) {
      PodAgent writer = register(home, "homely");
      SentMessage sent = get(writer.to(reader.address()).text("from home").send());
      assertEquals(north.address(), sent.receipt().body().relay());
    }
  }

  @Test
  void nothingIsSentUnencryptedForWantOfAKey() throws Exception {
    PodAgent writer = register(inNorth, "careful");
    PodAgent reader = register(inNorth, "keyless");
    CompletionException failure =
        assertThrows(
            CompletionException.class,
            () -> writer.to(reader.address()).text("secret").encrypted().send().join());
    assertInstanceOf(NoEncryptionKeyException.class, failure.getCause());
    assertTrue(get(reader.inbox(1, 10)).isEmpty());
  }

  @Test
  void aRelayThatIsNotTheOneAskedForIsNotTalkedTo() {
    CompletionException failure =
        assertThrows(
            CompletionException.class,
            () -> PodClient.connect(north.settings().withRelay(south.address())).join());
    assertTrue(String.valueOf(failure.getMessage()).contains("not " + south.address()));
  }
}
