package org.podprotocol.solana.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Objects;

/**
 * One JSON-RPC call.
 *
 * @param method the RPC method's name
 * @param params its positional parameters
 * @param methodClass under which its health is counted
 * @param repeatable true if sending it twice does no harm
 */
public record RpcRequest(
    String method, ArrayNode params, MethodClass methodClass, boolean repeatable) {

  /** Checks for null. */
  public RpcRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(params, "params");
    Objects.requireNonNull(methodClass, "methodClass");
  }

  /** A repeatable read. */
  public static RpcRequest read(String method, ArrayNode params) {
    return new RpcRequest(method, params, MethodClass.READ, true);
  }
}
