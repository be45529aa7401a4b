package org.podprotocol.relay.chain;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where a cluster is reached.
 *
 * @param rpc JSON-RPC URLs, best first; at least one
 * @param webSocket PubSub URLs, best first; empty: derived from {@code rpc}
 * @param requestTimeout of one RPC request
 */
public record Endpoints(List<URI> rpc, List<URI> webSocket, Duration requestTimeout) {

  public Endpoints {
    if (rpc.isEmpty()) {
      throw new IllegalArgumentException("at least one JSON-RPC endpoint is needed");
    }
    rpc = List.copyOf(rpc);
    webSocket =
        webSocket.isEmpty()
            ? rpc.stream().map(Endpoints::derived).toList()
            : List.copyOf(webSocket);
  }

  /**
   * As the Solana CLI does it: the scheme is exchanged, and a port given is followed by PubSub's.
   */
  private static URI derived(URI rpc) {
    String scheme = rpc.getScheme().equals("https") ? "wss" : "ws";
    int port = rpc.getPort() < 0 ? -1 : rpc.getPort() + 1;
    String authority = port < 0 ? rpc.getHost() : rpc.getHost() + ":" + port;
    String path = rpc.getRawPath() == null ? "" : rpc.getRawPath();
    String query = rpc.getRawQuery() == null ? "" : "?" + rpc.getRawQuery();
    return URI.create(scheme + "://" + authority + path + query);
  }
}
