package org.podprotocol.solana.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction would do.
 *
 * @param slot the slot of the state it was run on
 * @param error why it would fail, or null
 * @param logs the program's log lines; may be truncated by the node
 * @param unitsConsumed compute units, 0 if the node does not say
 * @param loadedAccountsDataSize bytes of accounts loaded, or null if the node does not say
 * @param returnData what the last program returned, or null
 */
public record Simulation(
    long slot,
    @Nullable TransactionError error,
    List<String> logs,
    long unitsConsumed,
    @Nullable Long loadedAccountsDataSize,
    byte @Nullable [] returnData) {

  static Simulation decode(long slot, JsonNode value) {
    Long units = Json.optionalInteger(value, "unitsConsumed");
    JsonNode returned = Json.optional(value, "returnData");
    return new Simulation(
        slot,
        TransactionError.decode(value.get("err")),
        Json.optionalList(value, "logs", Json::text),
        units == null ? 0 : units,
        Json.optionalInteger(value, "loadedAccountsDataSize"),
        returned == null ? null : Json.base64(Json.member(returned, "data")));
  }

  /** The simulation result inside a preflight failure, or null if the error is something else. */
  public static @Nullable Simulation ofPreflightFailure(RpcErrorException error) {
    JsonNode data = error.data();
    if (error.code() != RpcErrorException.PREFLIGHT_FAILURE || data == null || !data.has("err")) {
      return null;
    }
    return decode(0, data);
  }
}
