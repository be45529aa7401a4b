package org.podprotocol.relay.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.client.PodAgent;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.PodClientSettings;
import org.podprotocol.client.SentMessage;
import org.podprotocol.client.relay.InboxStream;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.process.RelayProcess;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.rpc.Commitment;

/** The dashboard of a real relay on a real chain, in a real browser. */
class DashboardTest {
  private static final Path PICTURES = Path.of("target/dashboard");
  private static final String SECRET = "nobody but Ben may read this";

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static RelayProcess relay;
  private static PodClient client;
  private static PodAgent ada;
  private static PodAgent ben;
  private static InboxStream inbox;
  private static Chromium chromium;
  private static Page page;
  private static URI url;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(PICTURES);
    cluster = TestCluster.start(folder, 50);
    PublicKey account = cluster.openRelay(1).address();
    int adminPort = freePort();
    // As bin/pod starts it, so that the pictures show what an operator sees.
    relay =
        RelayProcess.start(
            cluster,
            account,
            folder.resolve("relay"),
            List.of(
                "-Xms8m",
                "-Xmx48m",
                "-XX:NewSize=3m",
                "-XX:MaxNewSize=4m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Dio.netty.allocator.type=unpooled",
                "-Dio.netty.noPreferDirect=true"),
            List.of("chain.commit-interval=400ms", "listen.admin-port=" + adminPort));
    url = URI.create("http://127.0.0.1:" + adminPort + "/");
    client =
        get(
            PodClient.connect(
                PodClientSettings.of(
                    relay.url(), cluster.rpcUrl(), Address.of(TestCluster.PROGRAM.toByteArray()))));
    ada = get(client.register(cluster.committer(), "ada", Keypair.generate(), 0));
    ben = get(client.register(cluster.committer(), "ben", Keypair.generate(), 0));
    inbox = ben.subscribe(1, message -> CompletableFuture.completedFuture(null));
    chromium = Chromium.start(folder);
    page = chromium.page();
  }

  @AfterAll
  static void stop() throws Exception {
    if (chromium != null) {
      chromium.close();
    }
    if (inbox != null) {
      inbox.close();
    }
    if (client != null) {
      client.close();
    }
    if (relay != null) {
      relay.close();
    }
    cluster.close();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private static Hash send(String text) throws Exception {
    SentMessage sent = get(ada.to(ben.address()).text(text).send());
    return sent.id();
  }

  private static double figure(String id) {
    return Double.parseDouble(page.text("#" + id).replace(",", ""));
  }

  /** One story, as an operator would live it; the page is opened once. */
  @Test
  void theDashboardTellsWhatTheRelayDoes() throws Exception {
    page.look(1280, 900, "light");
    page.open(url);
    page.await("connected", "document.getElementById('status').textContent === 'ready'");
    assertEquals("0", page.text("#log-size"));
    assertTrue(page.text("#commits").contains("Nothing has been committed yet"));
    page.picture(PICTURES.resolve("dashboard-empty.png"));

    Hash id = send(SECRET);
    for (int i = 0; i < 60; i++) {
      send("message " + i);
    }
    get(ada.anchored(id, Commitment.CONFIRMED, Duration.ofSeconds(30)));
    page.await(
        "61 messages in the log", "document.getElementById('log-size').textContent === '61'");
    page.await("a rate", "parseFloat(document.getElementById('accepted-rate').textContent) > 0");
    page.await(
        "commits with their transactions",
        "/^[1-9A-HJ-NP-Za-km-z]{80,90}$/.test(document.querySelector('#commits tbody td.mono')?.textContent)");
    assertTrue(figure("tx-rate") >= 0);
    assertTrue(figure("resident") > 10);
    assertTrue(figure("balance") > 0);
    page.await(
        "latencies of all three",
        "[...document.querySelectorAll('tr[data-timer^=a], tr[data-timer^=d]')].every(row => row.cells[5]?.textContent > '0')");
    assertTrue(page.text("#endpoints").contains("127.0.0.1"), page.text("#endpoints"));

    searchByKeyboard(id);
    assertEquals(
        "verified", page.value("document.querySelector('.verdict').dataset.verdict").asText());
    String found = page.text("#found");
    assertTrue(found.contains("Verified against the log on chain"), found);
    assertTrue(found.contains("read from the chain at slot"), found);
    assertTrue(found.contains("the relay is trusted to pass on"), found);
    assertTrue(found.contains(ada.address().toString()), found);
    assertFalse(page.text("body").contains(SECRET));
    page.await("delivered", "document.querySelector('.states').textContent.includes('anchored')");
    page.picture(PICTURES.resolve("dashboard-light.png"));
    page.look(1280, 900, "dark");
    page.picture(PICTURES.resolve("dashboard-dark.png"));
    page.look(400, 800, "light");
    assertTrue(
        page.value("document.documentElement.scrollWidth <= innerWidth").asBoolean(),
        "the narrow page does not fit its width");
    page.picture(PICTURES.resolve("dashboard-narrow.png"));
    page.look(1280, 900, "light");

    forgedProofsAreShown(id);
    unknownIdsAreNamed();
    everythingComesFromTheRelay();
  }

  private static void searchByKeyboard(Hash id) {
    page.value("document.activeElement.blur()");
    page.press("/", 191, "/");
    assertEquals("id", page.value("document.activeElement.id").asText());
    page.value("document.getElementById('id').select()");
    page.type(id.toString());
    page.press("Tab", 9, "");
    assertEquals("BUTTON", page.value("document.activeElement.tagName").asText());
    assertTrue(
        page.value("getComputedStyle(document.activeElement).outlineStyle === 'solid'").asBoolean(),
        "the focus can't be seen");
    page.value("document.getElementById('found').replaceChildren()");
    page.press("Enter", 13, "\r");
    page.await("a verdict", "document.querySelector('.verdict')");
  }

  private static void forgedProofsAreShown(Hash id) throws Exception {
    // A leaf of another message, a changed hash of the path, another peak on chain.
    Map<String, String> forgeries =
        Map.of(
            "\"leaf\":\"0", "\"leaf\":\"1",
            "\"path\":[\"", "\"path\":[\"" + "00".repeat(32) + "\",\"",
            "\"peaks\":[\"", "\"peaks\":[\"" + "00".repeat(32) + "\",\"");
    for (var forgery : forgeries.entrySet()) {
      page.forgeProofs(
          proof -> {
            String forged = proof.replace(forgery.getKey(), forgery.getValue());
            return forged.equals(proof) ? "{\"forgery\":\"failed\"}" : forged;
          });
      searchByKeyboard(id);
      String found = page.text(".verdict");
      assertTrue(found.contains("Not verified: the proof does not hold"), found);
      assertTrue(found.contains("Does not hold: "), found);
      assertFalse(found.contains("can be read"), found);
    }
    page.picture(PICTURES.resolve("dashboard-forged.png"));
    // Without an account from the chain nothing is called verified.
    page.forgeProofs(proof -> proof.replaceAll("\"chain\":\\{.*}}", "\"chain\":null}"));
    searchByKeyboard(id);
    String found = page.text(".verdict");
    assertTrue(found.contains("Not checked against the chain"), found);
    page.forgeNoMore();
  }

  private static void unknownIdsAreNamed() {
    page.value("document.getElementById('id').value = '" + "0".repeat(64) + "'");
    page.value("document.getElementById('search').requestSubmit()");
    page.await(
        "an answer",
        "document.getElementById('found').textContent.includes('no message with this id')");
    page.value("document.getElementById('id').value = 'nonsense'");
    page.value("document.getElementById('search').requestSubmit()");
    page.await(
        "an answer", "document.getElementById('found').textContent.includes('64 hex digits')");
  }

  private static void everythingComesFromTheRelay() {
    List<String> elsewhere =
        page.requests().stream()
            .filter(asked -> !asked.startsWith(url.toString()) && !asked.equals("about:blank"))
            .toList();
    assertEquals(List.of(), elsewhere);
    assertEquals(List.of(), page.complaints());
    assertTrue(
        page.value(
                "[...document.querySelectorAll('main section')].every(part => document.getElementById(part.getAttribute('aria-labelledby')))")
            .asBoolean());
  }

  /** A name that a stranger points at the listener, and another site's page. */
  @Test
  void strangersPagesAreNotAnswered() throws Exception {
    for (String path : List.of("admin/commits", "admin/live", "admin/messages/" + "0".repeat(64))) {
      for (String[] header :
          List.of(
              new String[] {"Host", "evil.example"},
              new String[] {"Origin", "https://evil.example"})) {
        assertEquals(403, status(path, header[0], header[1]), path + " " + header[1]);
      }
    }
    assertEquals(200, status("admin/commits", "Origin", "http://" + url.getAuthority()));
  }

  /** By hand, since Java's client does not let the host be chosen. */
  private static int status(String path, String name, String value) throws IOException {
    try (var socket = new Socket(url.getHost(), url.getPort())) {
      String host = name.equals("Host") ? "" : "Host: " + url.getAuthority() + "\r\n";
      String request =
          "GET /%s HTTP/1.1\r\n%s%s: %s\r\nConnection: close\r\n\r\n"
              .formatted(path, host, name, value);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      return Integer.parseInt(answer.readLine().split(" ")[1]);
    }
  }
}
