package org.podprotocol.relay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.relay.anchoring.Await;
import org.podprotocol.relay.chain.RecipientKind;
import org.podprotocol.relay.content.Cid;
import org.podprotocol.relay.content.KuboBlockStore;
import org.podprotocol.relay.content.KuboDaemon;
import org.podprotocol.relay.journal.Messages;

/** What of the messages' content reaches a public store, with a real Kubo. */
class OffloadTest {
  @TempDir Path folder;
  private long nonce;

  private Envelope envelope(String to, byte[] content, boolean encrypted) {
    var draft =
        new EnvelopeDraft()
            .sender(Messages.address("alice"))
            .recipient(Messages.address(to))
            .nonce(++nonce)
            .timestampMs(System.currentTimeMillis())
            .content(content);
    if (encrypted) {
      draft.flags(Envelope.FLAG_ENCRYPTED);
    }
    return draft.sign(Messages.DOMAIN, Messages.key("alice"));
  }

  private static byte[] text(String word, int size) {
    return word.repeat(size / word.length() + 1)
        .substring(0, size)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Cid cid(byte[] content) {
    return Cid.hash(Cid.RAW, content);
  }

  @Test
  void onlyLargeContentThatIsEncryptedOrPublicReachesIpfs() throws Exception {
    byte[] secretPlaintext = text("private words ", 100_000);
    byte[] encrypted = text("ciphertext ", 100_000);
    byte[] post = text("public words ", 100_000);
    byte[] small = text("small ciphertext ", 1000);
    byte[] memberPost = text("for members ", 100_000);
    try (var kubo = KuboDaemon.create(folder.resolve("kubo"))) {
      kubo.start();
      KuboBlockStore publicStore = kubo.store(HttpClient.newHttpClient(), Duration.ofSeconds(20));
      try (var edge =
          new EdgeFixture(folder.resolve("relay"), Map.of("content.kubo", kubo.api().toString()))) {
        edge.chain.agents("alice", "bob");
        edge.chain.channel("square", RecipientKind.PUBLIC_CHANNEL);
        edge.chain.channel("club", RecipientKind.PRIVATE_CHANNEL);
        assertEquals("local", send(edge, envelope("bob", secretPlaintext, false), secretPlaintext));
        assertEquals("local", send(edge, envelope("club", memberPost, false), memberPost));
        assertEquals("local", send(edge, envelope("bob", small, true), small));
        assertEquals("pending", send(edge, envelope("bob", encrypted, true), encrypted));
        Envelope posted = envelope("square", post, false);
        assertEquals("pending", send(edge, posted, post));
        // Messages are taken over in order: once the last is there, the others would be.
        Await.until("the post is pinned", () -> isPinned(publicStore, cid(post)));
        Await.until("the ciphertext is pinned", () -> isPinned(publicStore, cid(encrypted)));
        String path = "/v1/messages/" + posted.id(Messages.DOMAIN);
        Await.until("the post is known to be stored", () -> place(edge, path).equals("stored"));
        assertFalse(publicStore.has(cid(secretPlaintext)));
        assertFalse(publicStore.has(cid(memberPost)));
        assertFalse(publicStore.has(cid(small)));
      }
    }
  }

  @Test
  void contentIsShownAsPendingWhileKuboIsDown() throws Exception {
    byte[] encrypted = text("ciphertext ", 100_000);
    byte[] post = text("public words ", 100_000);
    int nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    try (var edge =
        new EdgeFixture(
            folder.resolve("relay"), Map.of("content.kubo", "http://127.0.0.1:" + nobody))) {
      edge.chain.agents("alice", "bob");
      edge.chain.channel("square", RecipientKind.PUBLIC_CHANNEL);
      assertEquals("pending", send(edge, envelope("bob", encrypted, true), encrypted));
      Envelope posted = envelope("square", post, false);
      assertEquals("pending", send(edge, posted, post));
      String path = "/v1/messages/" + posted.id(Messages.DOMAIN);
      Await.until("an upload was tried", () -> message(edge, path).contains("lastError"));
      assertEquals("pending", place(edge, path));
    }
  }

  private static String place(EdgeFixture edge, String path) {
    try {
      return EdgeFixture.JSON.readTree(message(edge, path)).path("place").asText();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String message(EdgeFixture edge, String path) {
    try {
      return edge.get(path).body();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a message; where the answer says that its content is. */
  private static String send(EdgeFixture edge, Envelope envelope, byte[] content) throws Exception {
    var answer = edge.post("/v1/messages", Messages.body(envelope, content));
    assertEquals(202, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("receipt"));
    return EdgeFixture.JSON.readTree(answer.body()).path("place").asText();
  }

  private static boolean isPinned(KuboBlockStore store, Cid cid) {
    try {
      return store.isPinned(cid);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
