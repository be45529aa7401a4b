package org.podprotocol.client.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLaneTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<HttpExchange> exchanges = new LinkedBlockingQueue<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchanges::add);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private HttpLane lane(int connections, int waiting, Duration timeout) {
    return new HttpLane(
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
        new HttpBounds(connections, waiting, timeout, 1000));
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
        .build();
  }

  private HttpExchange next() throws InterruptedException {
    HttpExchange exchange = exchanges.poll(20, TimeUnit.SECONDS);
    if (exchange == null) {
      throw new AssertionError("no request in 20 s");
    }
    return exchange;
  }

  private static void answer(HttpExchange exchange, int bytes) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, bytes);
      exchange.getResponseBody().write(new byte[bytes]);
    }
  }

  @Test
  void noMoreRequestsAreUnderWayThanConnectionsAndThoseThatWaitComeInOrder() throws Exception {
    HttpLane lane = lane(2, 10, Duration.ofSeconds(20));
    List<CompletableFuture<HttpResponse<byte[]>>> results = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      results.add(lane.send(request("/" + i)));
    }
    HttpExchange one = next();
    HttpExchange two = next();
    assertTrue(exchanges.poll(200, TimeUnit.MILLISECONDS) == null, "a third is under way");
    answer(one, 1);
    answer(two, 1);
    List<String> later = new ArrayList<>();
    for (int i = 2; i < 6; i++) {
      HttpExchange exchange = next();
      String path = exchange.getRequestURI().getPath();
      later.add(path);
      // Two are under way and may arrive in either order, so an answer goes by its request.
      answer(exchange, Integer.parseInt(path.substring(1)));
    }
    assertEquals(List.of("/2", "/3", "/4", "/5"), later.stream().sorted().toList());
    assertArrayEquals(new byte[5], results.get(5).get(20, TimeUnit.SECONDS).body());
  }

  @Test
  void aFullQueueRefuses() throws Exception {
    HttpLane lane = lane(1, 1, Duration.ofSeconds(20));
    lane.send(request("/"));
    HttpExchange held = next();
    lane.send(request("/"));
    CompletionException failure =
        assertThrows(CompletionException.class, () -> lane.send(request("/")).join());
    assertInstanceOf(RejectedExecutionException.class, failure.getCause());
    held.close();
  }

  @Test
  void aRequestThatTakesTooLongFailsAndGivesItsConnectionBack() throws Exception {
    HttpLane lane = lane(1, 10, Duration.ofMillis(300));
    CompletableFuture<HttpResponse<byte[]>> slow = lane.send(request("/slow"));
    CompletionException failure = assertThrows(CompletionException.class, slow::join);
    assertInstanceOf(TimeoutException.class, failure.getCause());
    next();
    CompletableFuture<HttpResponse<byte[]>> quick = lane.send(request("/quick"));
    answer(next(), 3);
    assertEquals(3, quick.get(20, TimeUnit.SECONDS).body().length);
  }

  @Test
  void anAnswerPastTheBoundFails() throws Exception {
    HttpLane lane = lane(1, 1, Duration.ofSeconds(20));
    CompletableFuture<HttpResponse<byte[]>> result = lane.send(request("/"));
    try (HttpExchange exchange = next()) {
      exchange.sendResponseHeaders(200, 1001);
      exchange.getResponseBody().write(new byte[1001]);
    }
    CompletionException failure = assertThrows(CompletionException.class, result::join);
    assertInstanceOf(AnswerTooLargeException.class, failure.getCause());
  }
}
