package org.podprotocol.relay.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.podprotocol.client.relay.OutgoingMessage;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.relay.cli.ChainSession;

/**
 * One WebSocket that sends messages in binary frames and hears what becomes of them: results in
 * binary frames, states in text frames ({@code docs/api.md}).
 */
final class Outbound implements WebSocket.Listener, AutoCloseable {
  private static final int RESULT_BYTES = 11;
  private static final byte WITHOUT_RECEIPTS = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A message on its way.
   *
   * @param id message id
   * @param message envelope and content
   * @param dueNanos when it was to be sent
   */
  record Due(Hash id, OutgoingMessage message, long dueNanos) {
    Due at(long nanos) {
      return new Due(id, message, nanos);
    }
  }

  private final Latencies accept = new Latencies();
  private final Latencies anchoring = new Latencies();
  private final AtomicLong refused = new AtomicLong();
  private final Map<Integer, List<Due>> frames = new ConcurrentHashMap<>();
  private final Map<Hash, Long> dueOf = new ConcurrentHashMap<>();
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
  private final CompletableFuture<Void> watching = new CompletableFuture<>();
  private final WebSocket socket;
  private CompletableFuture<?> written = CompletableFuture.completedFuture(null);
  private int nextRef = 1;
  private volatile @Nullable Throwable failure;

  private Outbound(HttpClient http, URI stream) {
    socket = ChainSession.await(http.newWebSocketBuilder().buildAsync(stream, this));
  }

  /** Connects, and asks to be told of states. */
  static Outbound open(HttpClient http, URI stream) {
    Outbound outbound = new Outbound(http, stream);
    ChainSession.await(outbound.socket.sendText("{\"type\":\"watch\"}", true));
    ChainSession.await(outbound.watching);
    return outbound;
  }

  /** Sends one frame; frames follow each other without waiting for answers. For one thread. */
  void send(List<Due> messages) {
    int ref = nextRef++;
    int length = 5;
    for (Due due : messages) {
      length += 256 + due.message().content().length;
      dueOf.put(due.id(), due.dueNanos());
    }
    ByteBuffer frame = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(ref).put(WITHOUT_RECEIPTS);
    for (Due due : messages) {
      frame.put(due.message().envelope().toBytes()).put(due.message().content());
    }
    frames.put(ref, List.copyOf(messages));
    written = written.thenCompose(before -> socket.sendBinary(frame.flip(), true));
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      String whole = text.toString();
      text.setLength(0);
      try {
        hear(JSON.readTree(whole));
      } catch (IOException | ProtocolException e) {
        failure = e;
      }
    }
    from.request(1);
    return null;
  }

  private void hear(JsonNode json) throws ProtocolException {
    switch (json.path("type").asText()) {
      case "watching" -> watching.complete(null);
      case "state" -> {
        Long due =
            json.path("state").asText().equals("anchored")
                ? dueOf.remove(Hash.parse(json.path("id").asText()))
                : null;
        if (due != null) {
          anchoring.record(due, System.nanoTime());
        }
      }
      case "error" -> failure = new IOException("the relay says " + json);
      default -> {}
    }
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    binary.writeBytes(part);
    if (last) {
      results(ByteBuffer.wrap(binary.toByteArray()).order(ByteOrder.LITTLE_ENDIAN));
      binary.reset();
    }
    from.request(1);
    return null;
  }

  private void results(ByteBuffer in) {
    long now = System.nanoTime();
    List<Due> messages = frames.remove(in.getInt());
    if (messages == null || in.remaining() != messages.size() * RESULT_BYTES) {
      failure = new IOException("the relay answered a frame that was not sent, or not all of it");
      return;
    }
    for (Due due : messages) {
      int status = in.get();
      in.position(in.position() + RESULT_BYTES - 1);
      if (status == 0) {
        accept.record(due.dueNanos(), now);
      } else {
        refused.incrementAndGet();
        dueOf.remove(due.id());
      }
    }
  }

  @Override
  public void onError(WebSocket from, Throwable cause) {
    failure = cause;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    failure = new IOException("the relay closed the stream: " + code + " " + reason);
    return null;
  }

  /** Sets the start of the timelines. */
  void startAt(long nanos) {
    accept.startAt(nanos);
    anchoring.startAt(nanos);
  }

  Latencies accept() {
    return accept;
  }

  Latencies anchoring() {
    return anchoring;
  }

  long refused() {
    return refused.get();
  }

  /** What broke the connection, or null. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void close() {
    socket.abort();
  }
}
