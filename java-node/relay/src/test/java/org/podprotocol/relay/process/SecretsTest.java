package org.podprotocol.relay.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.utils.Base58;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.relay.anchoring.Await;
import org.podprotocol.relay.chain.TestAgents;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.journal.Messages;
import org.podprotocol.relay.observe.alerts.HeardAlerts;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.local.HttpFaultProxy;
import org.podprotocol.solana.local.HttpFaultProxy.Fault;

/**
 * A relay that is given secrets of every kind and has every kind of trouble with them says none of
 * them: not in its log, whatever its level, nor in metrics, nor in an answer.
 */
class SecretsTest {
  /** In every secret that is text. */
  private static final String MARK = "s3cret";

  private static final String HOSTING_TOKEN = "hosting-" + MARK + "-0123456789abcdef";
  private static final String NOBODY = "127.0.0.1:1";

  @TempDir private Path folder;
  private TestCluster cluster;
  private PublicKey account;
  private MultiThreadIoEventLoopGroup loops;
  private HttpFaultProxy rpc;
  private HeardAlerts webhook;
  private int adminPort;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> secrets = new ArrayList<>(List.of(MARK));
  private final StringBuilder said = new StringBuilder();

  @BeforeEach
  void start() throws IOException {
    cluster = TestCluster.start(folder, 50);
    account = cluster.openRelay(1).address();
    loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    rpc = new HttpFaultProxy(loops, cluster.rpcUrl());
    webhook = new HeardAlerts();
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      adminPort = socket.getLocalPort();
    }
    Files.writeString(folder.resolve("token"), HOSTING_TOKEN);
    Keypair hosting = Keypair.generate();
    hosting.save(folder.resolve("hosting.json"));
    for (Keypair key : List.of(cluster.committer(), cluster.receiptKey(), hosting)) {
      secrets.addAll(forms(key.toSecretKey()));
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    http.close();
    webhook.close();
    rpc.close();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    cluster.close();
  }

  /** How somebody might print the secret half of a key pair, or all of it. */
  private static List<String> forms(byte[] secretKey) {
    byte[] seed = Arrays.copyOf(secretKey, Keypair.SEED_LENGTH);
    String numbers =
        IntStream.range(0, 8)
            .mapToObj(i -> Integer.toString(seed[i] & 0xFF))
            .collect(Collectors.joining(","));
    return List.of(
        Base58.encode(secretKey),
        Base58.encode(seed),
        HexFormat.of().formatHex(seed),
        Base64.getEncoder().withoutPadding().encodeToString(seed),
        numbers,
        numbers.replace(",", ", "),
        Arrays.toString(Arrays.copyOf(seed, 8)).replace("]", ""));
  }

  private List<String> settings() {
    return List.of(
        "log.level=trace",
        "listen.admin-port=" + adminPort,
        "chain.request-timeout=1s",
        "chain.rpc=%sv2/path-%s?api-key=query-%s,http://%s/dead-%s"
            .formatted(rpc.url(), MARK, MARK, NOBODY, MARK),
        "chain.websocket=ws://%s/ws-%s?k=%s,ws://%s/ws-%s"
            .formatted(NOBODY, MARK, MARK, NOBODY, MARK),
        "hosting.key=" + folder.resolve("hosting.json"),
        "hosting.token-file=" + folder.resolve("token"),
        "content.kubo=http://%s/kubo-%s".formatted(NOBODY, MARK),
        "content.gateways=http://%s/gateway-%s".formatted(NOBODY, MARK),
        "alerts.webhooks=http://user-%s:password-%s@127.0.0.1:%d/path-%s?q=%s,http://u:%s@%s/p-%s?q=%s"
            .formatted(
                MARK, MARK, webhook.address().getPort(), MARK, MARK, MARK, NOBODY, MARK, MARK),
        "alerts.alertmanagers=http://u:%s@%s/am-%s".formatted(MARK, NOBODY, MARK),
        "alerts.rules.always.metric=chain.balance.lamports",
        "alerts.rules.always.above=-1");
  }

