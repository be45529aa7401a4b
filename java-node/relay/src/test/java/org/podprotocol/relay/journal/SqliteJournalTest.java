package org.podprotocol.relay.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.podprotocol.relay.journal.OpenJournal.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.VerificationKey;

class SqliteJournalTest {
  private static final long NOW = 1_790_000_000_000L;

  @TempDir private Path path;
  private final Messages messages = new Messages();
  private final MovableClock clock = new MovableClock(NOW);

  private static final class MovableClock extends Clock {
    private volatile long millis;

    MovableClock(long millis) {
      this.millis = millis;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }

    @Override
    public long millis() {
      return millis;
    }
  }

  private Candidate message(String from, String to, String text) {
    return messages.candidate(from, to, text, clock.millis());
  }

  private static AppendOutcome.Accepted accepted(Journal journal, Candidate candidate)
      throws Exception {
    return assertInstanceOf(AppendOutcome.Accepted.class, await(journal.append(candidate)));
  }

  private static void assertReceiptHolds(Receipt receipt, Candidate candidate, long index) {
    assertTrue(receipt.isFor(candidate.envelope(), Messages.DOMAIN));
    assertEquals(index, receipt.body().index());
    assertEquals(Messages.RELAY, receipt.body().relay());
    assertEquals(OpenJournal.SLOT + OpenJournal.MERGE_DELAY, receipt.body().deadlineSlot());
    VerificationKey key = VerificationKey.of(OpenJournal.RECEIPT_KEY.address());
    assertTrue(receipt.isSignedBy(key, Messages.DOMAIN));
  }

  @Test
  void aMessageGetsAnIndexAndAReceiptThatHolds() throws Exception {
    try (var open = OpenJournal.at(path, clock)) {
      for (int i = 0; i < 5; i++) {
        Candidate candidate = message("ada", "ben", "hello " + i);
        var done = accepted(open.journal(), candidate);
        assertEquals(i, done.message().index());
        assertEquals(i + 1, done.message().seq());
        assertReceiptHolds(done.receipt(), candidate, i);
      }
      assertEquals(5, open.journal().size());
    }
  }

  @Test
  void aGroupSharesOneSignature() throws Exception {
    try (var open = OpenJournal.at(path, clock, OpenJournal.settings(200, 8192))) {
      var outcomes = new ArrayList<CompletableFuture<AppendOutcome>>();
      var candidates = new ArrayList<Candidate>();
      for (int i = 0; i < 7; i++) {
        candidates.add(message("ada", "ben", "hello " + i));
        outcomes.add(open.journal().append(candidates.get(i)).toCompletableFuture());
      }
      for (int i = 0; i < 7; i++) {
        var done = assertInstanceOf(AppendOutcome.Accepted.class, await(outcomes.get(i)));
        assertEquals(7, done.receipt().groupSize());
        assertReceiptHolds(done.receipt(), candidates.get(i), i);
      }
    }
  }

  @Test
  void everythingIsThereAfterReopening() throws Exception {
    Candidate candidate = message("ada", "ben", "to stay");
    Receipt receipt;
    try (var open = OpenJournal.at(path, clock)) {
      receipt = accepted(open.journal(), candidate).receipt();
      accepted(open.journal(), message("ada", "cid", "another"));
    }
    try (var open = OpenJournal.at(path, clock)) {
      assertEquals(2, open.journal().size());
      StoredMessage found = await(open.journal().find(candidate.id())).orElseThrow();
      assertEquals(candidate.envelope(), found.envelope());
      assertArrayEquals(candidate.content(), found.content());
      assertEquals(receipt, await(open.journal().receipt(0)));
      assertEquals(2, accepted(open.journal(), message("ada", "ben", "next")).message().index());
    }
  }

  @Test
  void theSameMessageAgainGetsItsFirstReceipt() throws Exception {
    Candidate candidate = message("ada", "ben", "once");
    Receipt first;
    try (var open = OpenJournal.at(path, clock)) {
      first = accepted(open.journal(), candidate).receipt();
      var again =
          assertInstanceOf(AppendOutcome.Duplicate.class, await(open.journal().append(candidate)));
      assertEquals(first, again.receipt());
    }
    try (var open = OpenJournal.at(path, clock)) {
      var again =
          assertInstanceOf(AppendOutcome.Duplicate.class, await(open.journal().append(candidate)));
      assertEquals(first, again.receipt());
      assertEquals(1, open.journal().size());
    }
  }

