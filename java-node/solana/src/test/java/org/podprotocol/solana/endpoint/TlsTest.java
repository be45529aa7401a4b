package org.podprotocol.solana.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.podprotocol.solana.local.Eventually.eventually;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.solana.local.LocalChain;
import org.podprotocol.solana.local.TcpFaultProxy;
import org.podprotocol.solana.local.TrackedNetwork;
import org.podprotocol.solana.pubsub.PubSubClient;
import org.podprotocol.solana.pubsub.PubSubOptions;
import org.podprotocol.solana.pubsub.SlotNotification;
import org.podprotocol.solana.pubsub.SubscriptionRequest;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.rpc.TransportException;

/** https and wss, with a certificate that is made for the test. */
@Timeout(60)
class TlsTest {

  private static final String PASSWORD = "not-a-secret";

  @TempDir static Path folder;
  private static LocalChain chain;
  private static Network network;
  private static SslContext server;
  private static TcpFaultProxy https;
  private static TcpFaultProxy wss;

  @BeforeAll
  static void start() throws Exception {
    Path store = folder.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertEquals(0, keytool.waitFor());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    server = SslContextBuilder.forServer(managers).build();

    chain = LocalChain.start(50);
    network = TrackedNetwork.open(2);
    https = new TcpFaultProxy(network.eventLoops(), chain.rpcUrl(), server);
    wss = new TcpFaultProxy(network.eventLoops(), chain.wsUrl(), server);
  }

  @AfterAll
  static void stop() {
    https.close();
    wss.close();
    network.eventLoops().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    chain.close();
  }

  private static void trustTheServer() {
    System.setProperty("javax.net.ssl.trustStore", folder.resolve("server.p12").toString());
    System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
  }

  @AfterEach
  void trustNobodyElse() {
    System.clearProperty("javax.net.ssl.trustStore");
    System.clearProperty("javax.net.ssl.trustStorePassword");
  }

  private static HttpEndpoint endpoint(URI url) {
    return new HttpEndpoint(network, url, HttpOptions.defaults());
  }

  @Test
  void callsATrustedServer() throws Exception {
    trustTheServer();
    try (HttpEndpoint endpoint = endpoint(https.url("https"))) {
      assertTrue(new SolanaRpc(endpoint).getSlot(Commitment.CONFIRMED).get() > 0);
    }
  }

  @Test
  void refusesAStranger() {
    try (HttpEndpoint endpoint = endpoint(https.url("https"))) {
      ExecutionException e =
          assertThrows(
              ExecutionException.class,
              () -> new SolanaRpc(endpoint).getSlot(Commitment.CONFIRMED).get());
      assertInstanceOf(TransportException.class, e.getCause());
    }
  }

  @Test
  void refusesACertificateForAnotherName() {
    trustTheServer();
    URI byName = URI.create("https://localhost:" + https.url("https").getPort() + "/");
    try (HttpEndpoint endpoint = endpoint(byName)) {
      ExecutionException e =
          assertThrows(
              ExecutionException.class,
              () -> new SolanaRpc(endpoint).getSlot(Commitment.CONFIRMED).get());
      assertInstanceOf(TransportException.class, e.getCause());
    }
  }

  @Test
  void subscribesOverTls() throws Exception {
    trustTheServer();
    List<SlotNotification> heard = new CopyOnWriteArrayList<>();
    try (PubSubClient client =
        new PubSubClient(network, wss.url("wss"), PubSubOptions.defaults())) {
      client.subscribe(SubscriptionRequest.slots(), heard::add);
      eventually("slots", () -> !heard.isEmpty());
    }
  }

  @Test
  void neverSubscribesToAStranger() throws Exception {
    PubSubOptions quick =
        PubSubOptions.defaults().withBackoff(Duration.ofMillis(10), Duration.ofMillis(20));
    List<SlotNotification> heard = new CopyOnWriteArrayList<>();
    try (PubSubClient client = new PubSubClient(network, wss.url("wss"), quick)) {
      int before = wss.accepted();
      client.subscribe(SubscriptionRequest.slots(), heard::add);
      eventually("several attempts", () -> wss.accepted() > before + 3);
      assertFalse(client.isConnected());
      assertTrue(heard.isEmpty());
    }
  }
}
