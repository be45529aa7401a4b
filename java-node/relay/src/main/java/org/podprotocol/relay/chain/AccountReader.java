package org.podprotocol.relay.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.AccountCache.Reading;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.Contextual;
import org.podprotocol.solana.rpc.ReadOptions;
import org.podprotocol.solana.rpc.SolanaRpc;

/** Reads accounts of one kind, at commitment confirmed. */
final class AccountReader<V> implements AccountCache.Source<V> {

  /** Empty for accounts of other kinds. */
  interface Decoder<V> {
    Optional<V> decode(PublicKey address, AccountInfo account, long slot);
  }

  private final SolanaRpc rpc;
  private final Decoder<V> decoder;

  AccountReader(SolanaRpc rpc, Decoder<V> decoder) {
    this.rpc = rpc;
    this.decoder = decoder;
  }

  @Override
  public CompletableFuture<Reading<V>> read(PublicKey address, long minSlot) {
    ReadOptions options = ReadOptions.at(Commitment.CONFIRMED);
    return rpc.getAccountInfo(address, minSlot > 0 ? options.withMinContextSlot(minSlot) : options)
        .thenApply(account -> decode(address, account.value(), account.slot()));
  }

  @Override
  public CompletableFuture<List<Reading<V>>> readAll(List<PublicKey> addresses) {
    return rpc.getMultipleAccounts(addresses, ReadOptions.at(Commitment.CONFIRMED))
        .thenApply(accounts -> decodeAll(addresses, accounts));
  }

  private List<Reading<V>> decodeAll(
      List<PublicKey> addresses, Contextual<List<Optional<AccountInfo>>> accounts) {
    var readings = new ArrayList<Reading<V>>(addresses.size());
    for (int i = 0; i < addresses.size(); i++) {
      readings.add(decode(addresses.get(i), accounts.value().get(i), accounts.slot()));
    }
    return readings;
  }

  private Reading<V> decode(PublicKey address, Optional<AccountInfo> account, long slot) {
    return new Reading<>(account.flatMap(info -> decoder.decode(address, info, slot)), slot);
  }
}
