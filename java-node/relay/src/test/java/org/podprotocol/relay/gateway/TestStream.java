package org.podprotocol.relay.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that keeps what it hears. */
final class TestStream implements WebSocket.Listener, AutoCloseable {
  private final LinkedBlockingQueue<JsonNode> texts = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Integer> closes = new LinkedBlockingQueue<>();
  private final StringBuilder part = new StringBuilder();
  private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
  private final boolean greedy;
  private final WebSocket socket;

  private TestStream(URI uri, boolean greedy) {
    this.greedy = greedy;
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(uri.toString().replaceFirst("http", "ws")), this)
            .join();
  }

  static TestStream open(EdgeFixture edge) {
    return new TestStream(edge.uri("/v1/stream"), true);
  }

  /** One that takes nothing until {@link #take}. */
  static TestStream openReluctant(EdgeFixture edge) {
    return new TestStream(edge.uri("/v1/stream"), false);
  }

  void take(int frames) {
    socket.request(frames);
  }

  void send(String text) {
    socket.sendText(text, true).join();
  }

  void send(byte[] binary) {
    socket.sendBinary(ByteBuffer.wrap(binary), true).join();
  }

  JsonNode next() throws InterruptedException {
    JsonNode text = texts.poll(10, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("nothing came");
    }
    return text;
  }

  JsonNode next(String type) throws InterruptedException {
    JsonNode text = next();
    if (!text.get("type").asText().equals(type)) {
      throw new AssertionError("not " + type + " but " + text);
    }
    return text;
  }

  byte[] nextBinary() throws InterruptedException {
    byte[] binary = binaries.poll(10, TimeUnit.SECONDS);
    if (binary == null) {
      throw new AssertionError("nothing came; texts: " + texts);
    }
    return binary;
  }

  int closeCode() throws InterruptedException {
    Integer code = closes.poll(10, TimeUnit.SECONDS);
    if (code == null) {
      throw new AssertionError("the stream stays open");
    }
    return code;
  }

  boolean isQuiet() {
    return texts.isEmpty();
  }

  /** Logs the agent in. */
  void login(EdgeFixture edge, String name) throws Exception {
    send(
        "{\"type\":\"hello\",\"agent\":\""
            + org.podprotocol.relay.journal.Messages.address(name)
            + "\"}");
    send(edge.login(name, next("challenge"), "login"));
    next("welcome");
  }

  @Override
  public void onOpen(WebSocket opened) {
    if (greedy) {
      opened.request(1);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      try {
        texts.add(EdgeFixture.JSON.readTree(part.toString()));
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      part.setLength(0);
    }
    if (greedy || !last) {
      from.request(1);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] chunk = new byte[data.remaining()];
    data.get(chunk);
    bytes.writeBytes(chunk);
    if (last) {
      binaries.add(bytes.toByteArray());
      bytes.reset();
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closes.add(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closes.add(1006);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
