package org.podprotocol.relay.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.relay.chain.TestCluster;

class DrainTest {
  @TempDir private Path folder;

  private static final class Closing implements WebSocket.Listener {
    private final CompletableFuture<Integer> code = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      code.complete(status);
      return null;
    }
  }

  private static int status(HttpClient http, URI address) throws Exception {
    return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void aDrainedRelaySaysSoServesOnSendsClientsAwayAndStops() throws Exception {
    try (TestCluster cluster = TestCluster.start(folder, 50);
        RelayProcess relay =
            RelayProcess.start(
                cluster,
                cluster.openRelay(1).address(),
                folder.resolve("relay"),
                List.of(),
                List.of("listen.drain=1s"));
        HttpClient http = HttpClient.newHttpClient()) {
      var closing = new Closing();
      http.newWebSocketBuilder()
          .buildAsync(
              URI.create("ws" + relay.url().toString().substring(4) + "/v1/stream"), closing)
          .get(10, TimeUnit.SECONDS);
      URI ready = relay.url().resolve("/readyz");
      assertEquals(200, status(http, ready));
      new ProcessBuilder("kill", "-USR1", Long.toString(relay.pid())).start().waitFor();
      long deadline = System.nanoTime() + 10_000_000_000L;
      while (status(http, ready) != 503) {
        assertTrue(System.nanoTime() < deadline, relay.log());
        LockSupport.parkNanos(1_000_000);
      }
      assertEquals(200, status(http, relay.url().resolve("/v1/relay")), "serves on");
      assertEquals(1001, closing.code.get(10, TimeUnit.SECONDS));
      assertEquals(0, relay.awaitExit(), relay.log());
      assertTrue(relay.log().contains("Stopped."), relay.log());
    }
  }
}
