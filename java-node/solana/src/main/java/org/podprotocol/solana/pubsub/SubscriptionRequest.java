package org.podprotocol.solana.pubsub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.rpc.AccountFilter;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.Contextual;
import org.podprotocol.solana.rpc.KeyedAccount;

/**
 * What to hear of. Two requests are equal if they ask for the same.
 *
 * @param <T> the notification
 */
public final class SubscriptionRequest<T> {

  private final String kind;
  private final ArrayNode params;
  private final Function<JsonNode, T> decoder;
  private final boolean once;

  private SubscriptionRequest(
      String kind, ArrayNode params, Function<JsonNode, T> decoder, boolean once) {
    this.kind = kind;
    this.params = params;
    this.decoder = decoder;
    this.once = once;
  }

  /** Changes of an account. */
  public static SubscriptionRequest<Contextual<AccountInfo>> account(
      PublicKey address, Commitment commitment) {
    return new SubscriptionRequest<>(
        "account",
        array().add(address.toBase58()).add(config(commitment)),
        Notifications::account,
        false);
  }

  /** Changes of the accounts that a program owns, as far as they pass all filters. */
  public static SubscriptionRequest<Contextual<KeyedAccount>> program(
      PublicKey program, List<AccountFilter> filters, Commitment commitment) {
    ObjectNode config = config(commitment);
    ArrayNode list = config.putArray("filters");
    filters.forEach(filter -> list.add(filter.toJson()));
    return new SubscriptionRequest<>(
        "program", array().add(program.toBase58()).add(config), Notifications::program, false);
  }

  /** Logs of the transactions that name an address. */
  public static SubscriptionRequest<LogsNotification> logs(
      PublicKey mentioned, Commitment commitment) {
    ObjectNode filter = JsonNodeFactory.instance.objectNode();
    filter.putArray("mentions").add(mentioned.toBase58());
    ObjectNode config = JsonNodeFactory.instance.objectNode().put("commitment", commitment.wire());
    return new SubscriptionRequest<>(
        "logs", array().add(filter).add(config), Notifications::logs, false);
  }

  /** The moment at which a transaction reaches the commitment; told once. */
  public static SubscriptionRequest<SignatureNotification> signature(
      Signature signature, Commitment commitment) {
    ObjectNode config = JsonNodeFactory.instance.objectNode().put("commitment", commitment.wire());
    return new SubscriptionRequest<>(
        "signature", array().add(signature.toBase58()).add(config), Notifications::signature, true);
  }

  /** Slots as the node processes them. */
  public static SubscriptionRequest<SlotNotification> slots() {
    return new SubscriptionRequest<>("slot", array(), Notifications::slot, false);
  }

  /** Slots as they are finalized. */
  public static SubscriptionRequest<Long> roots() {
    return new SubscriptionRequest<>("root", array(), Notifications::root, false);
  }

  private static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  private static ObjectNode config(Commitment commitment) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("commitment", commitment.wire())
        .put("encoding", "base64");
  }

  String subscribeMethod() {
    return kind + "Subscribe";
  }

  String unsubscribeMethod() {
    return kind + "Unsubscribe";
  }

  ArrayNode params() {
    return params;
  }

  T decode(JsonNode result) {
    return decoder.apply(result);
  }

  /** True if the node ends the subscription after its notification. */
  boolean once() {
    return once;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SubscriptionRequest<?> that
        && kind.equals(that.kind)
        && params.equals(that.params);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + params.hashCode();
  }

  @Override
  public String toString() {
    return subscribeMethod() + params;
  }
}