  private void ask(URI address, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).headers(headers);
    said.append(http.send(request.build(), BodyHandlers.ofString()).body()).append('\n');
  }

  private void post(URI address, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .headers(headers)
            .POST(BodyPublishers.ofString(body));
    said.append(http.send(request.build(), BodyHandlers.ofString()).body()).append('\n');
  }

  private void assertNothingSecretWasSaid() {
    String text = said.toString();
    for (String secret : secrets) {
      int at = text.indexOf(secret);
      assertFalse(
          at >= 0,
          () -> secret + " is in: " + text.substring(Math.max(0, at - 200), at + secret.length()));
    }
  }

  private static String log(RelayProcess relay) {
    try {
      return relay.log();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void awaitLog(RelayProcess relay, String text) {
    Await.until(() -> text + " in " + log(relay), () -> log(relay).contains(text));
  }

  @Test
  void aRelayInTroubleSaysNoSecret() throws Exception {
    SigningKey key = Messages.key("ada");
    Address agent =
        Address.of(
            TestAgents.register(cluster, "ada", new PublicKey(key.address().toBytes()))
                .toByteArray());
    try (RelayProcess relay =
        RelayProcess.start(cluster, account, folder.resolve("relay"), List.of(), settings())) {
      var about =
          new com.fasterxml.jackson.databind.ObjectMapper().readTree(relay.get("/v1/relay"));
      var domain =
          new Domain(
              Address.parse(about.get("genesisHash").asText()),
              Address.parse(about.get("program").asText()));
      String session = ApiLogin.token(relay.url(), domain, agent, key);
      secrets.add(session);
      String cookie = "session=cookie-" + MARK;
      URI inbox = relay.url().resolve("/v1/inbox/" + agent);
      ask(inbox, "Authorization", "Bearer " + session, "Cookie", cookie);
      ask(inbox, "Authorization", "Bearer wrong-" + MARK);
      ask(relay.url().resolve("/nothing?token=" + MARK), "Cookie", cookie);
      URI operations = relay.url().resolve("/v1/operations");
      post(operations, "{\"operations\":[", "Authorization", "Bearer " + HOSTING_TOKEN);
      post(operations, "[]", "Authorization", "Bearer wrong-" + MARK);
      awaitLog(relay, "could not be told to webhook " + NOBODY);
      awaitLog(relay, "could not be told to alertmanager " + NOBODY);
      var credentials = ("user-" + MARK + ":password-" + MARK).getBytes(StandardCharsets.UTF_8);
      assertEquals(
          "Basic " + Base64.getEncoder().encodeToString(credentials),
          webhook.credentials().getFirst());

      rpc.rule(call -> new Fault.Status(401, ""));
      awaitLog(relay, "401");
      rpc.rule(call -> new Fault.Drop());
      awaitLog(relay, NOBODY + " ");
      URI admin = URI.create("http://127.0.0.1:" + adminPort);
      for (String path :
          List.of(
              "/readyz",
              "/healthz",
              "/metrics",
              "/v1/metrics",
              "/v1/relay",
              "/admin/alerts",
              "/admin/connections",
              "/admin/queues",
              "/admin/memory")) {
        ask(admin.resolve(path), "X-None", "");
      }
      relay.stop();
      said.append(relay.log());
    }
    assertTrue(said.indexOf("pod_chain_endpoint_available{endpoint=\"127.0.0.1:1") >= 0);
    assertNothingSecretWasSaid();
  }

  @Test
  void aRelayThatDoesNotStartSaysNoSecret() {
    for (String wrong :
        List.of(
            "chain.rpc=http://%s/%s?k=%s".formatted(NOBODY, MARK, MARK),
            "chain.rpc=http://u:%s@%s/%s".formatted(MARK, NOBODY, MARK),
            "chain.rpc=http://a b/" + MARK,
            "alerts.webhooks=" + MARK,
            "alerts.alertmanagers=ftp://" + MARK,
            "content.kubo=http:///" + MARK)) {
      var settings = new ArrayList<>(settings());
      settings.add(wrong);
      IOException ended =
          assertThrows(
              IOException.class,
              () ->
                  RelayProcess.start(
                          cluster, account, folder.resolve("failing"), List.of(), settings)
                      .close(),
              wrong);
      said.append(ended.getMessage()).append('\n');
    }
    assertNothingSecretWasSaid();
  }
}
