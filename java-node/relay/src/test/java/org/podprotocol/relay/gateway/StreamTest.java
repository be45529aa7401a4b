package org.podprotocol.relay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.VerificationKey;
import org.podprotocol.relay.anchoring.Await;
import org.podprotocol.relay.chain.RecipientKind;
import org.podprotocol.relay.journal.CommitRecord;
import org.podprotocol.relay.journal.Messages;
import org.podprotocol.relay.journal.OpenJournal;

class StreamTest {
  @TempDir private Path folder;
  private EdgeFixture edge;
  private long acks = 1_000_000;

  @BeforeEach
  void start() throws Exception {
    open(Map.of());
  }

  private void open(Map<String, String> settings) throws Exception {
    edge = new EdgeFixture(folder, settings);
    edge.chain.agents("ada", "ben", "eve");
  }

  /** Begins anew with other settings. */
  private void reopen(Map<String, String> settings) throws Exception {
    edge.close();
    open(settings);
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String subscribe(String name, long from) {
    return "{\"type\":\"subscribe\",\"inbox\":\""
        + Messages.address(name)
        + "\",\"from\":"
        + from
        + "}";
  }

  private void post(String from, String to, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      assertEquals(202, edge.postMessage(from, to, utf8("message " + i)).statusCode());
    }
  }

  @Test
  void messagesArePushedInOrderFirstTheOldThenTheNew() throws Exception {
    post("ada", "ben", 3);
    try (var stream = TestStream.open(edge)) {
      stream.login(edge, "ben");
      stream.send(subscribe("ben", 1));
      stream.next("subscribed");
      for (int seq = 1; seq <= 3; seq++) {
        assertEquals(seq, stream.next("message").get("seq").asInt());
      }
      post("eve", "ben", 40);
      for (int seq = 4; seq <= 43; seq++) {
        assertEquals(seq, stream.next("message").get("seq").asInt());
      }
    }
  }

  @Test
  void aSubscriptionGoesOnExactlyWhereItIsAskedTo() throws Exception {
    post("ada", "ben", 5);
    try (var stream = TestStream.open(edge)) {
      stream.login(edge, "ben");
      stream.send(subscribe("ben", 4));
      stream.next("subscribed");
      assertEquals(4, stream.next("message").get("seq").asInt());
      assertEquals(5, stream.next("message").get("seq").asInt());
    }
    try (var stream = TestStream.open(edge)) {
      stream.login(edge, "ben");
      stream.send(subscribe("ben", 0));
      stream.next("subscribed");
      post("ada", "ben", 1);
      assertEquals(6, stream.next("message").get("seq").asInt());
    }
  }

  @Test
  void anInboxNeedsItsOwnLogin() throws Exception {
    try (var stream = TestStream.open(edge)) {
      stream.send(subscribe("ben", 1));
      assertEquals("unauthorized", stream.next("error").at("/problem/code").asText());
      stream.login(edge, "eve");
      stream.send(subscribe("ben", 1));
      assertEquals("unauthorized", stream.next("error").at("/problem/code").asText());
      post("ada", "ben", 1);
      stream.send(subscribe("eve", 1));
      stream.next("subscribed");
      assertTrue(stream.isQuiet());
    }
  }

  @Test
  void aPublicChannelNeedsNone() throws Exception {
    edge.chain.channel("square", RecipientKind.PUBLIC_CHANNEL);
    edge.chain.channel("backroom", RecipientKind.PRIVATE_CHANNEL);
    post("ada", "square", 2);
    post("ada", "backroom", 1);
    try (var stream = TestStream.open(edge)) {
      stream.send(subscribe("square", 2));
      stream.next("subscribed");
      assertEquals(2, stream.next("message").get("seq").asInt());
      stream.send(subscribe("backroom", 1));
      assertEquals("unauthorized", stream.next("error").at("/problem/code").asText());
    }
  }

