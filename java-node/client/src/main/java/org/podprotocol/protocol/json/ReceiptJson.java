package org.podprotocol.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.ReceiptBody;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.protocol.crypto.Signature;

/** The JSON form of a receipt ({@code docs/protocol.md} section 5). */
public final class ReceiptJson {
  private static final List<String> NAMES =
      List.of(
          "version",
          "relay",
          "index",
          "id",
          "leafHash",
          "acceptedSlot",
          "deadlineSlot",
          "acceptedAtMs",
          "groupIndex",
          "groupSize",
          "path",
          "receiptKey",
          "signature");
  private static final int MAX_PATH = 32;

  private ReceiptJson() {}

  /**
   * Reads an object; unknown, missing and repeated members are refused.
   *
   * @param in before the object or on its first token; left on its last
   * @throws ProtocolException if it is JSON, but no receipt
   * @throws IOException if it is no JSON
   */
  public static Receipt read(JsonParser in) throws IOException, ProtocolException {
    Fields fields = new Fields(in, NAMES);
    Address relay = Address.ZERO;
    Address receiptKey = Address.ZERO;
    Hash id = Hash.ZERO;
    Hash leafHash = Hash.ZERO;
    long index = 0;
    long acceptedSlot = 0;
    long deadlineSlot = 0;
    long acceptedAtMs = 0;
    long groupIndex = 0;
    long groupSize = 0;
    List<Hash> path = List.of();
    Signature signature = null;
    while (fields.next()) {
      switch (fields.name()) {
        case "version" -> fields.integer(ReceiptBody.VERSION, ReceiptBody.VERSION);
        case "relay" -> relay = fields.address();
        case "index" -> index = fields.integer(0, Fields.MAX_SAFE);
        case "id" -> id = fields.hash();
        case "leafHash" -> leafHash = fields.hash();
        case "acceptedSlot" -> acceptedSlot = fields.integer(0, Fields.MAX_SAFE);
        case "deadlineSlot" -> deadlineSlot = fields.integer(0, Fields.MAX_SAFE);
        case "acceptedAtMs" -> acceptedAtMs = fields.integer(-Fields.MAX_SAFE, Fields.MAX_SAFE);
        case "groupIndex" -> groupIndex = fields.integer(0, 0xFFFFFFFFL);
        case "groupSize" -> groupSize = fields.integer(1, 0xFFFFFFFFL);
        case "path" -> path = fields.hashes(MAX_PATH);
        case "receiptKey" -> receiptKey = fields.address();
        case "signature" -> signature = fields.signature();
        default -> throw new IllegalStateException(fields.name());
      }
    }
    fields.checkComplete(List.of());
    if (signature == null) {
      throw new IllegalStateException("checked above");
    }
    if (groupIndex >= groupSize) {
      throw new ProtocolException("no place " + groupIndex + " in a group of " + groupSize);
    }
    ReceiptBody body =
        new ReceiptBody(relay, index, id, leafHash, acceptedSlot, deadlineSlot, acceptedAtMs);
    return new Receipt(body, groupIndex, groupSize, path, receiptKey, signature);
  }

  /** Writes an object. */
  public static void write(Receipt receipt, JsonGenerator out) throws IOException {
    ReceiptBody body = receipt.body();
    out.writeStartObject();
    out.writeNumberField("version", ReceiptBody.VERSION);
    out.writeStringField("relay", body.relay().toString());
    out.writeNumberField("index", body.index());
    out.writeStringField("id", body.id().toString());
    out.writeStringField("leafHash", body.leafHash().toString());
    out.writeNumberField("acceptedSlot", body.acceptedSlot());
    out.writeNumberField("deadlineSlot", body.deadlineSlot());
    out.writeNumberField("acceptedAtMs", body.acceptedAtMs());
    out.writeNumberField("groupIndex", receipt.groupIndex());
    out.writeNumberField("groupSize", receipt.groupSize());
    out.writeArrayFieldStart("path");
    for (Hash hash : receipt.path()) {
      out.writeString(hash.toString());
    }
    out.writeEndArray();
    out.writeStringField("receiptKey", receipt.receiptKey().toString());
    out.writeStringField("signature", receipt.signature().toString());
    out.writeEndObject();
  }
}
