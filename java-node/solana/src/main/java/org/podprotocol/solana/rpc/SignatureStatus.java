package org.podprotocol.solana.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of a transaction.
 *
 * @param slot where it landed
 * @param error why it failed, or null if it succeeded
 * @param commitment how settled that is
 */
public record SignatureStatus(long slot, @Nullable TransactionError error, Commitment commitment) {

  static @Nullable SignatureStatus decode(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    String commitment = Json.optionalText(node, "confirmationStatus");
    return new SignatureStatus(
        Json.integer(node, "slot"),
        TransactionError.decode(node.get("err")),
        commitment == null ? Commitment.PROCESSED : Commitment.ofWire(commitment));
  }
}
