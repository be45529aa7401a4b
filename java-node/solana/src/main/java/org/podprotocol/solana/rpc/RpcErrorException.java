package org.podprotocol.solana.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The node answered with a JSON-RPC error. Codes are those of Agave's {@code rpc-client-api}. */
public final class RpcErrorException extends RpcException {
  private static final long serialVersionUID = 1L;

  /** The transaction failed in preflight; {@link #data()} is a simulation result. */
  public static final int PREFLIGHT_FAILURE = -32002;

  /** A signature of the transaction does not verify. */
  public static final int SIGNATURE_VERIFICATION_FAILURE = -32003;

  /** The node is behind the cluster; {@link #data()} may say by how many slots. */
  public static final int NODE_UNHEALTHY = -32005;

  /** The node has not reached the slot that the call asks for. */
  public static final int MIN_CONTEXT_SLOT_NOT_REACHED = -32016;

  private final int code;
  private final transient @Nullable JsonNode data;

  /** The members of the error object, and where it came from. */
  public RpcErrorException(
      String method, String endpoint, int code, String message, @Nullable JsonNode data) {
    super(method + " at " + endpoint + " failed with code " + code + ": " + message, null);
    this.code = code;
    this.data = data;
  }

  /** The JSON-RPC error code. */
  public int code() {
    return code;
  }

  /** The error's data, or null if there is none. */
  public @Nullable JsonNode data() {
    return data;
  }

  /**
   * True if the fault lies with the node (behind, overloaded, internal), so that another may do
   * better.
   */
  public boolean isNodeFault() {
    return switch (code) {
      case NODE_UNHEALTHY,
          MIN_CONTEXT_SLOT_NOT_REACHED,
          429,
          -32429,
          -32603,
          -32004,
          -32014,
          -32001 ->
          true;
      default -> false;
    };
  }

  /** True if the node refuses because of too many calls. */
  public boolean isRateLimit() {
    return code == 429 || code == -32429;
  }
}
