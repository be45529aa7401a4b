package org.podprotocol.solana.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.p2p.solanaj.core.PublicKey;

/**
 * An account. {@code data} is not copied: treat it as read-only.
 *
 * @param owner the program that owns it
 * @param lamports its balance
 * @param data its data, or the slice that was asked for
 * @param executable true for programs
 * @param space bytes of the whole data
 */
public record AccountInfo(
    PublicKey owner, long lamports, byte[] data, boolean executable, long space) {

  /**
   * Reads RPC's account object with data in base64.
   *
   * @throws MalformedResponseException if it is something else
   */
  public static AccountInfo decode(JsonNode node) {
    byte[] data = Json.base64(Json.member(node, "data"));
    Long space = Json.optionalInteger(node, "space");
    return new AccountInfo(
        Json.key(Json.member(node, "owner")),
        Json.integer(node, "lamports"),
        data,
        Json.bool(node, "executable"),
        space == null ? data.length : space);
  }
}