  @Test
  void aPrivateChannelIsForMembersForAsLongAsTheyAreMembers() throws Exception {
    edge.chain.channel("backroom", RecipientKind.PRIVATE_CHANNEL);
    post("ada", "backroom", 1);
    try (var stream = TestStream.open(edge);
        var bystander = TestStream.open(edge)) {
      stream.login(edge, "ben");
      stream.send(subscribe("backroom", 1));
      stream.next("subscribed");
      assertEquals(1, stream.next("message").get("seq").asInt());
      bystander.login(edge, "eve");
      bystander.send(subscribe("backroom", 1));
      bystander.next("subscribed");
      edge.chain.leave("ben", "backroom");
      assertEquals(1008, stream.closeCode());
      post("ada", "backroom", 1);
      bystander.next("message");
      assertEquals(2, bystander.next("message").get("seq").asInt());
    }
    try (var stream = TestStream.open(edge)) {
      stream.login(edge, "ben");
      stream.send(subscribe("backroom", 1));
      assertEquals("unauthorized", stream.next("error").at("/problem/code").asText());
    }
  }

  @Test
  void aLoginOfAnotherKeyOrOriginOrChallengeIsRefused() throws Exception {
    try (var stream = TestStream.open(edge)) {
      String hello = "{\"type\":\"hello\",\"agent\":\"" + Messages.address("ben") + "\"}";
      stream.send(hello);
      JsonNode challenge = stream.next("challenge");
      String good = edge.login("ben", challenge, "login");
      stream.send(good.replace("127.0.0.1", "127.0.0.2"));
      assertEquals("unauthorized", stream.next("error").at("/problem/code").asText());
      stream.send(good.replaceFirst("\"signature\":\"..", "\"signature\":\"00"));
      assertEquals("unauthorized", stream.next("error").at("/problem/code").asText());
      // The challenge has been used up by the bad attempt.
      stream.send(good);
      assertEquals("unauthorized", stream.next("error").at("/problem/code").asText());
      stream.login(edge, "ben");
    }
  }

  @Test
  void aRotatedKeyClosesTheStreamAndEndsTheToken() throws Exception {
    String[] bearer = edge.bearer("ben");
    assertEquals(200, edge.get("/v1/inbox/" + Messages.address("ben"), bearer).statusCode());
    try (var stream = TestStream.open(edge)) {
      stream.send("{\"type\":\"token\",\"token\":\"" + bearer[1].substring(7) + "\"}");
      stream.next("welcome");
      stream.send(subscribe("ben", 1));
      stream.next("subscribed");
      edge.chain.set("ben", Messages.key("ben's next"), false);
      assertEquals(1008, stream.closeCode());
    }
    assertEquals(401, edge.get("/v1/inbox/" + Messages.address("ben"), bearer).statusCode());
  }

  @Test
  void messagesAreSentAndTheirStatesFollowed() throws Exception {
    try (var stream = TestStream.open(edge)) {
      stream.send("{\"type\":\"watch\"}");
      stream.next("watching");
      byte[] content = utf8("watched");
      Envelope envelope = edge.envelope("ada", "ben", content);
      stream.send(EdgeFixture.frame("r1", envelope, content));
      JsonNode accepted = stream.next("accepted");
      assertEquals("r1", accepted.get("ref").asText());
      assertEquals(envelope.id(Messages.DOMAIN).toString(), accepted.get("id").asText());
      OpenJournal.await(edge.journal().recordAnchored(new CommitRecord(0, 1, "s", 1)));
      JsonNode anchored = stream.next("state");
      assertEquals("anchored", anchored.get("state").asText());
      assertEquals(accepted.get("id"), anchored.get("id"));
      OpenJournal.await(edge.journal().recordFinalized(1));
      assertEquals("finalized", stream.next("state").get("state").asText());
      stream.send(EdgeFixture.frame("r2", envelope, utf8("other")));
      JsonNode refused = stream.next("error");
      assertEquals("r2", refused.get("ref").asText());
      assertEquals("content-mismatch", refused.at("/problem/code").asText());
    }
  }

