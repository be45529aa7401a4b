package org.podprotocol.solana.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.podprotocol.solana.keys.Signature;

/**
 * One line of an address's history.
 *
 * @param signature the transaction
 * @param slot where it landed
 * @param error why it failed, or null
 * @param blockTime Unix seconds, or null if unknown
 */
public record SignatureInfo(
    Signature signature, long slot, @Nullable TransactionError error, @Nullable Long blockTime) {

  static SignatureInfo decode(JsonNode node) {
    return new SignatureInfo(
        Json.parsed(Json.text(node, "signature"), Signature::ofBase58),
        Json.integer(node, "slot"),
        TransactionError.decode(node.get("err")),
        Json.optionalInteger(node, "blockTime"));
  }
}
