package org.podprotocol.relay.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Address;

/**
 * A journal as lines of JSON: the first names the form, then each is an array of a table's name and
 * a row's values, blobs in base64. What can be made from the rest (the look-up blocks) is left out
 * and made again on import.
 */
final class JournalExport {
  private static final String FORM = "pod-journal/1";
  private static final List<String> TABLES =
      List.of(
          "meta", "message_group", "message", "inbox_head", "delivered", "commit_tx", "progress");
  private static final JsonFactory JSON = new JsonFactory();

  private JournalExport() {}

  /** The number of rows. */
  static long write(Connection connection, Writer out) throws SQLException, IOException {
    out.write("[\"" + FORM + "\"]\n");
    long rows = 0;
    for (String table : TABLES) {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
        ResultSetMetaData columns = row.getMetaData();
        while (row.next()) {
          out.write(line(table, row, columns.getColumnCount()));
          rows++;
        }
      }
    }
    out.flush();
    return rows;
  }

  private static String line(String table, ResultSet row, int columns)
      throws SQLException, IOException {
    var text = new java.io.StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartArray();
      json.writeString(table);
      for (int i = 1; i <= columns; i++) {
        switch (row.getObject(i)) {
          case Number number -> json.writeNumber(number.longValue());
          case byte[] bytes -> json.writeString("b:" + Base64.getEncoder().encodeToString(bytes));
          case String string -> json.writeString("s:" + string);
          default ->
              throw new SQLException("the table " + table + " has a value of an unknown kind");
        }
      }
      json.writeEndArray();
    }
    return text.append('\n').toString();
  }

  /**
   * Fills an empty journal.
   *
   * @param connection the writer's, on a new file
   * @return the number of rows
   */
  static long read(Connection connection, BufferedReader in) throws SQLException, IOException {
    if (!("[\"" + FORM + "\"]").equals(in.readLine())) {
      throw new IOException("this is no export of a journal in the form " + FORM);
    }
    connection.setAutoCommit(false);
    Schema.execute(connection, "DELETE FROM progress", "DELETE FROM meta");
    long rows = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      insert(connection, values(line));
      rows++;
    }
    Schema.execute(connection, "UPDATE progress SET sealed=0");
    sealSegments(connection);
    Acknowledgements.rebuild(connection);
    connection.commit();
    connection.setAutoCommit(true);
    return rows;
  }

  private static List<Object> values(String line) throws IOException {
    var values = new ArrayList<Object>();
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw new IOException("a line is no JSON array");
      }
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
          values.add(json.getLongValue());
        } else {
          values.add(json.getText());
        }
      }
    }
    return values;
  }

  private static void insert(Connection connection, List<Object> values)
      throws SQLException, IOException {
    String table = String.valueOf(values.getFirst());
    if (!TABLES.contains(table)) {
      throw new IOException("there is no table " + table + " in a journal");
    }
    String marks = "?" + ", ?".repeat(values.size() - 2);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + table + " VALUES(" + marks + ")")) {
      for (int i = 1; i < values.size(); i++) {
        switch (values.get(i)) {
          case Long number -> insert.setLong(i, number);
          case String text when text.startsWith("b:") ->
              insert.setBytes(i, Base64.getDecoder().decode(text.substring(2)));
          case String text when text.startsWith("s:") -> insert.setString(i, text.substring(2));
          default -> throw new IOException("a value of an unknown kind: " + values.get(i));
        }
      }
      insert.executeUpdate();
    }
  }

  private static void sealSegments(Connection connection) throws SQLException {
    byte[] key = Schema.meta(connection, "fingerprint_key");
    byte[] owner = Schema.meta(connection, "owner");
    if (key == null || owner == null) {
      throw new SQLException("the export does not say whose it is");
    }
    var domain = new Domain(Address.of(owner, 0), Address.of(owner, 32));
    var fingerprint = new Fingerprint(key);
    long first = Schema.number(connection, "SELECT coalesce(min(idx), 0) FROM message");
    var tail = new SegmentTail(first / SegmentTail.SEGMENT * SegmentTail.SEGMENT);
    if (first != tail.start()) {
      throw new SQLException("the export begins in the middle of a segment, at message " + first);
    }
    var window = ByteBuffer.allocate(SegmentTail.SEGMENT * SegmentStore.WINDOW_ENTRY);
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT m.seq, m.leaf, (SELECT g.accepted_ms FROM message_group g WHERE g.first<=m.idx"
                    + " ORDER BY g.first DESC LIMIT 1) FROM message m ORDER BY m.idx");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Envelope envelope = Envelope.of(row.getBytes(2));
        tail.add(envelope.id(domain), envelope.recipient(), row.getLong(1));
        window
            .putLong(fingerprint.of(envelope.sender(), envelope.nonce()))
            .putLong(envelope.timestampMs());
        if (tail.isFull()) {
          SegmentStore.write(connection, tail.content(), window.array().clone(), row.getLong(3));
          tail.reset();
          window.clear();
        }
      }
    }
  }
}
