package org.podprotocol.relay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.podprotocol.relay.journal.OpenJournal.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.config.RetentionSettings;

class RetentionTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_790_000_000_000L);
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Clock AN_HOUR_LATER = Clock.fixed(NOW.plusSeconds(3600), ZoneOffset.UTC);
  private static final long WINDOW_MS = 300_000;

  @TempDir private Path path;
  private final Messages messages = new Messages();

  @Test
  void finalizedSegmentsAreDeletedWhenTheyAreOldAndInboxesGoOn() throws Exception {
    int total = 2 * SegmentTail.SEGMENT + 10;
    Address ben = Messages.address("ben");
    StoredMessage first;
    try (var open = OpenJournal.at(path, CLOCK, OpenJournal.settings(2, 40_000))) {
      append(open.journal(), total);
      first = await(open.journal().range(0, 1)).getFirst();
      var retention =
          new Retention(
              open.journal(),
              new RetentionSettings(Duration.ofMinutes(30), 0),
              AN_HOUR_LATER,
              WINDOW_MS);
      assertEquals(0, retention.run(), "nothing is finalized");
      await(open.journal().recordAnchored(new CommitRecord(0, total, "s", 1)));
      await(open.journal().recordFinalized(SegmentTail.SEGMENT + 5));
      var young =
          new Retention(
              open.journal(),
              new RetentionSettings(Duration.ofHours(2), 0),
              AN_HOUR_LATER,
              WINDOW_MS);
      assertEquals(0, young.run(), "nothing is old");
      assertEquals(1, retention.run());
      await(open.journal().recordFinalized(total));
      assertEquals(1, retention.run(), "the newest segment stays");
    }
    try (var open = OpenJournal.at(path, CLOCK)) {
      assertEquals(total, open.journal().size());
      assertTrue(await(open.journal().find(first.id())).isEmpty());
      assertEquals(total + 1, await(open.journal().inboxNext(ben)));
      long oldest = 2 * SegmentTail.SEGMENT + 1;
      assertEquals(oldest, await(open.journal().inbox(ben, 1, 10)).getFirst().seq());
      assertTrue(await(open.journal().receipt(total - 1)).body().index() == total - 1);
      append(open.journal(), 1);
      assertEquals(total + 2, await(open.journal().inboxNext(ben)));
    }
  }

  private void append(Journal journal, int count) throws Exception {
    var outcomes = new ArrayList<CompletableFuture<AppendOutcome>>();
    for (int i = 0; i < count; i++) {
      outcomes.add(
          journal
              .append(messages.candidate("ada", "ben", "message " + i, CLOCK.millis()))
              .toCompletableFuture());
    }
    for (var outcome : outcomes) {
      assertInstanceOf(AppendOutcome.Accepted.class, await(outcome));
    }
  }
}
