package org.podprotocol.relay.chain;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.LandedTransaction;
import org.podprotocol.solana.rpc.ReadOptions;
import org.podprotocol.solana.rpc.SignatureInfo;
import org.podprotocol.solana.rpc.SolanaRpc;

/**
 * Reads what is finalized: the transactions of an address, and accounts. Blocks; fails with {@link
 * ChainUnavailableException}.
 */
public final class AddressHistory {
  /** Most lines of one page. */
  public static final int PAGE = 1_000;

  private final SolanaRpc rpc;

  public AddressHistory(ChainConnection connection) {
    this.rpc = connection.rpc();
  }

  /**
   * A page of the history, newest first; those that failed are listed too.
   *
   * @param before the page begins below this transaction; null: with the newest
   * @param until it ends above this one; null: with the oldest
   */
  public List<SignatureInfo> page(
      PublicKey address, @Nullable String before, @Nullable String until) {
    return SolanaLedger.await(
        rpc.getSignaturesForAddress(
            address, signature(before), signature(until), PAGE, Commitment.FINALIZED));
  }

  private static @Nullable Signature signature(@Nullable String base58) {
    return base58 == null ? null : Signature.ofBase58(base58);
  }

  /**
   * A transaction that the history lists.
   *
   * @throws ChainUnavailableException also if the node does not have it
   */
  public LandedTransaction transaction(String signature) {
    return SolanaLedger.await(
            rpc.getTransaction(Signature.ofBase58(signature), Commitment.FINALIZED))
        .orElseThrow(
            () ->
                new ChainUnavailableException(
                    "the node lists transaction " + signature + " but does not have it"));
  }

  /** An account. */
  public Optional<AccountInfo> account(PublicKey address) {
    return account(address, ReadOptions.at(Commitment.FINALIZED));
  }

  /** An account with the first so many bytes of its data; all, if it has fewer. */
  public Optional<AccountInfo> head(PublicKey address, int length) {
    return account(address, ReadOptions.at(Commitment.FINALIZED).withDataSlice(0, length));
  }

  private Optional<AccountInfo> account(PublicKey address, ReadOptions options) {
    return SolanaLedger.await(rpc.getAccountInfo(address, options)).value();
  }
}
