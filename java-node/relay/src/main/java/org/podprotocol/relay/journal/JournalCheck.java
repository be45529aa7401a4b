package org.podprotocol.relay.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Sha256;

/** Reads a whole journal and says what does not fit together. */
final class JournalCheck {
  private static final int MOST_FAULTS = 100;

  private final Connection connection;
  private final List<String> faults = new ArrayList<>();
  private final Map<Address, Long> nextSeq = new HashMap<>();
  private long first = -1;
  private long next = -1;
  private long checked;

  private JournalCheck(Connection connection) {
    this.connection = connection;
  }

  static JournalMaintenance.Report run(Connection connection) throws SQLException {
    var check = new JournalCheck(connection);
    check.pages();
    check.messages();
    check.groups();
    check.marks();
    return new JournalMaintenance.Report(
        check.checked, Math.max(0, check.first), List.copyOf(check.faults));
  }

  private void fault(String text) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(text);
    }
  }

  private void pages() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check(20)")) {
      while (row.next()) {
        if (!row.getString(1).equals("ok")) {
          fault("SQLite: " + row.getString(1));
        }
      }
    }
  }

  private void messages() throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT idx, seq, leaf, content FROM message ORDER BY idx");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        message(row.getLong(1), row.getLong(2), row.getBytes(3), row.getBytes(4));
      }
    }
  }

  private void message(long index, long seq, byte[] leaf, byte[] content) {
    if (first < 0) {
      first = index;
      next = index;
    }
    if (index != next) {
      fault("Messages " + next + " to " + (index - 1) + " are missing.");
    }
    next = index + 1;
    checked++;
    if (leaf.length != Envelope.LENGTH) {
      fault("The envelope of message " + index + " has " + leaf.length + " bytes.");
      return;
    }
    Envelope envelope = Envelope.of(leaf);
    if (content.length != envelope.contentLength()
        || !Sha256.of(content).equals(envelope.contentHash())) {
      fault("The content of message " + index + " is not what its envelope says.");
    }
    Long expected = nextSeq.put(envelope.recipient(), seq + 1);
    if (expected != null && expected != seq) {
      fault(
          "The inbox of "
              + envelope.recipient()
              + " goes from "
              + (expected - 1)
              + " to "
              + seq
              + ".");
    }
  }

  private void groups() throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT first, count FROM message_group ORDER BY first");
        ResultSet row = select.executeQuery()) {
      long end = -1;
      while (row.next()) {
        if (end >= 0 && row.getLong(1) != end) {
          fault(
              "The receipts of messages " + end + " to " + (row.getLong(1) - 1) + " are missing.");
        }
        end = row.getLong(1) + row.getLong(2);
      }
      if (next >= 0 && end != next) {
        fault("Receipts end at message " + end + ", messages at " + next + ".");
      }
    }
  }

  private void marks() throws SQLException {
    long anchored = Schema.number(connection, "SELECT coalesce(max(end), 0) FROM commit_tx");
    long finalized = Schema.number(connection, "SELECT finalized FROM progress");
    if (finalized > anchored || anchored > Math.max(0, next)) {
      fault(
          "It is marked as finalized to "
              + finalized
              + " and anchored to "
              + anchored
              + ", with messages to "
              + Math.max(0, next)
              + ".");
    }
  }
}
