package org.podprotocol.solana.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.p2p.solanaj.core.PublicKey;

/**
 * An account and its address.
 *
 * @param address where it is
 * @param account what is there
 */
public record KeyedAccount(PublicKey address, AccountInfo account) {

  /**
   * Reads RPC's {@code {"pubkey":..,"account":..}}.
   *
   * @throws MalformedResponseException if it is something else
   */
  public static KeyedAccount decode(JsonNode node) {
    return new KeyedAccount(
        Json.key(Json.member(node, "pubkey")), AccountInfo.decode(Json.member(node, "account")));
  }
}
