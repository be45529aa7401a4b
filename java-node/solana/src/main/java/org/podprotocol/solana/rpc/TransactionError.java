package org.podprotocol.solana.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a transaction failed, as the runtime says it.
 *
 * @param kind the variant of {@code TransactionError}, such as {@code BlockhashNotFound} or {@code
 *     InstructionError}
 * @param instruction the failing instruction if the kind is {@code InstructionError}, else null
 * @param json the error as RPC wrote it
 */
public record TransactionError(String kind, @Nullable InstructionError instruction, String json) {

  /** The kind of errors that lie in one instruction. */
  public static final String INSTRUCTION_ERROR = "InstructionError";

  /**
   * The failing instruction.
   *
   * @param index its position in the transaction, from 0
   * @param kind the variant of {@code InstructionError}; {@code Custom} for a program's own codes
   * @param customCode the program's code (u32; Anchor's own start at 6000), or null if the kind is
   *     not {@code Custom}
   */
  public record InstructionError(int index, String kind, @Nullable Long customCode) {}

  /** Reads RPC's {@code err} member; null if it is null: no error. */
  public static @Nullable TransactionError decode(@Nullable JsonNode err) {
    if (err == null || err.isNull()) {
      return null;
    }
    if (err.isTextual()) {
      return new TransactionError(err.textValue(), null, err.toString());
    }
    if (!err.isObject() || err.size() != 1) {
      throw new MalformedResponseException("unreadable transaction error " + err);
    }
    Map.Entry<String, JsonNode> only = err.properties().iterator().next();
    InstructionError instruction =
        only.getKey().equals(INSTRUCTION_ERROR) ? instruction(only.getValue()) : null;
    return new TransactionError(only.getKey(), instruction, err.toString());
  }

  private static InstructionError instruction(JsonNode pair) {
    if (!pair.isArray() || pair.size() != 2) {
      throw new MalformedResponseException("unreadable instruction error " + pair);
    }
    int index = (int) Json.integer(pair.get(0));
    JsonNode error = pair.get(1);
    if (error.isTextual()) {
      return new InstructionError(index, error.textValue(), null);
    }
    if (!error.isObject() || error.size() != 1) {
      throw new MalformedResponseException("unreadable instruction error " + pair);
    }
    Map.Entry<String, JsonNode> only = error.properties().iterator().next();
    Long custom = only.getKey().equals("Custom") ? Json.integer(only.getValue()) : null;
    return new InstructionError(index, only.getKey(), custom);
  }

  /**
   * The same with instructions counted from another one, for those who put instructions before
   * somebody else's; an index below 0 then means one of those.
   */
  public TransactionError countedFrom(int first) {
    if (instruction == null || first == 0) {
      return this;
    }
    return new TransactionError(
        kind,
        new InstructionError(
            instruction.index() - first, instruction.kind(), instruction.customCode()),
        json);
  }

  /** The program's own error code, or null if the failure is not of that kind. */
  public @Nullable Long customCode() {
    return instruction == null ? null : instruction.customCode();
  }

  @Override
  public String toString() {
    return json;
  }
}
