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

/** Reads agents and channels, at commitment confirmed. */
final class PartyReader implements AccountCache.Source<Party> {

  private final SolanaRpc rpc;
  private final PodProgram program;

  PartyReader(SolanaRpc rpc, PodProgram program) {
    this.rpc = rpc;
    this.program = program;
  }

  @Override
  public CompletableFuture<Reading<Party>> read(PublicKey address, long minSlot) {
    ReadOptions options = ReadOptions.at(Commitment.CONFIRMED);
    return rpc.getAccountInfo(address, minSlot > 0 ? options.withMinContextSlot(minSlot) : options)
        .thenApply(account -> decode(address, account.value(), account.slot()));
  }

  @Override
  public CompletableFuture<List<Reading<Party>>> readAll(List<PublicKey> addresses) {
    return rpc.getMultipleAccounts(addresses, ReadOptions.at(Commitment.CONFIRMED))
        .thenApply(accounts -> decodeAll(addresses, accounts));
  }

  private List<Reading<Party>> decodeAll(
      List<PublicKey> addresses, Contextual<List<Optional<AccountInfo>>> accounts) {
    var readings = new ArrayList<Reading<Party>>(addresses.size());
    for (int i = 0; i < addresses.size(); i++) {
      readings.add(decode(addresses.get(i), accounts.value().get(i), accounts.slot()));
    }
    return readings;
  }

  private Reading<Party> decode(PublicKey address, Optional<AccountInfo> account, long slot) {
    return new Reading<>(account.flatMap(info -> program.party(address, info, slot)), slot);
  }
}
