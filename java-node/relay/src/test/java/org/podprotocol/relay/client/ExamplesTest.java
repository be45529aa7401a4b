package org.podprotocol.relay.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.client.Body;
import org.podprotocol.client.PodAgent;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.ReceivedMessage;
import org.podprotocol.client.SentMessage;
import org.podprotocol.client.VerifiedAnchor;
import org.podprotocol.client.relay.InboxStream;
import org.podprotocol.examples.EchoAgent;
import org.podprotocol.examples.SecretConversation;
import org.podprotocol.examples.SendAndProve;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.solana.keys.Keypair;

class ExamplesTest {
  @TempDir static Path folder;
  private static TestCluster cluster;
  private static RelayAtProxy relay;
  private static PodClient client;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.start(folder, 50);
    relay = RelayAtProxy.start(cluster, 1, folder.resolve("data"));
    client = relay.connect();
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    relay.close();
    cluster.close();
  }

  @Test
  void sendAndProveProvesItsMessage() throws Exception {
    VerifiedAnchor anchor = SendAndProve.run(client, cluster.committer(), "an example");
    assertEquals(relay.address(), anchor.proof().relay());
    assertTrue(anchor.treeSize() > anchor.proof().epochIndex());
  }

  @Test
  void theEchoAgentAnswers() throws Exception {
    PodAgent echo = register("echo");
    PodAgent caller = register("caller");
    try (InboxStream running = EchoAgent.run(echo, 1);
        var answers = new Received(caller, 1)) {
      for (String text : new String[] {"eins", "два", "三"}) {
        SentMessage sent = caller.to(echo.address()).text(text).send().get(30, TimeUnit.SECONDS);
        ReceivedMessage answer = answers.next();
        assertEquals(new Body.Text(text), answer.body());
        assertEquals(sent.id(), answer.envelope().inReplyTo());
      }
    }
  }

  private static PodAgent register(String name) throws Exception {
    return client
        .register(cluster.committer(), name, Keypair.generate(), 0)
        .get(30, TimeUnit.SECONDS);
  }

  @Test
  void theSecretConversationIsReadByItsReader() throws Exception {
    assertEquals("between us", SecretConversation.run(client, cluster.committer(), "between us"));
  }
}
