package org.podprotocol.relay.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.relay.chain.LogReader;
import org.podprotocol.relay.chain.TestAgents;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.journal.Messages;
import org.podprotocol.relay.process.BinaryApi.Outgoing;
import org.podprotocol.solana.local.LocalChain;
import org.podprotocol.solana.rpc.Commitment;

/**
 * The published log, read by a verifier that shares no code with the relay: the tlog and note
 * packages of Go's checksum database (src/test/go/tilecheck).
 */
class PublishedLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SigningKey ADA = Messages.key("published ada");
  private static final SigningKey BEN = Messages.key("published ben");

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Hash> leaves = new ArrayList<>();

  @Test
  void anIndependentVerifierReadsTheTilesAndCheckpoints() throws Exception {
    try (TestCluster cluster = TestCluster.start(folder, 50)) {
      PublicKey relay = cluster.openRelay(1).address();
      Address ada = register(cluster, "ada", ADA);
      Address ben = register(cluster, "ben", BEN);
      try (RelayProcess process =
          RelayProcess.start(
              cluster,
              relay,
              folder.resolve("relay"),
              List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"),
              List.of("chain.commit-interval=100ms"))) {
        send(process, ada, ben, 300);
        Path older = Files.writeString(folder.resolve("older"), checkpoint(process));
        send(process, ada, ben, 400);
        JsonNode log = JSON.readTree(process.get("/v1/log"));
        String key = log.get("verifierKey").asText();
        // The key is that of the Relay account, not whatever the relay says.
        // name+hash+base64, and base64 may have a + of its own.
        byte[] typed = Base64.getDecoder().decode(key.split("\\+", 3)[2]);
        assertEquals(
            cluster.receiptKey().publicKey(),
            new PublicKey(Arrays.copyOfRange(typed, 1, typed.length)));

        Verdict good = verify(process, key, older, leaves);
        assertEquals(0, good.exitCode, good.text);
        JsonNode found = JSON.readTree(good.text);
        assertEquals(700, found.get("size").asInt());
        assertEquals(700, found.get("included").asInt());
        assertEquals(rootOnChain(cluster, relay).toString(), found.get("root").asText());

        var wrong = new ArrayList<>(leaves);
        wrong.set(517, leaves.get(518));
        Verdict notThere = verify(process, key, older, wrong);
        assertEquals(1, notThere.exitCode);
        assertTrue(notThere.text.contains("leaf 517"), notThere.text);

        Path forged =
            Files.writeString(
                folder.resolve("forged"), Files.readString(older).replaceFirst("300", "301"));
        assertEquals(1, verify(process, key, forged, leaves).exitCode);
        assertEquals(0, process.stop(), process.log());
      }
    }
  }

  private static Address register(TestCluster cluster, String name, SigningKey key) {
    return Address.of(
        TestAgents.register(cluster, name, new PublicKey(key.address().toBytes())).toByteArray());
  }

  /** Sends messages and waits until all so far are anchored. */
  private void send(RelayProcess process, Address from, Address to, int count) throws Exception {
    JsonNode about = JSON.readTree(process.get("/v1/relay"));
    var domain =
        new Domain(
            Address.parse(about.get("genesisHash").asText()),
            Address.parse(about.get("program").asText()));
    var batch = new ArrayList<Outgoing>();
    for (int i = 0; i < count; i++) {
      byte[] content = ("message " + leaves.size()).getBytes(StandardCharsets.UTF_8);
      var envelope =
          new EnvelopeDraft()
              .sender(from)
              .recipient(to)
              .nonce(leaves.size())
              .timestampMs(System.currentTimeMillis())
              .content(content)
              .sign(domain, ADA);
      leaves.add(envelope.leafHash());
      batch.add(new Outgoing(envelope, content));
    }
    // Several workers verify, so the order in the log is the relay's.
    List<BinaryApi.Result> results = BinaryApi.post(http, process.url(), batch);
    for (int i = 0; i < count; i++) {
      assertEquals(BinaryApi.ACCEPTED, results.get(i).status());
      leaves.set((int) results.get(i).index(), batch.get(i).envelope().leafHash());
    }
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (JSON.readTree(process.get("/v1/relay")).get("anchored").asLong() < leaves.size()) {
      assertTrue(System.nanoTime() < deadline, "not all is anchored");
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static String checkpoint(RelayProcess process) throws Exception {
    return process.get("/v1/log/0/checkpoint");
  }

  private static Hash rootOnChain(TestCluster cluster, PublicKey relay) {
    try (var connection = cluster.connect()) {
      return new LogReader(connection.rpc(), TestCluster.PROGRAM)
          .logAccount(relay, 0, Commitment.CONFIRMED)
          .orElseThrow()
          .root();
    }
  }

  private record Verdict(int exitCode, String text) {}

  private Verdict verify(RelayProcess process, String key, Path older, List<Hash> hashes)
      throws Exception {
    Process verifier =
        new ProcessBuilder(
                built().toString(),
                "-log",
                process.url() + "/v1/log/0",
                "-key",
                key,
                "-older",
                older.toString())
            .redirectErrorStream(true)
            .start();
    try (OutputStream in = verifier.getOutputStream()) {
      for (int i = 0; i < hashes.size(); i++) {
        in.write((i + " " + hashes.get(i) + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    } catch (java.io.IOException e) {
      // It ends at the first hash that is wrong, with an exit code that says so.
    }
    String said = new String(verifier.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(verifier.waitFor(60, TimeUnit.SECONDS), said);
    return new Verdict(verifier.exitValue(), said);
  }

  private Path built() throws Exception {
    Path program = folder.resolve("tilecheck");
    if (!Files.exists(program)) {
      Process go =
          new ProcessBuilder("go", "build", "-o", program.toString(), ".")
              .directory(
                  LocalChain.repositoryRoot()
                      .resolve("java-node/relay/src/test/go/tilecheck")
                      .toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(go.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(go.waitFor(5, TimeUnit.MINUTES), said);
      assertEquals(0, go.exitValue(), said);
    }
    return program;
  }
}