  @Test
  void acknowledgedMessagesCountAsDelivered() throws Exception {
    byte[] content = utf8("acknowledged");
    Envelope envelope = edge.envelope("ada", "ben", content);
    edge.post("/v1/messages", Messages.body(envelope, content));
    String[] bearer = edge.bearer("ada");
    String path = "/v1/messages/" + envelope.id(Messages.DOMAIN);
    assertEquals(
        false,
        EdgeFixture.JSON.readTree(edge.get(path, bearer).body()).get("delivered").asBoolean());
    String ack = "{\"type\":\"ack\",\"inbox\":\"" + Messages.address("ben") + "\",\"seq\":%d}";
    try (var stream = TestStream.open(edge)) {
      stream.send(ack.formatted(1));
      assertEquals("unauthorized", stream.next("error").at("/problem/code").asText());
      stream.login(edge, "ben");
      stream.send(ack.formatted(2));
      assertEquals("malformed", stream.next("error").at("/problem/code").asText());
      stream.send(ack.formatted(1));
      Await.until(
          "delivered",
          () -> {
            try {
              return EdgeFixture.JSON
                  .readTree(edge.get(path, bearer).body())
                  .get("delivered")
                  .asBoolean();
            } catch (java.io.IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
    }
  }

  @Test
  void theSenderIsToldThatItsMessageWasDeliveredAndAcknowledged() throws Exception {
    byte[] content = utf8("say that you have it");
    Envelope message = edge.envelope("ada", "ben", content);
    Hash id = message.id(Messages.DOMAIN);
    String path = "/v1/messages/" + id;
    try (var sender = TestStream.open(edge);
        var recipient = TestStream.open(edge)) {
      sender.send("{\"type\":\"watch\"}");
      sender.next("watching");
      sender.send(EdgeFixture.frame("1", message, content));
      sender.next("accepted");
      recipient.login(edge, "ben");
      recipient.send("{\"type\":\"ack\",\"inbox\":\"" + Messages.address("ben") + "\",\"seq\":1}");
      assertState(sender, id, "delivered");
      // Somebody else's acknowledgement is a message like any other.
      assertEquals(202, acknowledge("eve", id).statusCode());
      String[] bearer = edge.bearer("ada");
      assertFalse(EdgeFixture.JSON.readTree(edge.get(path, bearer).body()).has("acknowledgedBy"));
      JsonNode ack = EdgeFixture.JSON.readTree(acknowledge("ben", id).body());
      assertState(sender, id, "acknowledged");
      assertEquals(202, acknowledge("ben", id).statusCode());
      JsonNode seen = EdgeFixture.JSON.readTree(edge.get(path, bearer).body());
      assertEquals(ack.get("id").asText(), seen.get("acknowledgedBy").asText());
      assertTrue(seen.get("delivered").asBoolean());
      assertTrue(sender.isQuiet());
    }
  }

  private static void assertState(TestStream stream, Hash id, String state) throws Exception {
    JsonNode told = stream.next("state");
    assertEquals(state, told.get("state").asText());
    assertEquals(id.toString(), told.get("id").asText());
  }

  private java.net.http.HttpResponse<String> acknowledge(String from, Hash id) throws Exception {
    Envelope ack =
        new EnvelopeDraft()
            .messageType(MessageType.ACK)
            .sender(Messages.address(from))
            .recipient(Messages.address("ada"))
            .nonce(acks++)
            .timestampMs(System.currentTimeMillis())
            .inReplyTo(id)
            .content(new byte[0])
            .sign(Messages.DOMAIN, Messages.key(from));
    return edge.post("/v1/messages", Messages.body(ack, new byte[0]));
  }

  @Test
  void binaryFramesCarryManyMessagesAndTheirReceipts() throws Exception {
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {7, 0, 0, 0, 0});
    var envelopes = new ArrayList<Envelope>();
    for (int i = 0; i < 50; i++) {
      byte[] content = utf8("binary " + i);
      Envelope envelope = edge.envelope(i == 10 ? "nobody" : "ada", "ben", content);
      envelopes.add(envelope);
      frame.writeBytes(envelope.toBytes());
      frame.writeBytes(content);
    }
    try (var stream = TestStream.open(edge)) {
      stream.send(frame.toByteArray());
      ByteBuffer answer = ByteBuffer.wrap(stream.nextBinary()).order(ByteOrder.LITTLE_ENDIAN);
      assertEquals(7, answer.getInt());
      VerificationKey key = VerificationKey.of(OpenJournal.RECEIPT_KEY.address());
      for (int i = 0; i < 50; i++) {
        int status = answer.get();
        answer.getLong();
        byte[] receipt = new byte[answer.getShort()];
        answer.get(receipt);
        assertEquals(i == 10 ? 18 : 0, status);
        if (i != 10) {
          Receipt read = Receipt.of(receipt);
          assertTrue(read.isFor(envelopes.get(i), Messages.DOMAIN));
          assertTrue(read.isSignedBy(key, Messages.DOMAIN));
        }
      }
      assertEquals(0, answer.remaining());
      byte[] cut = Arrays.copyOf(frame.toByteArray(), 400);
      stream.send(cut);
      assertEquals("malformed", stream.next("error").at("/problem/code").asText());
    }
  }

  @Test
  void aSlowReaderCatchesUpFromDiskWithoutAGap() throws Exception {
    // How long it takes nothing while messages come in is the machine's affair: no limit to it.
    reopen(Map.of("limits.slow-consumer", "1d", "limits.outbound", "64KiB"));
    try (var stream = TestStream.openReluctant(edge)) {
      stream.take(4);
      stream.login(edge, "ben");
      stream.send(subscribe("ben", 1));
      stream.next("subscribed");
      byte[] content = new byte[100_000];
      int count = 60;
      for (int i = 0; i < count; i++) {
        content[0] = (byte) i;
        byte[] copy = content.clone();
        Envelope envelope = edge.envelope("ada", "ben", copy);
        assertEquals(202, edge.post("/v1/messages", Messages.body(envelope, copy)).statusCode());
      }
      for (int seq = 1; seq <= count; seq++) {
        stream.take(1);
        assertEquals(seq, stream.next("message").get("seq").asInt());
      }
    }
  }

  @Test
  void aReaderThatTakesNothingIsCutOff() throws Exception {
    reopen(Map.of("limits.slow-consumer", "100ms", "limits.outbound", "64KiB"));
    try (var stream = TestStream.openReluctant(edge)) {
      stream.take(3);
      stream.login(edge, "ben");
      stream.send(subscribe("ben", 1));
      byte[] content = new byte[900_000];
      for (int i = 0; i < 15; i++) {
        byte[] copy = content.clone();
        copy[0] = (byte) i;
        edge.post("/v1/messages", Messages.body(edge.envelope("ada", "ben", copy), copy));
      }
      Await.until("cut off", () -> edge.metrics.counter("delivery.slow").getCount() == 1);
    }
  }

  @Test
  void framesThatMakeNoSenseAreAnsweredAndTheStreamGoesOn() throws Exception {
    try (var stream = TestStream.open(edge)) {
      for (String frame :
          new String[] {
            "",
            "[]",
            "{",
            "{\"type\":\"nonsense\"}",
            "{\"type\":\"hello\",\"agent\":1,\"x\":2}",
            "{\"type\":\"subscribe\"}",
            "{\"type\":\"send\"}",
            "{\"type\":\"watch\"} {}",
            "{\"type\":\"subscribe\",\"inbox\":\"%s\",\"from\":-1}"
                .formatted(Messages.address("ben"))
          }) {
        stream.send(frame);
        assertEquals("malformed", stream.next("error").at("/problem/code").asText(), frame);
      }
      stream.login(edge, "ben");
    }
  }

  @Test
  void clientsAreToldWhenTheRelayStops() throws Exception {
    try (var stream = TestStream.open(edge)) {
      stream.login(edge, "ben");
      edge.gateway().stopAccepting();
      assertEquals(1001, stream.closeCode());
    }
  }
}
