package org.podprotocol.client;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.bindings.accounts.Agent;
import org.podprotocol.bindings.accounts.Relay;
import org.podprotocol.client.chain.ChainReader;
import org.podprotocol.client.chain.Keys;
import org.podprotocol.protocol.Samples;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.solana.rpc.RpcRequest;
import org.podprotocol.solana.rpc.RpcTransport;
import org.podprotocol.solana.rpc.SolanaRpc;

/** A chain's accounts as RPC shows them, for what a real chain would not let anybody do. */
final class AccountsInMemory implements RpcTransport {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Address PROGRAM = Samples.DOMAIN.programId();
  private static final PublicKey ZERO = new PublicKey(new byte[32]);

  private final Map<String, byte[]> accounts = new ConcurrentHashMap<>();

  ChainReader reader() {
    return new ChainReader(new SolanaRpc(this), PROGRAM, 100, Duration.ofMinutes(5));
  }

  void agent(Address address, Address signer) {
    Agent agent =
        new Agent(
            ZERO,
            ZERO,
            ZERO,
            Keys.key(signer),
            new byte[32],
            new byte[32],
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            255,
            1,
            new byte[5]);
    accounts.put(address.toString(), agent.toAccountData());
  }

  void relay(Address address, Address receiptKey, long mergeDelaySlots) {
    Relay relay =
        new Relay(
            ZERO,
            ZERO,
            ZERO,
            ZERO,
            Keys.key(receiptKey),
            new byte[32],
            ZERO,
            0,
            0,
            0,
            mergeDelaySlots,
            0,
            1,
            1,
            255,
            1,
            0,
            new byte[128]);
    accounts.put(address.toString(), relay.toAccountData());
  }

  @Override
  public <T> CompletableFuture<T> call(RpcRequest<T> request) {
    byte[] data = accounts.get(request.params().get(0).asText());
    ObjectNode result = MAPPER.createObjectNode();
    result.putObject("context").put("slot", 9);
    if (data == null) {
      result.putNull("value");
    } else {
      ObjectNode value = result.putObject("value");
      value.put("owner", PROGRAM.toString()).put("lamports", 1).put("executable", false);
      value.putArray("data").add(Base64.getEncoder().encodeToString(data)).add("base64");
    }
    return CompletableFuture.completedFuture(request.decoder().apply(result));
  }

  @Override
  public <T> List<CompletableFuture<T>> batch(List<RpcRequest<T>> requests) {
    return requests.stream().map(this::call).toList();
  }
}
