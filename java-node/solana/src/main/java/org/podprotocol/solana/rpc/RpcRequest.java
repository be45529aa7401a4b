package org.podprotocol.solana.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Objects;
import java.util.function.Function;

/**
 * One JSON-RPC call.
 *
 * @param method the RPC method's name
 * @param params its positional parameters
 * @param methodClass under which its health is counted
 * @param repeatable true if sending it twice does no harm
 * @param decoder reads the {@code result} member; throws {@link MalformedResponseException} if it
 *     is not as promised
 */
public record RpcRequest<T>(
    String method,
    ArrayNode params,
    MethodClass methodClass,
    boolean repeatable,
    Function<JsonNode, T> decoder) {

  /** Checks for null. */
  public RpcRequest {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(params, "params");
    Objects.requireNonNull(methodClass, "methodClass");
    Objects.requireNonNull(decoder, "decoder");
  }

  /** A repeatable read. */
  public static <T> RpcRequest<T> read(
      String method, ArrayNode params, Function<JsonNode, T> decoder) {
    return new RpcRequest<>(method, params, MethodClass.READ, true, decoder);
  }
}
