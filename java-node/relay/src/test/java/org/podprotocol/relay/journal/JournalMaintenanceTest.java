package org.podprotocol.relay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.podprotocol.relay.journal.OpenJournal.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.protocol.Receipt;

class JournalMaintenanceTest {
  @TempDir private Path path;
  private final Messages messages = new Messages();

  private void append(Journal journal, int count) throws Exception {
    var outcomes = new ArrayList<CompletableFuture<AppendOutcome>>();
    for (int i = 0; i < count; i++) {
      outcomes.add(
          journal
              .append(
                  messages.candidate(
                      "ada", "recipient " + i % 7, "message " + i, System.currentTimeMillis()))
              .toCompletableFuture());
    }
    for (var outcome : outcomes) {
      assertInstanceOf(AppendOutcome.Accepted.class, await(outcome));
    }
  }

  private void acknowledge(Journal journal, StoredMessage message) throws Exception {
    String recipient = "recipient " + message.index() % 7;
    assertInstanceOf(
        AppendOutcome.Accepted.class,
        await(
            journal.append(
                messages.acknowledgement(
                    recipient, "ada", message.id(), System.currentTimeMillis()))));
  }

  private void change(Path folder, String sql) throws Exception {
    try (var connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"))) {
      Schema.execute(connection, sql);
    }
  }

  private static List<String> faults(Path folder) throws Exception {
    return new JournalMaintenance(folder).check().faults();
  }

  @Test
  void aCheckFindsNothingInAGoodJournalEvenWhileItIsWritten() throws Exception {
    Path folder = path.resolve("data");
    try (var open = OpenJournal.at(folder)) {
      append(open.journal(), 300);
      var report = new JournalMaintenance(folder).check();
      assertEquals(new JournalMaintenance.Report(300, 0, List.of()), report);
    }
  }

  @Test
  void aCheckNamesWhatIsMissingOrChanged() throws Exception {
    Path folder = path.resolve("data");
    try (var open = OpenJournal.at(folder)) {
      append(open.journal(), 50);
    }
    change(folder, "UPDATE message SET content=x'00' WHERE idx=7");
    assertTrue(
        faults(folder).getFirst().contains("content of message 7"), faults(folder).toString());
    change(folder, "DELETE FROM message WHERE idx=9");
    assertTrue(
        faults(folder).stream().anyMatch(fault -> fault.contains("Messages 9 to 9 are missing")));
    assertTrue(faults(folder).stream().anyMatch(fault -> fault.startsWith("The inbox of")));
    change(folder, "UPDATE progress SET finalized=60");
    assertTrue(faults(folder).stream().anyMatch(fault -> fault.contains("finalized to 60")));
  }

  @Test
  void aDamagedPageIsFoundAndTheJournalRefusesInsteadOfLying() throws Exception {
    Path folder = path.resolve("data");
    try (var open = OpenJournal.at(folder)) {
      append(open.journal(), 2000);
    }
    try (var file = new RandomAccessFile(folder.resolve("journal.db").toFile(), "rw")) {
      for (long page = 20; page < file.length() / 4096; page++) {
        file.seek(page * 4096);
        file.write(new byte[64]);
      }
    }
    JournalMaintenance maintenance = new JournalMaintenance(folder);
    boolean found;
    try {
      found = !maintenance.check().faults().isEmpty();
    } catch (java.sql.SQLException e) {
      found = e.getMessage().contains("malformed");
    }
    assertTrue(found);
    var refused = assertThrows(JournalOpenException.class, () -> OpenJournal.at(folder).close());
    assertTrue(refused.getMessage().contains("restore a backup"), refused.getMessage());
  }

  @Test
  void aBackupMadeWhileRunningCanBeServedFrom() throws Exception {
    Path folder = path.resolve("data");
    Path restored = Files.createDirectories(path.resolve("restored"));
    Receipt receipt;
    try (var open = OpenJournal.at(folder)) {
      append(open.journal(), 100);
      receipt = await(open.journal().receipt(42));
      new JournalMaintenance(folder).backup(restored.resolve("journal.db"));
      append(open.journal(), 10);
      var maintenance = new JournalMaintenance(folder);
      assertThrows(IOException.class, () -> maintenance.backup(restored.resolve("journal.db")));
    }
    assertEquals(List.of(), faults(restored));
    try (var open = OpenJournal.at(restored)) {
      assertEquals(100, open.journal().size());
      assertEquals(receipt, await(open.journal().receipt(42)));
    }
  }

  @Test
  void anExportBecomesTheSameJournalAgain() throws Exception {
    Path folder = path.resolve("data");
    int total = SegmentTail.SEGMENT + 100;
    Receipt receipt;
    StoredMessage old;
    try (var open = OpenJournal.at(folder, Clock.systemUTC(), OpenJournal.settings(2, 40_000))) {
      append(open.journal(), total);
      await(open.journal().recordAnchored(new CommitRecord(0, 50, "signature", 3)));
      await(open.journal().recordFinalized(20));
      await(open.journal().recordDelivered(Messages.address("recipient 1"), 5));
      receipt = await(open.journal().receipt(total - 1));
      old = await(open.journal().range(5, 6)).getFirst();
      acknowledge(open.journal(), old);
      total++;
    }
    var text = new StringWriter();
    new JournalMaintenance(folder).exportTo(text);
    Path other = path.resolve("other");
    try (DataFolder locked = DataFolder.open(other)) {
      JournalMaintenance.importInto(locked, new BufferedReader(new StringReader(text.toString())));
    }
    assertEquals(List.of(), faults(other));
    try (var open = OpenJournal.at(other)) {
      Journal journal = open.journal();
      assertEquals(total, journal.size());
      assertEquals(50, journal.anchoredSize());
      assertEquals(20, journal.finalizedSize());
      assertEquals(5, await(journal.deliveredUpTo(Messages.address("recipient 1"))));
      assertEquals(receipt, await(journal.receipt(total - 2)));
      assertEquals(5, await(journal.find(old.id())).orElseThrow().index());
      assertTrue(await(journal.acknowledgement(old)).isPresent());
      assertInstanceOf(
          AppendOutcome.Duplicate.class,
          await(journal.append(Messages.candidate(old.envelope(), old.content()))));
      append(journal, 3);
    }
  }

  @Test
  void compactingGivesSpaceBack() throws Exception {
    Path folder = path.resolve("data");
    try (var open = OpenJournal.at(folder)) {
      append(open.journal(), 5000);
    }
    var maintenance = new JournalMaintenance(folder);
    change(folder, "DELETE FROM message WHERE idx < 4000");
    long before = maintenance.bytes();
    maintenance.compact();
    assertTrue(maintenance.bytes() < before / 2, before + " to " + maintenance.bytes());
  }
}
