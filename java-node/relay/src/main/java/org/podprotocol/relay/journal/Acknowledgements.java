package org.podprotocol.relay.journal;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.MessageType;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Bytes32;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.Sha256;

/**
 * Which message acknowledges which: for each message and the pair of its ends, the index of the
 * first acknowledgement. The key is 64 bits of a hash, so what is found is compared with the
 * message; an acknowledgement by anybody but the recipient has another key and is never found.
 */
final class Acknowledgements {
  static final String TABLE = "CREATE TABLE ack(key INTEGER PRIMARY KEY, idx INTEGER NOT NULL)";

  private Acknowledgements() {}

  static boolean is(Envelope envelope) {
    return envelope.messageType() == MessageType.ACK;
  }

  static PreparedStatement insertion(Connection connection) throws SQLException {
    return connection.prepareStatement("INSERT OR IGNORE INTO ack(key, idx) VALUES(?, ?)");
  }

  static void insert(PreparedStatement insertion, Envelope ack, long index) throws SQLException {
    insertion.setLong(1, key(ack.inReplyTo(), ack.recipient(), ack.sender()));
    insertion.setLong(2, index);
    insertion.executeUpdate();
  }

  /** The first acknowledgement of a message by its recipient; null if there is none. */
  static @Nullable StoredMessage of(JournalQueries queries, StoredMessage message)
      throws SQLException {
    Envelope envelope = message.envelope();
    try (PreparedStatement select =
        queries.connection().prepareStatement("SELECT idx FROM ack WHERE key=?")) {
      select.setLong(1, key(message.id(), envelope.sender(), envelope.recipient()));
      try (ResultSet row = select.executeQuery()) {
        StoredMessage ack = row.next() ? queries.message(row.getLong(1)) : null;
        return ack != null && acknowledges(ack.envelope(), message) ? ack : null;
      }
    }
  }

  private static boolean acknowledges(Envelope ack, StoredMessage message) {
    return is(ack)
        && ack.inReplyTo().equals(message.id())
        && ack.sender().equals(message.envelope().recipient())
        && ack.recipient().equals(message.envelope().sender());
  }

  private static long key(Hash message, Address sender, Address recipient) {
    ByteBuffer bytes = ByteBuffer.allocate(3 * Bytes32.LENGTH);
    bytes.put(message.toBytes()).put(sender.toBytes()).put(recipient.toBytes());
    return Sha256.of(bytes.array()).firstWord();
  }

  /** Makes the rows from the messages. */
  static void rebuild(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT idx, leaf FROM message WHERE substr(leaf, 2, 1)=? ORDER BY idx");
        PreparedStatement insertion = insertion(connection)) {
      select.setBytes(1, new byte[] {(byte) MessageType.ACK});
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          insert(insertion, Envelope.of(row.getBytes(2)), row.getLong(1));
        }
      }
    }
  }
}
