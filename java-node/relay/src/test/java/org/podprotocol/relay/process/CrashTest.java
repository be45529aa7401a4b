package org.podprotocol.relay.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.relay.chain.TestAgents;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.journal.DataFolder;
import org.podprotocol.relay.journal.Messages;
import org.podprotocol.relay.journal.ReceiptIssuer;
import org.podprotocol.relay.journal.SqliteJournal;
import org.podprotocol.relay.journal.StoredMessage;

/** kill -9 under load: what was acknowledged is there, at its index, and is anchored once. */
class CrashTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROUNDS = Integer.getInteger("pod.crash.rounds", 4);
  private static final long SEED = Long.getLong("pod.crash.seed", 20261124);
  private static final SigningKey SENDER = Messages.key("crash sender");
  private static final SigningKey RECIPIENT = Messages.key("crash recipient");

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Long, Envelope> acknowledged = new LinkedHashMap<>();
  private final List<Envelope> unanswered = new ArrayList<>();
  private Domain domain;
  private Address sender;
  private Address recipient;
  private long nonce;

  @Test
  void nothingAcknowledgedIsLostAndEverythingIsAnchoredOnce() throws Exception {
    var random = new Random(SEED);
    try (TestCluster cluster = TestCluster.start(folder, 50)) {
      PublicKey relay = cluster.openRelay(1).address();
      sender = register(cluster, "sender", SENDER);
      recipient = register(cluster, "recipient", RECIPIENT);
      for (int round = 0; round < ROUNDS; round++) {
        try (RelayProcess process = start(cluster, relay)) {
          load(process, System.nanoTime() + (200 + random.nextInt(800)) * 1_000_000L);
        }
      }
      try (RelayProcess process = start(cluster, relay)) {
        sendAgain(process);
        awaitAnchored(process);
        assertEquals(0, process.stop(), process.log());
      }
      inspect(cluster, relay);
    }
  }

  private Address register(TestCluster cluster, String name, SigningKey key) {
    return Address.of(
        TestAgents.register(cluster, name, new PublicKey(key.address().toBytes())).toByteArray());
  }

  private RelayProcess start(TestCluster cluster, PublicKey relay) throws Exception {
    RelayProcess process =
        RelayProcess.start(
            cluster,
            relay,
            folder.resolve("relay"),
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"),
            List.of("chain.commit-interval=100ms"));
    JsonNode about = JSON.readTree(process.get("/v1/relay"));
    domain =
        new Domain(
            Address.parse(about.get("genesisHash").asText()),
            Address.parse(about.get("program").asText()));
    return process;
  }

  /**
   * Sends batch after batch until the time has come, and kills the relay while the last is under
   * way.
   */
  private void load(RelayProcess process, long killAtNs) throws Exception {
    Thread killer =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (System.nanoTime() < killAtNs) {
                    LockSupport.parkNanos(100_000);
                  }
                  try {
                    process.kill();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    boolean alive = true;
    while (alive) {
      List<Envelope> batch = batch(20);
      unanswered.addAll(batch);
      try {
        take(batch, post(process.url(), batch));
      } catch (IOException e) {
        alive = false;
      }
    }
    killer.join();
  }

  private List<Envelope> batch(int count) {
    var batch = new ArrayList<Envelope>();
    for (int i = 0; i < count; i++) {
      nonce++;
      batch.add(
          new EnvelopeDraft()
              .sender(sender)
              .recipient(recipient)
              .nonce(nonce)
              .timestampMs(System.currentTimeMillis())
              .content(content(nonce))
              .sign(domain, SENDER));
    }
    return batch;
  }

  private static byte[] content(long nonce) {
    return ("message " + nonce).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] post(URI url, List<Envelope> batch) throws IOException, InterruptedException {
    var body = new ByteArrayOutputStream();
    for (Envelope envelope : batch) {
      body.writeBytes(envelope.toBytes());
      body.writeBytes(content(envelope.nonce()));
    }
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(url.resolve("/v1/messages"))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build(),
            BodyHandlers.ofByteArray());
    assertEquals(200, answer.statusCode());
    return answer.body();
  }

  private void take(List<Envelope> batch, byte[] answer) throws ProtocolException {
    ByteBuffer in = ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
    for (Envelope envelope : batch) {
      int status = in.get();
      long index = in.getLong();
      byte[] receipt = new byte[in.getShort()];
      in.get(receipt);
      assertTrue(status == 0 || status == 1, "status " + status);
      assertTrue(Receipt.of(receipt).isFor(envelope, domain));
      assertEquals(index, Receipt.of(receipt).body().index());
      Envelope before = acknowledged.put(index, envelope);
      assertTrue(before == null || before.equals(envelope), "two messages at index " + index);
      unanswered.remove(envelope);
    }
  }

  /**
   * What was never answered is sent again, as a client would: it may or may not have been accepted.
   */
  private void sendAgain(RelayProcess process) throws Exception {
    for (int from = 0; !unanswered.isEmpty(); from++) {
      assertTrue(from < 1000, "messages stay unanswered");
      List<Envelope> batch = List.copyOf(unanswered.subList(0, Math.min(20, unanswered.size())));
      take(batch, post(process.url(), batch));
    }
  }

  private void awaitAnchored(RelayProcess process) throws Exception {
    long deadline = System.nanoTime() + 60_000_000_000L;
    JsonNode about = JSON.readTree(process.get("/v1/relay"));
    while (about.get("anchored").asLong() < about.get("size").asLong()) {
      assertTrue(System.nanoTime() < deadline, () -> "not all is anchored");
      LockSupport.parkNanos(20_000_000);
      about = JSON.readTree(process.get("/v1/relay"));
    }
  }

  private void inspect(TestCluster cluster, PublicKey relay) throws Exception {
    assertTrue(acknowledged.size() > ROUNDS * 20, "too little was sent: " + acknowledged.size());
    var issuer =
        new ReceiptIssuer(domain, Address.of(relay.toByteArray()), 1_500, RECIPIENT, () -> 0);
    try (var chain = cluster.open(relay);
        DataFolder data = DataFolder.open(folder.resolve("relay/data"));
        var journal =
            SqliteJournal.open(
                data,
                org.podprotocol.relay.journal.OpenJournal.settings(2, 100),
                issuer,
                java.time.Clock.systemUTC(),
                new com.codahale.metrics.MetricRegistry())) {
      // Every index holds one message, and each acknowledged one is at its index.
      assertEquals(acknowledged.size(), journal.size());
      var ids = new HashSet<Hash>();
      for (long from = 0; from < journal.size(); from += 500) {
        for (StoredMessage message :
            org.podprotocol.relay.journal.OpenJournal.await(journal.range(from, from + 500))) {
          assertEquals(acknowledged.get(message.index()), message.envelope());
          assertTrue(ids.add(message.id()), "a message twice");
        }
      }
      // The chain holds exactly these, in this order.
      var log = chain.ledger().log(org.podprotocol.relay.chain.RelayLedger.Finality.CONFIRMED);
      assertEquals(journal.size(), log.size());
      var tree = new org.podprotocol.protocol.tree.TreeInMemory();
      for (long index = 0; index < journal.size(); index++) {
        tree.append(acknowledged.get(index).leafHash());
      }
      assertEquals(tree.root(), root(log.peaks()));
    }
  }

  /** The root of a tree by its peaks, largest first. */
  private static Hash root(List<byte[]> peaks) {
    Hash acc = Hash.of(peaks.getLast());
    for (int i = peaks.size() - 2; i >= 0; i--) {
      acc = org.podprotocol.protocol.bytes.Sha256.node(Hash.of(peaks.get(i)), acc);
    }
    return acc;
  }
}
