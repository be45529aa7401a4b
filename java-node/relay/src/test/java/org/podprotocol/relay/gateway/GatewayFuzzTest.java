package org.podprotocol.relay.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.podprotocol.anchor.codegen.fuzz.Fuzzer;
import org.podprotocol.relay.journal.Messages;

/** {@code docs/fuzz-log.md} says how to let them run for longer, and what longer runs found. */
class GatewayFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] WORDS = {
    "\"version\":",
    "\"messageType\":",
    "\"flags\":",
    "\"codec\":",
    "\"contentLength\":",
    "\"nonce\":",
    "\"timestampMs\":",
    "\"expiresAtMs\":",
    "\"sender\":",
    "\"signer\":",
    "\"recipient\":",
    "\"inReplyTo\":",
    "\"contentHash\":",
    "\"signature\":",
    "\"envelope\":",
    "\"content\":",
    "\"messages\":",
    "\"type\":",
    "\"ref\":",
    "\"send\"",
    "\"subscribe\"",
    "\"unsubscribe\"",
    "\"inbox\":",
    "\"from\":",
    "\"ack\"",
    "\"seq\":",
    "\"hello\"",
    "\"agent\":",
    "\"login\"",
    "\"token\"",
    "\"watch\"",
    "\"challenge\":",
    "\"origin\":",
    "null",
    "true",
    "9007199254740991",
    "9007199254740992",
    "18446744073709551615",
    "18446744073709551616",
    "-1",
    "1e3",
    "\\u0000",
    "\\ud800"
  };

  private record Vector(JsonNode json, byte[] envelope, byte[] content) {}

  private static List<Vector> vectors() throws IOException {
    JsonNode file = JSON.readTree(Path.of("../../vectors/envelopes.json").toFile());
    List<Vector> vectors = new ArrayList<>();
    for (JsonNode one : file.get("cases")) {
      vectors.add(
          new Vector(
              one.get("json"),
              HexFormat.of().parseHex(one.get("envelope").asText()),
              HexFormat.of().parseHex(one.path("content").asText("").replace("null", ""))));
    }
    return vectors;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static ObjectNode message(Vector vector) {
    ObjectNode message = JSON.createObjectNode();
    message.set("envelope", vector.json);
    return message.put("content", Base64.getEncoder().encodeToString(vector.content));
  }

  private static List<byte[]> commands() {
    String agent = Messages.address("ada").toString();
    return List.of(
        utf8("{\"type\":\"hello\",\"agent\":\"" + agent + "\"}"),
        utf8("{\"type\":\"token\",\"token\":\"t\",\"ref\":\"1\"}"),
        utf8("{\"type\":\"subscribe\",\"inbox\":\"" + agent + "\",\"from\":1}"),
        utf8("{\"type\":\"unsubscribe\",\"inbox\":\"" + agent + "\"}"),
        utf8("{\"type\":\"ack\",\"inbox\":\"" + agent + "\",\"seq\":1}"),
        utf8("{\"type\":\"watch\"}"));
  }

  @Test
  void anyBytesAreAnEnvelopeThatJsonCarriesOrHaveAFault() throws Exception {
    List<byte[]> inputs = new ArrayList<>();
    for (Vector vector : vectors()) {
      inputs.add(joined(vector.envelope, vector.content));
      inputs.add(JSON.writeValueAsBytes(vector.json));
    }
    new Fuzzer(EnvelopeTarget.class).startingFrom(inputs).words(WORDS).run(20_000);
  }

  @Test
  void anyBodyOrFrameIsMessagesOrMalformed() throws Exception {
    List<byte[]> inputs = new ArrayList<>(commands());
    List<byte[]> all = new ArrayList<>();
    ObjectNode many = JSON.createObjectNode();
    for (Vector vector : vectors()) {
      byte[] binary = joined(vector.envelope, vector.content);
      ObjectNode message = message(vector);
      inputs.add(binary);
      inputs.add(JSON.writeValueAsBytes(message));
      inputs.add(JSON.writeValueAsBytes(message.deepCopy().put("type", "send").put("ref", "1")));
      all.add(binary);
      many.withArray("messages").add(message);
    }
    inputs.add(joined(all.toArray(byte[][]::new)));
    inputs.add(JSON.writeValueAsBytes(many));
    new Fuzzer(MessagesTarget.class)
        .startingFrom(inputs)
        .words(WORDS)
        .mostBytes(16_384)
        .run(20_000);
  }

  @Test
  void anyBytesOnAConnectionAreAnsweredOrCloseIt() throws Exception {
    List<byte[]> inputs = new ArrayList<>();
    for (Vector vector : vectors()) {
      byte[] body = JSON.writeValueAsBytes(message(vector));
      inputs.add(joined(new byte[] {ConnectionTarget.HTTP}, post("application/json", body)));
      byte[] binary = joined(vector.envelope, vector.content);
      inputs.add(
          joined(new byte[] {ConnectionTarget.HTTP}, post("application/octet-stream", binary)));
      inputs.add(
          joined(
              new byte[] {ConnectionTarget.TEXT},
              JSON.writeValueAsBytes(message(vector).put("type", "send"))));
      inputs.add(joined(new byte[] {ConnectionTarget.BINARY}, new byte[5], binary));
    }
    for (byte[] command : commands()) {
      inputs.add(joined(new byte[] {ConnectionTarget.TEXT}, command));
      byte[] head = {
        ConnectionTarget.FRAMES, (byte) 0x81, (byte) (0x80 | command.length), 0, 0, 0, 0
      };
      inputs.add(joined(head, command));
    }
    // A ping, a text in two frames, and a close with a status.
    inputs.add(
        HexFormat.of()
            .parseHex(
                "01" + "898000000000" + "0181000000007b" + "8081000000007d" + "88820000000003e8"));
    String id = "ab".repeat(32);
    for (String path :
        List.of(
            "/v1/messages/" + id,
            "/v1/messages/" + id + "/proof",
            "/v1/inbox/" + Messages.address("ada") + "?from=1&limit=10",
            "/v1/events/" + Messages.address("ada"),
            "/v1/relay",
            "/v1/log",
            "/v1/log/0/tile/0/000",
            "/v1/log/0/checkpoint",
            "/v1/compressed/" + Messages.address("ada"),
            "/readyz",
            "/%zz")) {
      inputs.add(
          joined(
              new byte[] {ConnectionTarget.HTTP},
              utf8("GET " + path + " HTTP/1.1\r\nHost: a\r\nX-Request-Id: 1\r\n\r\n")));
    }
    new Fuzzer(ConnectionTarget.class)
        .startingFrom(inputs)
        .words(WORDS)
        .words(
            "GET ",
            "POST ",
            "OPTIONS ",
            "HEAD ",
            " HTTP/1.1\r\n",
            "Content-Length: ",
            "Transfer-Encoding: chunked\r\n",
            "Expect: 100-continue\r\n",
            "Upgrade: websocket\r\n",
            "Connection: close\r\n",
            "/v1/stream",
            "/v1/login/challenge",
            "/v1/files/",
            "%2f",
            "%zz")
        .run(5_000);
  }

  private static byte[] post(String type, byte[] body) {
    return joined(
        utf8(
            "POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Type: "
                + type
                + "\r\nContent-Length: "
                + body.length
                + "\r\n\r\n"),
        body);
  }
}
