package org.podprotocol.relay.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Login;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.relay.chain.TestAgents;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.journal.Messages;
import org.podprotocol.solana.local.LocalChain;

/**
 * A file that is larger than the relay's memory goes in and out. {@code -Dpod.stream.mib=1024}
 * makes it 1 GiB.
 */
class FileStreamTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final SigningKey KEY = Messages.key("streaming");
  private static final long SIZE = (long) Integer.getInteger("pod.stream.mib", 192) << 20;

  /** Well below the file's size; the heap alone may have 48 MiB, and here no classes are cached. */
  private static final long MEMORY_LIMIT = 160_000_000;

  @TempDir Path folder;

  @Test
  void aFileLargerThanTheMemoryGoesInAndComesOut() throws Exception {
    try (TestCluster cluster = TestCluster.start(folder, 200)) {
      PublicKey account = cluster.openRelay(1).address();
      Address agent =
          Address.of(
              TestAgents.register(cluster, "ada", new PublicKey(KEY.address().toBytes()))
                  .toByteArray());
      try (RelayProcess relay =
          RelayProcess.start(
              cluster, account, folder.resolve("relay"), launcherOptions(), List.of())) {
        String token = login(relay, agent);
        long before = peak(relay.pid());
        long began = System.nanoTime();
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        String cid = put(relay, token, sent);
        long stored = System.nanoTime();
        MessageDigest received = MessageDigest.getInstance("SHA-256");
        get(relay, token, cid, received);
        long read = System.nanoTime();
        long peak = peak(relay.pid());
        System.out.printf(
            "%d MiB: in %.1f s, out %.1f s, at most %.1f MB resident, %.1f MB before%n",
            SIZE >> 20, (stored - began) / 1e9, (read - stored) / 1e9, peak / 1e6, before / 1e6);
        assertArrayEquals(sent.digest(), received.digest());
        assertTrue(peak <= MEMORY_LIMIT, () -> peak + " bytes resident");
        assertEquals(0, relay.stop(), relay.log());
      }
    }
  }

  private static String put(RelayProcess relay, String token, MessageDigest digest)
      throws Exception {
    BodyPublisher body =
        BodyPublishers.fromPublisher(
            BodyPublishers.ofInputStream(
                () -> new DigestInputStream(new RandomBytes(SIZE), digest)),
            SIZE);
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(relay.url().resolve("/v1/content"))
                .header("Authorization", "Bearer " + token)
                .POST(body)
                .build(),
            BodyHandlers.ofString());
    JsonNode file = JSON.readTree(answer.body());
    assertEquals(SIZE, file.path("size").asLong(), answer.body());
    return file.get("cid").asText();
  }

  private static void get(RelayProcess relay, String token, String cid, MessageDigest digest)
      throws Exception {
    HttpResponse<InputStream> answer =
        HTTP.send(
            HttpRequest.newBuilder(relay.url().resolve("/v1/content/" + cid))
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.ofInputStream());
    assertEquals(200, answer.statusCode());
    try (InputStream in = answer.body();
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      assertEquals(SIZE, in.transferTo(out));
    }
  }

  /** Bytes that don't compress, the same for every run. */
  private static final class RandomBytes extends InputStream {
    private final Random random = new Random(1);
    private long left;

    RandomBytes(long size) {
      left = size;
    }

    @Override
    public int read() {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      var drawn = new byte[(int) Math.min(left, length)];
      random.nextBytes(drawn);
      System.arraycopy(drawn, 0, bytes, offset, drawn.length);
      left -= drawn.length;
      return drawn.length;
    }
  }

  /** The options that the shipped launcher gives the relay's Java machine. */
  private static List<String> launcherOptions() throws IOException {
    Path launcher = LocalChain.repositoryRoot().resolve("java-node/relay/src/dist/bin/pod");
    String script = Files.readString(launcher).replace("\\\n", " ");
    Matcher memory = Pattern.compile("relay,small\\)\\s+options=\"([^\"]*)\"").matcher(script);
    Matcher others = Pattern.compile("exec \"\\$java\" \\$options (.*?) --enable").matcher(script);
    assertTrue(memory.find() && others.find(), "the launcher is laid out otherwise");
    var options = new ArrayList<>(List.of(memory.group(1).strip().split("\\s+")));
    for (String option : others.group(1).strip().split("\\s+")) {
      if (option.startsWith("-XX:")) {
        options.add(option);
      }
    }
    return options;
  }

  /** The most memory that was resident, in bytes (Linux). */
  private static long peak(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("there is no VmHWM");
  }

  private static String login(RelayProcess relay, Address agent) throws Exception {
    JsonNode about = JSON.readTree(relay.get("/v1/relay"));
    var domain =
        new Domain(
            Address.parse(about.get("genesisHash").asText()),
            Address.parse(about.get("program").asText()));
    JsonNode challenge =
        post(relay, "/v1/login/challenge", JSON.createObjectNode().put("agent", agent.toString()));
    URI url = relay.url();
    var login =
        new Login(
            Address.parse(challenge.get("relay").asText()),
            agent,
            KEY.address(),
            Hash.parse(challenge.get("challenge").asText()),
            challenge.get("expiresAtMs").asLong(),
            "http://127.0.0.1:" + url.getPort());
    JsonNode opened =
        post(
            relay,
            "/v1/login",
            JSON.createObjectNode()
                .put("agent", agent.toString())
                .put("signer", KEY.address().toString())
                .put("challenge", challenge.get("challenge").asText())
                .put("expiresAtMs", login.expiresAtMs())
                .put("origin", login.origin())
                .put("signature", login.sign(domain, KEY).toString()));
    assertTrue(opened.has("token"), opened::toString);
    return opened.get("token").asText();
  }

  private static JsonNode post(RelayProcess relay, String path, JsonNode body) throws Exception {
    return JSON.readTree(
        HTTP.send(
                HttpRequest.newBuilder(relay.url().resolve(path))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body.toString()))
                    .build(),
                BodyHandlers.ofString())
            .body());
  }
}
