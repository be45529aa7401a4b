package org.podprotocol.solana.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.podprotocol.solana.rpc.RpcErrorException;
import org.podprotocol.solana.rpc.RpcException;

/** What a connection makes of a peer's words, without a peer. */
class PubSubConnectionTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final List<String> events = new ArrayList<>();
  private final ConnectionOwner owner =
      new ConnectionOwner() {
        @Override
        public void proven() {}

        @Override
        public void forget(Desired<?> wanted) {
          events.add("forgotten");
        }

        @Override
        public void lost(PubSubConnection which, String reason) {
          events.add("lost: " + reason);
        }
      };
  private final SubscriptionListener<SlotNotification> listener =
      new SubscriptionListener<>() {
        @Override
        public void notified(SlotNotification notification) {
          events.add("slot " + notification.slot());
        }

        @Override
        public void subscribed(boolean afterGap) {
          events.add("subscribed " + afterGap);
        }

        @Override
        public void rejected(RpcException reason) {
          events.add("rejected " + ((RpcErrorException) reason).code());
        }
      };
  private final Desired<SlotNotification> wanted =
      new Desired<>(SubscriptionRequest.slots(), listener);
  private EmbeddedChannel channel;
  private PubSubConnection connection;

  private void open(PubSubOptions options) {
    channel = new EmbeddedChannel();
    connection = new PubSubConnection(channel, owner, options);
    channel.pipeline().addLast(connection);
    connection.start(List.of(wanted));
  }

  private static PubSubOptions noHeartbeat() {
    return PubSubOptions.defaults()
        .withLiveness(Duration.ofSeconds(15), null, Duration.ofSeconds(10));
  }

  @AfterEach
  void release() {
    channel.finishAndReleaseAll();
  }

  private JsonNode sent() throws Exception {
    TextWebSocketFrame frame = channel.readOutbound();
    if (frame == null) {
      return null;
    }
    try {
      return JSON.readTree(frame.text());
    } finally {
      frame.release();
    }
  }

  private void told(String json) {
    channel.writeInbound(new TextWebSocketFrame(json));
  }

  private void answer(long id, String rest) {
    told("{\"jsonrpc\":\"2.0\",\"id\":" + id + "," + rest + "}");
  }

  private void slot(long subscription, long slot) {
    told(
        "{\"jsonrpc\":\"2.0\",\"method\":\"slotNotification\",\"params\":{\"result\":{\"parent\":1,"
            + "\"root\":0,\"slot\":"
            + slot
            + "},\"subscription\":"
            + subscription
            + "}}");
  }

  @Test
  void bindsNotificationsByTheNodesId() throws Exception {
    open(noHeartbeat());
    JsonNode call = sent();
    assertEquals("slotSubscribe", call.get("method").asText());
    slot(77, 5);
    answer(call.get("id").asLong(), "\"result\":77");
    slot(77, 6);
    slot(78, 7);
    assertEquals(List.of("subscribed false", "slot 6"), events);
  }

  @Test
  void answersToUnknownIdsBindNothing() throws Exception {
    open(noHeartbeat());
    long id = sent().get("id").asLong();
    answer(id + 1, "\"result\":76");
    slot(76, 5);
    assertTrue(events.isEmpty());
    answer(id, "\"result\":77");
    answer(id, "\"result\":99");
    slot(99, 5);
    assertEquals(List.of("subscribed false"), events);
  }

  @Test
  void finalRefusalIsReportedOnce() throws Exception {
    open(noHeartbeat());
    answer(sent().get("id").asLong(), "\"error\":{\"code\":-32602,\"message\":\"Invalid params\"}");
    assertEquals(List.of("rejected -32602", "forgotten"), events);
    assertNull(sent());
  }

  @Test
  void passingRefusalIsTriedAgainButNotForEver() throws Exception {
    open(noHeartbeat());
    int attempts = 0;
    JsonNode call;
    while ((call = sent()) != null) {
      attempts++;
      answer(call.get("id").asLong(), "\"error\":{\"code\":-32603,\"message\":\"later\"}");
      channel.advanceTimeBy(1, TimeUnit.MINUTES);
      channel.runPendingTasks();
    }
    assertEquals(6, attempts, "the first and five more");
    assertEquals(List.of("rejected -32603", "forgotten"), events);
  }

  @Test
  void cancelledBeforeTheAnswerIsUnsubscribedAfterIt() throws Exception {
    open(noHeartbeat());
    long id = sent().get("id").asLong();
    wanted.over = true;
    connection.unsubscribe(wanted);
    assertNull(sent());
    answer(id, "\"result\":77");
    JsonNode call = sent();
    assertEquals("slotUnsubscribe", call.get("method").asText());
    assertEquals(77, call.get("params").get(0).asLong());
    slot(77, 5);
    assertTrue(events.isEmpty());
  }

  @Test
  void noAnswerToASubscribeEndsTheConnection() throws Exception {
    open(noHeartbeat());
    sent();
    channel.advanceTimeBy(10_001, TimeUnit.MILLISECONDS);
    channel.runPendingTasks();
    assertFalse(channel.isActive());
    assertTrue(events.get(0).startsWith("lost: no answer"), events.toString());
  }

  @Test
  void peerThatAnswersPingsButTellsNoSlotsIsGivenUp() throws Exception {
    open(
        PubSubOptions.defaults()
            .withLiveness(Duration.ofSeconds(15), Duration.ofMillis(200), Duration.ofSeconds(10)));
    answer(sent().get("id").asLong(), "\"result\":1");
    answer(sent().get("id").asLong(), "\"result\":2");
    long begun = System.nanoTime();
    while (channel.isActive() && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(10)) {
      channel.writeInbound(new PongWebSocketFrame());
      channel.advanceTimeBy(100, TimeUnit.MILLISECONDS);
      channel.runPendingTasks();
    }
    assertTrue(events.contains("lost: no slot for 200 ms"), events.toString());
  }

  @Test
  void silenceIsAnsweredByAPingThenByTheEnd() throws Exception {
    open(noHeartbeat());
    sent();
    channel.pipeline().fireUserEventTriggered(IdleStateEvent.READER_IDLE_STATE_EVENT);
    PingWebSocketFrame ping = channel.readOutbound();
    ping.release();
    channel.writeInbound(new PongWebSocketFrame());
    channel.pipeline().fireUserEventTriggered(IdleStateEvent.READER_IDLE_STATE_EVENT);
    assertTrue(channel.isActive(), "a pong is a sign of life");
    channel.<PingWebSocketFrame>readOutbound().release();
    channel.pipeline().fireUserEventTriggered(IdleStateEvent.READER_IDLE_STATE_EVENT);
    assertFalse(channel.isActive());
  }

  @Test
  void nonsenseEndsTheConnectionAnUnreadableNotificationDoesNot() throws Exception {
    open(noHeartbeat());
    answer(sent().get("id").asLong(), "\"result\":77");
    told(
        "{\"method\":\"slotNotification\",\"params\":{\"result\":{\"slot\":\"x\"},"
            + "\"subscription\":77}}");
    assertTrue(channel.isActive());
    slot(77, 6);
    assertEquals("slot 6", events.get(1));
    told("}{");
    assertFalse(channel.isActive());
  }
}
