package org.podprotocol.solana.pubsub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.rpc.Contextual;
import org.podprotocol.solana.rpc.KeyedAccount;
import org.podprotocol.solana.rpc.MalformedResponseException;
import org.podprotocol.solana.rpc.TransactionError;

/** Reads notifications strictly. */
final class Notifications {

  private Notifications() {}

  static Contextual<AccountInfo> account(JsonNode result) {
    return new Contextual<>(contextSlot(result), AccountInfo.decode(value(result)));
  }

  static Contextual<KeyedAccount> program(JsonNode result) {
    return new Contextual<>(contextSlot(result), KeyedAccount.decode(value(result)));
  }

  static LogsNotification logs(JsonNode result) {
    JsonNode value = value(result);
    List<String> lines = new ArrayList<>();
    value.path("logs").forEach(line -> lines.add(line.asText()));
    return new LogsNotification(
        contextSlot(result),
        signatureOf(value.path("signature").asText()),
        TransactionError.decode(value.get("err")),
        List.copyOf(lines));
  }

  private static Signature signatureOf(String text) {
    try {
      return Signature.ofBase58(text);
    } catch (RuntimeException e) {
      throw new MalformedResponseException("unreadable signature", e);
    }
  }

  static SignatureNotification signature(JsonNode result) {
    return new SignatureNotification(
        contextSlot(result), TransactionError.decode(value(result).get("err")));
  }

  static SlotNotification slot(JsonNode result) {
    return new SlotNotification(
        number(result.path("slot")), number(result.path("parent")), number(result.path("root")));
  }

  static Long root(JsonNode result) {
    return number(result);
  }

  private static JsonNode value(JsonNode result) {
    JsonNode value = result.get("value");
    if (value == null || value.isNull()) {
      throw new MalformedResponseException("the notification has no value");
    }
    return value;
  }

  private static long contextSlot(JsonNode result) {
    return number(result.path("context").path("slot"));
  }

  private static long number(JsonNode node) {
    if (!node.isIntegralNumber()) {
      throw new MalformedResponseException("expected a number in a notification");
    }
    return node.longValue();
  }
}