  @Test
  void theSameMessageTwiceInOneGroupIsStoredOnce() throws Exception {
    try (var open = OpenJournal.at(path, clock, OpenJournal.settings(200, 8192))) {
      Candidate candidate = message("ada", "ben", "twice at once");
      var first = open.journal().append(candidate);
      var second = open.journal().append(candidate);
      var accepted = assertInstanceOf(AppendOutcome.Accepted.class, await(first));
      var duplicate = assertInstanceOf(AppendOutcome.Duplicate.class, await(second));
      assertEquals(accepted.receipt(), duplicate.receipt());
      assertEquals(1, open.journal().size());
    }
  }

  @Test
  void aNonceUsedForAnotherMessageIsRefused() throws Exception {
    byte[] one = {1};
    byte[] two = {2};
    Candidate first = Messages.candidate(Messages.envelope("ada", "ben", one, NOW, 77), one);
    Candidate second = Messages.candidate(Messages.envelope("ada", "ben", two, NOW, 77), two);
    Candidate ofAnother = Messages.candidate(Messages.envelope("cid", "ben", two, NOW, 77), two);
    try (var open = OpenJournal.at(path, clock)) {
      accepted(open.journal(), first);
      var refused =
          assertInstanceOf(AppendOutcome.NonceUsed.class, await(open.journal().append(second)));
      assertEquals(first.id(), refused.id());
      accepted(open.journal(), ofAnother);
    }
    try (var open = OpenJournal.at(path, clock)) {
      assertInstanceOf(AppendOutcome.NonceUsed.class, await(open.journal().append(second)));
    }
  }

  @Test
  void aClockThatStepsBackReadmitsNothing() throws Exception {
    Candidate old = message("ada", "ben", "old");
    try (var open = OpenJournal.at(path, clock)) {
      accepted(open.journal(), old);
      clock.millis = NOW + 600_000;
      accepted(open.journal(), message("ada", "ben", "ten minutes later"));
    }
    clock.millis = NOW;
    try (var open = OpenJournal.at(path, clock)) {
      var refused = assertInstanceOf(AppendOutcome.TooOld.class, await(open.journal().append(old)));
      assertEquals(NOW + 300_000, refused.floorMs());
      assertEquals(NOW + 300_000, open.journal().timestampFloorMs());
    }
  }

  @Test
  void anInboxHasNoGapsAcrossSegmentsAndRestarts() throws Exception {
    int total = SegmentTail.SEGMENT + 500;
    try (var open = OpenJournal.at(path, clock, OpenJournal.settings(2, 40_000))) {
      appendMany(open.journal(), 0, total);
    }
    try (var open = OpenJournal.at(path, clock, OpenJournal.settings(2, 40_000))) {
      appendMany(open.journal(), total, 10);
      assertInboxes(open.journal(), total + 10);
      // Found by id in a full segment, and in the newest one.
      for (long index : new long[] {0, 5, SegmentTail.SEGMENT - 1, SegmentTail.SEGMENT, total}) {
        StoredMessage message = await(open.journal().range(index, index + 1)).getFirst();
        assertEquals(index, await(open.journal().find(message.id())).orElseThrow().index());
        assertTrue(await(open.journal().receipt(index)).isFor(message.envelope(), Messages.DOMAIN));
      }
      // Still known as duplicates.
      StoredMessage first = await(open.journal().range(3, 4)).getFirst();
      assertInstanceOf(
          AppendOutcome.Duplicate.class,
          await(open.journal().append(Messages.candidate(first.envelope(), first.content()))));
    }
  }

  /** Message i goes to recipient i mod 3. */
  private void appendMany(Journal journal, int from, int count) throws Exception {
    var outcomes = new ArrayList<CompletableFuture<AppendOutcome>>();
    for (int i = from; i < from + count; i++) {
      outcomes.add(
          journal
              .append(message("ada", "recipient " + i % 3, "message " + i))
              .toCompletableFuture());
    }
    for (int i = 0; i < count; i++) {
      var done = assertInstanceOf(AppendOutcome.Accepted.class, await(outcomes.get(i)));
      assertEquals(from + i, done.message().index());
    }
  }

  private static void assertInboxes(Journal journal, int total) throws Exception {
    for (int recipient = 0; recipient < 3; recipient++) {
      Address inbox = Messages.address("recipient " + recipient);
      long expected = (total - recipient + 2) / 3;
      assertEquals(expected + 1, await(journal.inboxNext(inbox)));
      long next = 1;
      while (next <= expected) {
        List<StoredMessage> page = await(journal.inbox(inbox, next, 700));
        assertTrue(!page.isEmpty(), "the inbox ends at " + next);
        for (StoredMessage message : page) {
          assertEquals(next++, message.seq());
          assertEquals(inbox, message.envelope().recipient());
        }
      }
      assertEquals(List.of(), await(journal.inbox(inbox, next, 10)));
      // From the middle, exactly.
      assertEquals(expected - 1, await(journal.inbox(inbox, expected - 1, 10)).getFirst().seq());
    }
  }

