package org.podprotocol.solana.rpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to read accounts.
 *
 * @param commitment how settled the state must be
 * @param minContextSlot the slot that the node must have reached, or null
 * @param dataSlice the part of the data to return, or null for all of it
 */
public record ReadOptions(
    Commitment commitment, @Nullable Long minContextSlot, @Nullable DataSlice dataSlice) {

  /**
   * A part of an account's data.
   *
   * @param offset of the first byte
   * @param length in bytes
   */
  public record DataSlice(int offset, int length) {}

  /** Checks for null. */
  public ReadOptions {
    Objects.requireNonNull(commitment, "commitment");
  }

  /** Whole accounts at a commitment. */
  public static ReadOptions at(Commitment commitment) {
    return new ReadOptions(commitment, null, null);
  }

  /** The same, from a node that has reached the slot. */
  public ReadOptions withMinContextSlot(long slot) {
    return new ReadOptions(commitment, slot, dataSlice);
  }

  /** The same, but only a part of the data. */
  public ReadOptions withDataSlice(int offset, int length) {
    return new ReadOptions(commitment, minContextSlot, new DataSlice(offset, length));
  }

  ObjectNode toJson() {
    ObjectNode config =
        Json.object().put("commitment", commitment.wire()).put("encoding", "base64");
    if (minContextSlot != null) {
      config.put("minContextSlot", minContextSlot);
    }
    if (dataSlice != null) {
      config
          .putObject("dataSlice")
          .put("offset", dataSlice.offset())
          .put("length", dataSlice.length());
    }
    return config;
  }
}
