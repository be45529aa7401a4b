package org.podprotocol.relay.observe.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.podprotocol.relay.anchoring.Await;

/** An HTTP server on this machine that is told of alerts. */
public final class HeardAlerts implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<JsonNode> heard = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private volatile List<Integer> statuses = List.of();

  public HeardAlerts() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          int number = heard.size();
          paths.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          credentials.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
          heard.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
          int status =
              statuses.isEmpty() ? 200 : statuses.get(Math.min(number, statuses.size() - 1));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  /** Answers with these, one after the other; the last one stays. */
  void answers(Integer... codes) {
    statuses = List.of(codes);
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<String> paths() {
    return paths;
  }

  /** The Authorization headers. */
  public List<String> credentials() {
    return credentials;
  }

  public List<JsonNode> heard() {
    return heard;
  }

  /** The n-th thing heard, from 0. */
  public JsonNode await(int number) {
    Await.until("alert number " + number, () -> heard.size() > number);
    return heard.get(number);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
