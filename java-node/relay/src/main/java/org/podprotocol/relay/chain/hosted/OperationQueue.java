package org.podprotocol.relay.chain.hosted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.podprotocol.relay.chain.hosted.Operation.Kind;

/**
 * Groups operations by kind. A group goes when it has {@code size} members, or {@code wait} after
 * its first; the first operation after a quiet time of {@code wait} goes at once, with whatever
 * came along with it.
 */
final class OperationQueue {

  private final int size;
  private final long waitNanos;
  private final ScheduledExecutorService loop;
  private final LongSupplier nanoTime;
  private final Consumer<List<Member>> flush;
  private final Map<Kind, Group> groups = new EnumMap<>(Kind.class);

  /** Members of a kind that wait; touched on the loop only. */
  private final class Group {
    private List<Member> members = new ArrayList<>();
    private long lastFlushNanos;
    private boolean planned;
    private int generation;

    private Group() {
      lastFlushNanos = nanoTime.getAsLong() - waitNanos;
    }

    private void add(Member member) {
      members.add(member);
      if (members.size() >= size) {
        go();
      }
    }

    private void settle() {
      if (members.isEmpty() || planned) {
        return;
      }
      if (nanoTime.getAsLong() - lastFlushNanos >= waitNanos) {
        go();
        return;
      }
      planned = true;
      int expected = generation;
      loop.schedule(
          () -> {
            if (generation == expected) {
              go();
            }
          },
          waitNanos,
          TimeUnit.NANOSECONDS);
    }

    private void go() {
      List<Member> full = members;
      members = new ArrayList<>();
      lastFlushNanos = nanoTime.getAsLong();
      planned = false;
      generation++;
      flush.accept(full);
    }
  }

  OperationQueue(
      int size,
      Duration wait,
      ScheduledExecutorService loop,
      LongSupplier nanoTime,
      Consumer<List<Member>> flush) {
    this.size = size;
    this.waitNanos = wait.toNanos();
    this.loop = loop;
    this.nanoTime = nanoTime;
    this.flush = flush;
  }

  /** Takes operations that came together. */
  void add(List<Member> members) {
    loop.execute(
        () -> {
          for (Member member : members) {
            group(member.operation().kind()).add(member);
          }
          groups.values().forEach(Group::settle);
        });
  }

  /** Answers what waits as not done. */
  void close() {
    loop.execute(
        () ->
            groups
                .values()
                .forEach(
                    group -> {
                      group.generation++;
                      group.members.forEach(
                          member ->
                              member
                                  .result()
                                  .complete(new OperationResult.NotDone("the relay shuts down")));
                      group.members = new ArrayList<>();
                    }));
  }

  private Group group(Kind kind) {
    return groups.computeIfAbsent(kind, k -> new Group());
  }
}
