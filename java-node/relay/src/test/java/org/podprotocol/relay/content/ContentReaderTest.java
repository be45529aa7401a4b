package org.podprotocol.relay.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentReaderTest {
  private static final byte[] BLOCK = {1, 2, 3};
  private static final Cid CID = Cid.hash(Cid.RAW, BLOCK);

  @TempDir Path folder;
  private HttpServer server;
  private final List<String> reports = new ArrayList<>();
  private final CountDownLatch testOver = new CountDownLatch(1);

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.start();
  }

  @AfterEach
  void stopServer() {
    testOver.countDown();
    server.stop(0);
  }

  private void serve(int status, byte[] body) {
    server.createContext(
        "/ipfs/" + CID,
        exchange -> {
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private GatewayBlockSource gateway(Duration timeout) {
    return new GatewayBlockSource(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        HttpClient.newHttpClient(),
        timeout);
  }

  private ContentReader reader(BlockSource... sources) {
    return new ContentReader(
        List.of(sources), 1 << 20, (source, failure) -> reports.add(failure.getMessage()));
  }

  @Test
  void aBlockThatIsNotHereComesFromTheGatewayAndThenFromTheCache() throws IOException {
    serve(200, BLOCK);
    try (var store = EmbeddedBlockStore.open(folder, 1000, Clock.systemUTC())) {
      ContentReader reader = reader(store, gateway(Duration.ofSeconds(10)));
      assertArrayEquals(BLOCK, reader.get(CID).orElseThrow());
      server.removeContext("/ipfs/" + CID);
      assertArrayEquals(BLOCK, reader.get(CID).orElseThrow());
      assertEquals(0.5, reader.hitRate());
    }
  }

  @Test
  void aSourceThatServesWrongBytesIsRefusedAndReported() {
    serve(200, new byte[] {3, 2, 1});
    ContentReader reader = reader(gateway(Duration.ofSeconds(10)));
    assertThrows(CorruptBlockException.class, () -> reader.get(CID));
    assertEquals(1, reports.size());
    assertTrue(reports.getFirst().contains(CID.toString()), reports.toString());
  }

  @Test
  void theNextSourceIsAskedAfterOneThatFails() throws IOException {
    serve(500, new byte[0]);
    try (var store = EmbeddedBlockStore.open(folder, 1000, Clock.systemUTC())) {
      store.put(CID, BLOCK);
      ContentReader reader = reader(gateway(Duration.ofSeconds(10)), store);
      assertArrayEquals(BLOCK, reader.get(CID).orElseThrow());
      assertEquals(1, reports.size());
    }
  }

  @Test
  void anAnswerLargerThanABlockIsBrokenOff() {
    serve(200, new byte[BlockSource.MAX_BLOCK + 1]);
    IOException e = assertThrows(IOException.class, () -> gateway(Duration.ofSeconds(10)).get(CID));
    assertTrue(e.getMessage().contains("more than"), e.getMessage());
  }

  @Test
  void aSourceThatDripsItsAnswerIsGivenUpOn() {
    server.createContext(
        "/ipfs/" + CID,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          try {
            testOver.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    IOException e = assertThrows(IOException.class, () -> gateway(Duration.ofMillis(300)).get(CID));
    assertTrue(e.getMessage().contains("did not answer within 300 ms"), e.getMessage());
  }

  @Test
  void nothingAnywhereIsEmpty() throws IOException {
    serve(404, new byte[0]);
    assertTrue(reader(gateway(Duration.ofSeconds(10))).get(CID).isEmpty());
  }
}