  @Test
  void aFullQueueIsRefusedAtOnce() throws Exception {
    try (var open = OpenJournal.at(path, clock, OpenJournal.settings(500, 3))) {
      var all = new ArrayList<CompletableFuture<AppendOutcome>>();
      for (int i = 0; i < 20_000; i++) {
        all.add(open.journal().append(message("ada", "ben", "m" + i)).toCompletableFuture());
        if (all.getLast().isCompletedExceptionally()) {
          break;
        }
      }
      assertThrows(JournalFullException.class, () -> await(all.getLast()));
      // What was taken is done none the less.
      for (var outcome : all.subList(0, all.size() - 1)) {
        assertInstanceOf(AppendOutcome.Accepted.class, await(outcome));
      }
    }
  }

  @Test
  void oneFolderServesOneProcess() throws Exception {
    try (var open = OpenJournal.at(path, clock)) {
      var refused = assertThrows(JournalOpenException.class, () -> OpenJournal.at(path, clock));
      assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
    }
    OpenJournal.at(path, clock).close();
  }

  @Test
  void aJournalOfAnotherRelayIsNotOpened() throws Exception {
    OpenJournal.at(path, clock).close();
    var other =
        new ReceiptIssuer(
            Messages.DOMAIN, Messages.address("other"), 1, OpenJournal.RECEIPT_KEY, () -> 1);
    try (DataFolder folder = DataFolder.open(path)) {
      var refused =
          assertThrows(
              JournalOpenException.class,
              () ->
                  SqliteJournal.open(
                      folder,
                      OpenJournal.settings(2, 100),
                      other,
                      clock,
                      new com.codahale.metrics.MetricRegistry()));
      assertTrue(refused.getMessage().contains("another relay"), refused.getMessage());
    }
  }

  @Test
  void aNewerSchemaIsNotOpened() throws Exception {
    OpenJournal.at(path, clock).close();
    try (var connection =
        DriverManager.getConnection("jdbc:sqlite:" + path.resolve("journal.db"))) {
      Schema.execute(connection, "PRAGMA user_version=99");
    }
    var refused = assertThrows(JournalOpenException.class, () -> OpenJournal.at(path, clock));
    assertTrue(refused.getMessage().contains("version 99"), refused.getMessage());
  }

  @Test
  void acknowledgementsAreFoundByWhatTheyAcknowledgeAlsoInAJournalOfVersion1() throws Exception {
    Candidate asked = message("ada", "ben", "do you have it?");
    Candidate other = message("ada", "ben", "and this?");
    Hash first;
    try (var open = OpenJournal.at(path, clock)) {
      accepted(open.journal(), asked);
      accepted(open.journal(), other);
      accepted(open.journal(), messages.acknowledgement("eve", "ada", asked.id(), clock.millis()));
      Candidate ack = messages.acknowledgement("ben", "ada", asked.id(), clock.millis());
      first = accepted(open.journal(), ack).message().id();
      accepted(open.journal(), messages.acknowledgement("ben", "ada", asked.id(), clock.millis()));
    }
    assertAcknowledged(asked, other, first);
    try (var connection =
        DriverManager.getConnection("jdbc:sqlite:" + path.resolve("journal.db"))) {
      Schema.execute(connection, "DROP TABLE ack", "PRAGMA user_version=1");
    }
    assertAcknowledged(asked, other, first);
  }

  private void assertAcknowledged(Candidate asked, Candidate other, Hash ack) throws Exception {
    try (var open = OpenJournal.at(path, clock)) {
      StoredMessage message = await(open.journal().find(asked.id())).orElseThrow();
      assertEquals(ack, await(open.journal().acknowledgement(message)).orElseThrow().id());
      StoredMessage silent = await(open.journal().find(other.id())).orElseThrow();
      assertTrue(await(open.journal().acknowledgement(silent)).isEmpty());
    }
  }

  @Test
  void aFileThatIsNoJournalIsLeftAlone() throws Exception {
    Files.createDirectories(path);
    byte[] text =
        "this is no database, and it is longer than a header of SQLite would be, by some way"
            .getBytes();
    Files.write(path.resolve("journal.db"), text);
    assertThrows(JournalOpenException.class, () -> OpenJournal.at(path, clock));
    assertArrayEquals(text, Files.readAllBytes(path.resolve("journal.db")));
  }

