package org.podprotocol.relay.chain;

import io.netty.util.concurrent.EventExecutor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.podprotocol.solana.endpoint.HttpEndpoint;
import org.podprotocol.solana.endpoint.HttpOptions;
import org.podprotocol.solana.endpoint.Network;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.send.BlockhashCache;
import org.podprotocol.solana.send.PriorityFee;
import org.podprotocol.solana.send.SenderOptions;
import org.podprotocol.solana.send.SignatureWatch;
import org.podprotocol.solana.send.TransactionSender;

/**
 * The ways to a cluster: reads and transactions over the configured endpoints. Opens nothing by
 * itself.
 */
public final class ChainConnection implements AutoCloseable {

  private final Network network;
  private final HttpEndpoint endpoint;
  private final SolanaRpc rpc;
  private final BlockhashCache blockhashes;
  private final TransactionSender sender;

  /**
   * @param endpoints JSON-RPC URLs, best first; at least one
   * @param requestTimeout of one request
   */
  public ChainConnection(List<URI> endpoints, Duration requestTimeout) {
    network = Network.nio(1);
    endpoint =
        new HttpEndpoint(
            network,
            endpoints.getFirst(),
            HttpOptions.defaults().withTimeouts(requestTimeout, requestTimeout));
    rpc = new SolanaRpc(endpoint);
    EventExecutor loop = network.eventLoops().next();
    blockhashes = BlockhashCache.start(rpc, loop);
    sender =
        new TransactionSender(
            rpc,
            rpc,
            blockhashes,
            PriorityFee.none(),
            SignatureWatch.none(),
            loop,
            SenderOptions.defaults());
  }

  public SolanaRpc rpc() {
    return rpc;
  }

  public TransactionSender sender() {
    return sender;
  }

  Network network() {
    return network;
  }

  @Override
  public void close() {
    sender.close();
    blockhashes.close();
    endpoint.close();
    network.eventLoops().shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3_000);
  }
}
