package org.podprotocol.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.podprotocol.client.relay.Acceptance;
import org.podprotocol.client.relay.OutgoingMessage;
import org.podprotocol.client.relay.Problem;
import org.podprotocol.client.relay.ProblemException;
import org.podprotocol.client.relay.SendResult;
import org.podprotocol.protocol.Samples;

class MessageBatcherTest {
  private record Request(
      List<OutgoingMessage> messages, CompletableFuture<List<SendResult>> result) {
    void refuseAll() {
      List<SendResult> results = new ArrayList<>();
      for (OutgoingMessage message : messages) {
        String nonce = Long.toString(message.envelope().nonce());
        results.add(new SendResult.Refused(new Problem(nonce, 400, "", null, null)));
      }
      result.complete(results);
    }
  }

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

  private MessageBatcher batcher(Duration pause) {
    return new MessageBatcher(
        messages -> {
          Request request = new Request(messages, new CompletableFuture<>());
          requests.add(request);
          return request.result();
        },
        50,
        pause,
        timer);
  }

  private static OutgoingMessage message(long nonce, int length) {
    byte[] content = new byte[length];
    return new OutgoingMessage(
        Samples.text().nonce(nonce).content(content).sign(Samples.DOMAIN, Samples.KEY), content);
  }

  private Request next() throws InterruptedException {
    Request request = requests.poll(20, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request in 20 s");
    }
    return request;
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void theFirstGoesAtOnceAndThoseThatGatherMeanwhileGoWhenItEnds() throws Exception {
    MessageBatcher batcher = batcher(Duration.ofMinutes(1));
    List<CompletableFuture<Acceptance>> results = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      results.add(batcher.send(message(i, 1)));
    }
    Request first = next();
    assertEquals(1, first.messages().size());
    assertNull(requests.poll());
    first.refuseAll();
    Request second = next();
    assertEquals(9, second.messages().size());
    assertFalse(results.get(5).isDone());
    second.refuseAll();
    for (int i = 0; i < 10; i++) {
      CompletionException failure = assertThrows(CompletionException.class, results.get(i)::join);
      ProblemException problem = assertInstanceOf(ProblemException.class, failure.getCause());
      assertEquals(Integer.toString(i), problem.problem().code(), "each has its own result");
    }
  }

  @Test
  void aFullBatchGoesWithoutWaiting() throws Exception {
    MessageBatcher batcher = batcher(Duration.ofMinutes(1));
    for (int i = 0; i < 52; i++) {
      batcher.send(message(i, 1));
    }
    assertEquals(1, next().messages().size());
    assertEquals(50, next().messages().size());
    assertNull(requests.poll());
  }

  @Test
  void aMessageWaitsNoLongerThanThePause() throws Exception {
    MessageBatcher batcher = batcher(Duration.ofMillis(100));
    batcher.send(message(0, 1));
    batcher.send(message(1, 1));
    next();
    assertEquals(1, next().messages().get(0).envelope().nonce());
  }

  @Test
  void aRequestHoldsNoMoreThanAMebibyteUnlessOneMessageDoes() throws Exception {
    MessageBatcher batcher = batcher(Duration.ofMinutes(1));
    batcher.send(message(0, 1));
    for (int i = 1; i <= 4; i++) {
      batcher.send(message(i, 400_000));
    }
    batcher.send(message(5, 1 << 20));
    Request first = next();
    first.refuseAll();
    Request second = next();
    assertEquals(2, second.messages().size());
    second.refuseAll();
    Request third = next();
    assertEquals(2, third.messages().size());
    third.refuseAll();
    assertEquals(1, next().messages().size());
  }

  @Test
  void aRequestThatFailsFailsItsMessagesAndNoOthers() throws Exception {
    MessageBatcher batcher = batcher(Duration.ofMinutes(1));
    CompletableFuture<Acceptance> first = batcher.send(message(0, 1));
    CompletableFuture<Acceptance> second = batcher.send(message(1, 1));
    next().result().completeExceptionally(new java.io.IOException("reset"));
    CompletionException failure = assertThrows(CompletionException.class, first::join);
    assertInstanceOf(java.io.IOException.class, failure.getCause());
    assertEquals(1, next().messages().size());
    assertFalse(second.isDone());
  }

  @Test
  void whenTooManyWaitMoreAreRefused() throws Exception {
    MessageBatcher batcher =
        new MessageBatcher(
            messages -> new CompletableFuture<>(), 100_000, Duration.ofMinutes(1), timer);
    OutgoingMessage same = message(0, 1);
    for (int i = 0; i < 10_001; i++) {
      batcher.send(same);
    }
    CompletionException failure =
        assertThrows(CompletionException.class, () -> batcher.send(same).join());
    assertInstanceOf(RejectedExecutionException.class, failure.getCause());
  }
}