  @Test
  void leavesAreReadForAnchoringAndMarksArePersisted() throws Exception {
    try (var open = OpenJournal.at(path, clock)) {
      Journal journal = open.journal();
      var hashes = new ArrayList<Hash>();
      for (int i = 0; i < 6; i++) {
        Candidate candidate = message("ada", "ben", "leaf " + i);
        accepted(journal, candidate);
        hashes.add(candidate.envelope().leafHash());
        assertArrayEquals(candidate.envelope().toBytes(), journal.leaf(i));
      }
      byte[] read = journal.leafHashes(1, 4);
      for (int i = 0; i < 4; i++) {
        assertEquals(hashes.get(i + 1), Hash.of(read, 32 * i));
      }
      assertThrows(IndexOutOfBoundsException.class, () -> journal.leafHashes(4, 3));
      await(journal.recordAnchored(new CommitRecord(0, 2, "first", 10)));
      await(journal.recordAnchored(new CommitRecord(1, 5, "second", 11)));
      assertThrows(
          IllegalArgumentException.class,
          () -> await(journal.recordAnchored(new CommitRecord(6, 7, "gap", 12))));
      await(journal.recordFinalized(2));
    }
    try (var open = OpenJournal.at(path, clock)) {
      Journal journal = open.journal();
      assertEquals(5, journal.anchoredSize());
      assertEquals(2, journal.finalizedSize());
      assertEquals("first", journal.commitCovering(1).orElseThrow().signature());
      assertEquals(new CommitRecord(2, 5, "second", 11), journal.commitCovering(2).orElseThrow());
      assertTrue(journal.commitCovering(5).isEmpty());
      assertEquals(1, journal.commitsNotFinalized().size());
      await(journal.recordRolledBack(3));
      assertEquals(3, journal.anchoredSize());
      assertEquals(new CommitRecord(2, 3, "second", 11), journal.commitCovering(2).orElseThrow());
      assertThrows(IllegalArgumentException.class, () -> await(journal.recordRolledBack(1)));
    }
  }

  @Test
  void listenersHearOfWhatIsDurableInOrder() throws Exception {
    try (var open = OpenJournal.at(path, clock)) {
      var heard = new ArrayList<String>();
      var all = new CountDownLatch(4);
      open.journal()
          .addListener(
              new JournalListener() {
                @Override
                public void stored(List<StoredMessage> stored) {
                  heard.add("stored " + stored.getFirst().index());
                  all.countDown();
                }

                @Override
                public void anchored(long from, long to) {
                  heard.add("anchored " + from + " " + to);
                  all.countDown();
                }

                @Override
                public void finalized(long from, long to) {
                  heard.add("finalized " + from + " " + to);
                  all.countDown();
                }
              });
      accepted(open.journal(), message("ada", "ben", "a"));
      accepted(open.journal(), message("ada", "ben", "b"));
      await(open.journal().recordAnchored(new CommitRecord(0, 2, "s", 1)));
      await(open.journal().recordFinalized(1));
      all.await();
      assertEquals(List.of("stored 0", "stored 1", "anchored 0 2", "finalized 0 1"), heard);
    }
  }

  @Test
  void theDeliveredMarkNeverMovesBack() throws Exception {
    try (var open = OpenJournal.at(path, clock)) {
      Address ben = Messages.address("ben");
      assertEquals(0, await(open.journal().deliveredUpTo(ben)));
      await(open.journal().recordDelivered(ben, 7));
      await(open.journal().recordDelivered(ben, 3));
      assertEquals(7, await(open.journal().deliveredUpTo(ben)));
    }
  }

  @Test
  void aDiskWithoutRoomRefusesAndKeepsWhatItHas() throws Exception {
    var settings = OpenJournal.settings(2, 100);
    var full =
        new org.podprotocol.relay.config.JournalSettings(
            settings.groupWindow(),
            settings.groupMaxMessages(),
            settings.groupMaxBytes(),
            settings.queueMessages(),
            settings.queueBytes(),
            settings.readers(),
            settings.readQueue(),
            settings.timestampWindow(),
            Long.MAX_VALUE);
    Candidate kept = message("ada", "ben", "kept");
    try (var open = OpenJournal.at(path, clock)) {
      accepted(open.journal(), kept);
    }
    try (var open = OpenJournal.at(path, clock, full)) {
      Candidate refused = message("ada", "ben", "refused");
      assertThrows(StorageUnavailableException.class, () -> await(open.journal().append(refused)));
      assertEquals(false, open.journal().status().accepting());
      assertTrue(await(open.journal().find(kept.id())).isPresent());
      assertTrue(await(open.journal().find(refused.id())).isEmpty());
    }
  }
}
