package org.podprotocol.relay.chain.hosted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationQueueTest {

  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final BlockingQueue<List<Member>> groups = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    loop.shutdown();
  }

  @Test
  void theFirstOfAQuietSpellGoesAtOnceWithWhatCameAlong() throws InterruptedException {
    OperationQueue queue = queue(Duration.ofHours(1));
    queue.add(members(3));
    assertEquals(3, next().size());
  }

  @Test
  void whatFollowsWaitsUntilTheTimeIsOver() throws InterruptedException {
    OperationQueue queue = queue(Duration.ofMillis(300));
    queue.add(members(1));
    assertEquals(1, next().size());
    long begun = System.nanoTime();
    queue.add(members(2));
    queue.add(members(2));
    assertEquals(4, next().size());
    assertEquals(true, System.nanoTime() - begun >= Duration.ofMillis(300).toNanos());
  }

  @Test
  void aFullGroupDoesNotWait() throws InterruptedException {
    OperationQueue queue = queue(Duration.ofHours(1));
    queue.add(members(1));
    next();
    queue.add(members(120));
    assertEquals(50, next().size());
    assertEquals(50, next().size());
    assertNull(groups.poll());
  }

  @Test
  void whatWaitsWhenItIsClosedIsAnswered() throws InterruptedException {
    OperationQueue queue = queue(Duration.ofHours(1));
    queue.add(members(1));
    next();
    List<Member> waiting = members(1);
    queue.add(waiting);
    queue.close();
    assertInstanceOf(OperationResult.NotDone.class, waiting.getFirst().result().join());
  }

  private OperationQueue queue(Duration wait) {
    return new OperationQueue(50, wait, loop, System::nanoTime, groups::add);
  }

  private List<Member> next() throws InterruptedException {
    List<Member> group = groups.poll(10, TimeUnit.SECONDS);
    assertNotNull(group, "no group in time");
    return group;
  }

  private static List<Member> members(int n) {
    var members = new ArrayList<Member>();
    for (int i = 0; i < n; i++) {
      members.add(Member.of(new Operation.RegisterAgent("agent-" + i, null, 0)));
    }
    return members;
  }
}
