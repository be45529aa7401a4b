package org.podprotocol.relay.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.EnvelopeDraft;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.relay.CarelessRelay;
import org.podprotocol.relay.chain.TestAgents;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.cli.Main;
import org.podprotocol.relay.content.Cid;
import org.podprotocol.relay.content.EmbeddedBlockStore;
import org.podprotocol.relay.journal.DataFolder;
import org.podprotocol.relay.journal.Messages;
import org.podprotocol.relay.journal.OpenJournal;
import org.podprotocol.relay.journal.ReceiptIssuer;
import org.podprotocol.relay.journal.SqliteJournal;
import org.podprotocol.relay.journal.StoredMessage;
import org.podprotocol.relay.process.BinaryApi.Outgoing;

/**
 * Loss of power (I-3). A relay process is recorded down to its writes and syncs while a client
 * collects receipts and addresses of files; at points of the record a disk is put together that
 * holds no more than what was synced, and everything that had been acknowledged by then must be on
 * it.
 */
class PowerLossTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = Long.getLong("pod.power.seed", 20261125);
  private static final int BATCH = 20;
  private static final int CONTENT = 6_000;
  private static final SigningKey SENDER = Messages.key("power sender");
  private static final SigningKey RECIPIENT = Messages.key("power recipient");

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Random random = new Random(SEED);
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final Map<Cid, Kept> files = new LinkedHashMap<>();
  private Domain domain;
  private Address sender;
  private Address recipient;
  private long nonce;

  /**
   * @param point length of the record when the client had the receipt
   */
  private record Acknowledged(Outgoing sent, byte[] receipt, long point) {}

  private record Kept(byte[] bytes, long point) {}

  @Test
  void whatWasAcknowledgedSurvivesLossOfPower() throws Exception {
    try (TestCluster cluster = TestCluster.start(folder, 50)) {
      PublicKey relay = openRelayAndAgents(cluster);
      var disk = new DiskRecord(folder.resolve("relay/data"), folder.resolve("writes.log"));
      // After 8 MiB the write-ahead log is moved to the database.
      record(cluster, relay, Main.class, disk, (12 << 20) / (BATCH * CONTENT));
      long end = disk.now();
      for (int image = 0; image < 3; image++) {
        long point = acknowledged.get(random.nextInt(acknowledged.size())).point;
        Path lost = image(image);
        disk.imageOfTheSynced(point, lost);
        assertHolds(lost, relay, point);
        Path torn = image(100 + image);
        // Between two answers, too.
        long anywhere = point + random.nextLong(Math.max(1, end - point));
        disk.imageByChance(anywhere, torn, random);
        assertHolds(torn, relay, anywhere);
      }
      Path last = image(1000);
      disk.imageOfTheSynced(end, last);
      assertARelayGoesOnFrom(last, cluster, relay);
    }
  }

  @Test
  void aRelayThatDoesNotWaitForTheDiskLosesMessages() throws Exception {
    try (TestCluster cluster = TestCluster.start(folder, 50)) {
      PublicKey relay = openRelayAndAgents(cluster);
      var disk = new DiskRecord(folder.resolve("relay/data"), folder.resolve("writes.log"));
      record(cluster, relay, CarelessRelay.class, disk, 10);
      Path lost = image(0);
      disk.imageOfTheSynced(disk.now(), lost);
      assertTrue(missing(lost, relay, Long.MAX_VALUE) > 0, "nothing is lost without syncing");
    }
  }

  private Path image(int number) throws Exception {
    return Files.createDirectories(folder.resolve("image" + number + "/data"));
  }

  private PublicKey openRelayAndAgents(TestCluster cluster) {
    PublicKey relay = cluster.openRelay(1).address();
    sender = register(cluster, "sender", SENDER);
    recipient = register(cluster, "recipient", RECIPIENT);
    return relay;
  }

  private static Address register(TestCluster cluster, String name, SigningKey key) {
    return Address.of(
        TestAgents.register(cluster, name, new PublicKey(key.address().toBytes())).toByteArray());
  }

  private static RelayProcess start(
      TestCluster cluster,
      PublicKey relay,
      Path data,
      Class<?> program,
      Map<String, String> environment)
      throws Exception {
    return RelayProcess.start(
        cluster,
        relay,
        data.getParent(),
        program,
        environment,
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx96m"),
        List.of("chain.commit-interval=100ms"));
  }

  /** Runs a relay, has messages and files accepted, and takes its power away. */
  private void record(
      TestCluster cluster, PublicKey relay, Class<?> program, DiskRecord disk, int batches)
      throws Exception {
    Path data = Files.createDirectories(folder.resolve("relay/data"));
    Map<String, String> environment = disk.environment(DiskRecord.recorder(folder));
    try (RelayProcess process = start(cluster, relay, data, program, environment)) {
      JsonNode about = JSON.readTree(process.get("/v1/relay"));
      domain =
          new Domain(
              Address.parse(about.get("genesisHash").asText()),
              Address.parse(about.get("program").asText()));
      String token = ApiLogin.token(process.url(), domain, sender, SENDER);
      for (int i = 0; i < batches; i++) {
        submit(process.url(), disk);
        if (i % 16 == 0) {
          keepFile(process.url(), token, disk);
        }
      }
      process.kill();
    }
  }

  private void submit(URI url, DiskRecord disk) throws Exception {
    var batch = new ArrayList<Outgoing>();
    for (int i = 0; i < BATCH; i++) {
      byte[] content = new byte[CONTENT];
      random.nextBytes(content);
      Envelope envelope =
          new EnvelopeDraft()
              .sender(sender)
              .recipient(recipient)
              .messageType(MessageType.DATA)
              .nonce(++nonce)
              .timestampMs(System.currentTimeMillis())
              .content(content)
              .sign(domain, SENDER);
      batch.add(new Outgoing(envelope, content));
    }
    List<BinaryApi.Result> results = BinaryApi.post(http, url, batch);
    long point = disk.now();
    for (int i = 0; i < BATCH; i++) {
      assertEquals(BinaryApi.ACCEPTED, results.get(i).status());
      acknowledged.add(new Acknowledged(batch.get(i), results.get(i).receipt(), point));
    }
  }

  private void keepFile(URI url, String token, DiskRecord disk) throws Exception {
    byte[] bytes = new byte[20_000];
    random.nextBytes(bytes);
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(url.resolve("/v1/content"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(bytes))
                .build(),
            BodyHandlers.ofByteArray());
    assertEquals(201, answer.statusCode());
    String cid = JSON.readTree(answer.body()).get("cid").asText();
    files.put(Cid.parse(cid), new Kept(bytes, disk.now()));
  }

  private void assertHolds(Path data, PublicKey relay, long point) throws Exception {
    assertEquals(0, missing(data, relay, point), "messages lost, seed " + SEED);
    try (var store =
        EmbeddedBlockStore.open(data.resolve("content"), 1L << 30, Clock.systemUTC())) {
      for (var file : files.entrySet()) {
        if (file.getValue().point <= point) {
          assertArrayEquals(
              file.getValue().bytes,
              store.get(file.getKey()).orElseThrow(() -> new AssertionError("a file is lost")));
        }
      }
    }
  }

  /** How many of the messages acknowledged up to a point a journal does not have as it promised. */
  private long missing(Path data, PublicKey relay, long point) throws Exception {
    var issuer =
        new ReceiptIssuer(domain, Address.of(relay.toByteArray()), 1_500, RECIPIENT, () -> 0);
    long missing = 0;
    try (DataFolder locked = DataFolder.open(data);
        var journal =
            SqliteJournal.open(
                locked,
                OpenJournal.settings(2, 100),
                issuer,
                Clock.systemUTC(),
                new MetricRegistry())) {
      for (Acknowledged message : acknowledged) {
        if (message.point <= point && !holds(journal, message)) {
          missing++;
        }
      }
    }
    return missing;
  }

  private boolean holds(SqliteJournal journal, Acknowledged message) throws Exception {
    var found = OpenJournal.await(journal.find(message.sent.envelope().id(domain)));
    if (found.isEmpty()) {
      return false;
    }
    StoredMessage stored = found.get();
    assertEquals(message.sent.envelope(), stored.envelope());
    assertArrayEquals(message.sent.content(), stored.content());
    // Of every group some: the relay that goes on gives them all again.
    if (stored.index() % 7 == 0) {
      assertArrayEquals(
          message.receipt, OpenJournal.await(journal.receipt(stored.index())).toBytes());
    }
    return true;
  }

  /** A relay starts on what is left, gives every receipt again, and goes on with the next index. */
  private void assertARelayGoesOnFrom(Path data, TestCluster cluster, PublicKey relay)
      throws Exception {
    try (RelayProcess process = start(cluster, relay, data, Main.class, Map.of())) {
      for (int from = 0; from < acknowledged.size(); from += BATCH) {
        List<Acknowledged> batch = acknowledged.subList(from, from + BATCH);
        List<BinaryApi.Result> results =
            BinaryApi.post(http, process.url(), batch.stream().map(Acknowledged::sent).toList());
        for (int i = 0; i < BATCH; i++) {
          assertEquals(BinaryApi.DUPLICATE, results.get(i).status());
          assertArrayEquals(batch.get(i).receipt, results.get(i).receipt());
        }
      }
      long size = JSON.readTree(process.get("/v1/relay")).get("size").asLong();
      assertEquals(acknowledged.size(), size);
      assertEquals(0, process.stop(), process.log());
    }
  }
}
