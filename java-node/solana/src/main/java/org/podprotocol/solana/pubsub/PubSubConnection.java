package org.podprotocol.solana.pubsub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBufInputStream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.rpc.RpcErrorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket from handshake to end. Request ids are never used twice on it, and it takes no
 * answers but its own, so a late answer can't bind to the wrong subscription. All on the channel's
 * event loop.
 */
final class PubSubConnection extends SimpleChannelInboundHandler<WebSocketFrame> {

  private static final Logger log = LoggerFactory.getLogger(PubSubConnection.class);
  private static final JsonMapper JSON = warmMapper();
  private static final long FIRST_REJECT_WAIT_MS = 500;

  private final Channel channel;
  private final ConnectionOwner owner;
  private final PubSubOptions options;
  private final Map<Long, Desired<?>> pending = new HashMap<>();
  private final Map<Long, Desired<?>> byServerId = new HashMap<>();
  private final ArrayDeque<ObjectNode> outbound = new ArrayDeque<>();
  private long nextId = 1;
  private boolean pinged;
  private long lastSlotNanos = System.nanoTime();
  private @Nullable Desired<SlotNotification> heartbeat;
  private String ending = "the peer ended the connection";

  PubSubConnection(Channel channel, ConnectionOwner owner, PubSubOptions options) {
    this.channel = channel;
    this.owner = owner;
    this.options = options;
  }

  /** Jackson's caches take a lock when they miss: event loops must not meet there. */
  private static JsonMapper warmMapper() {
    JsonMapper mapper = JsonMapper.builder().build();
    try {
      mapper.readTree(call(0, "warm-up").toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Jackson can't read what it wrote", e);
    }
    return mapper;
  }

  /** Makes all wanted subscriptions on this connection. */
  void start(List<Desired<?>> wanted) {
    Duration silence = options.slotSilence();
    if (silence != null) {
      heartbeat =
          new Desired<>(
              SubscriptionRequest.slots(), notification -> lastSlotNanos = System.nanoTime());
      subscribe(heartbeat);
      watchSlots(silence);
    }
    wanted.forEach(this::subscribe);
  }

  private void watchSlots(Duration silence) {
    channel
        .eventLoop()
        .schedule(
            () -> {
              if (!channel.isActive() || heartbeat == null) {
                return;
              }
              if (System.nanoTime() - lastSlotNanos > silence.toNanos()) {
                close("no slot for " + silence.toMillis() + " ms");
              } else {
                watchSlots(silence);
              }
            },
            Math.max(1, silence.toMillis() / 2),
            TimeUnit.MILLISECONDS);
  }

  void subscribe(Desired<?> wanted) {
    if (wanted.over || !channel.isActive()) {
      return;
    }
    long id = nextId++;
    pending.put(id, wanted);
    ObjectNode call = call(id, wanted.request.subscribeMethod());
    call.set("params", wanted.request.params());
    send(call);
    channel
        .eventLoop()
        .schedule(
            () -> {
              if (pending.containsKey(id) && channel.isActive()) {
                close("no answer to a subscribe in " + options.answerTimeout().toMillis() + " ms");
              }
            },
            options.answerTimeout().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Ends a subscription with the node; one that the node has not answered yet is ended when it
   * does.
   */
  void unsubscribe(Desired<?> wanted) {
    Long serverId = wanted.serverId;
    if (serverId != null && byServerId.remove(serverId) != null && channel.isActive()) {
      wanted.serverId = null;
      ObjectNode call = call(nextId++, wanted.request.unsubscribeMethod());
      call.putArray("params").add(serverId);
      send(call);
    }
  }

  private static ObjectNode call(long id, String method) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("jsonrpc", "2.0")
        .put("id", id)
        .put("method", method);
  }

  private void send(ObjectNode call) {
    outbound.add(call);
    flush();
  }

  /** Writes while the socket takes it; the rest goes when it is writable again. */
  private void flush() {
    boolean wrote = false;
    while (channel.isWritable() && !outbound.isEmpty()) {
      channel.write(new TextWebSocketFrame(outbound.remove().toString()));
      wrote = true;
    }
    if (wrote) {
      channel.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    flush();
    context.fireChannelWritabilityChanged();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    pinged = false;
    if (!(frame instanceof TextWebSocketFrame)) {
      return;
    }
    JsonNode message;
    try (InputStream in = new ByteBufInputStream(frame.content())) {
      message = JSON.readTree(in);
    } catch (JsonProcessingException e) {
      close("the peer doesn't speak JSON");
      return;
    } catch (IOException e) {
      throw new IllegalStateException("a buffer can't fail to be read", e);
    }
    if (message.has("method")) {
      notification(message.path("params"));
    } else if (message.path("id").isIntegralNumber()) {
      answer(message);
    }
  }

  private void notification(JsonNode params) {
    Desired<?> wanted = byServerId.get(params.path("subscription").asLong(-1));
    JsonNode result = params.get("result");
    if (wanted == null || result == null) {
      return;
    }
    if (wanted.request.once() && result.path("value").isTextual()) {
      // "receivedSignature": the node has it, but it is in no block yet.
      return;
    }
    wanted.notified(result);
    if (wanted.over) {
      byServerId.remove(params.path("subscription").asLong());
      owner.forget(wanted);
    }
  }

  private void answer(JsonNode message) {
    Desired<?> wanted = pending.remove(message.path("id").longValue());
    if (wanted == null) {
      return;
    }
    owner.proven();
    JsonNode result = message.get("result");
    if (result != null && result.isIntegralNumber()) {
      bind(wanted, result.longValue());
    } else {
      refused(wanted, message.path("error"));
    }
  }

  private void bind(Desired<?> wanted, long serverId) {
    byServerId.put(serverId, wanted);
    wanted.serverId = serverId;
    if (wanted.over) {
      unsubscribe(wanted);
    } else {
      wanted.subscribed(serverId);
    }
  }

  /**
   * A passing refusal is tried again a few times, a final one is reported: never an endless loop.
   */
  private void refused(Desired<?> wanted, JsonNode error) {
    RpcErrorException reason =
        new RpcErrorException(
            wanted.request.subscribeMethod(),
            "the PubSub connection",
            error.path("code").asInt(),
            error.path("message").asText("no message"),
            error.get("data"));
    if (wanted == heartbeat) {
      log.warn(
          "slots can't be subscribed to: silence of this connection will not be noticed by them");
      heartbeat = null;
      return;
    }
    if (reason.isNodeFault() && wanted.rejections < options.rejectRetries()) {
      long wait = FIRST_REJECT_WAIT_MS << Math.min(wanted.rejections++, 6);
      channel.eventLoop().schedule(() -> subscribe(wanted), wait, TimeUnit.MILLISECONDS);
      return;
    }
    wanted.rejected(reason);
    owner.forget(wanted);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent idle && idle.state() == IdleState.READER_IDLE) {
      if (pinged) {
        close("the peer is silent and doesn't answer a ping");
      } else {
        pinged = true;
        channel.writeAndFlush(new PingWebSocketFrame());
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    owner.lost(this, ending);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    close("the connection failed: " + cause.getMessage());
  }

  void close(String reason) {
    ending = reason;
    channel.close();
  }
}
