package org.podprotocol.solana.send;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.rpc.SolanaRpc;

/**
 * Nonce accounts of one authority, each lent to one transaction at a time: two transactions with
 * one nonce value would shut each other out. Thread-safe.
 */
public final class NoncePool {

  private final SolanaRpc rpc;
  private final Signer authority;
  private final ArrayDeque<PublicKey> free;

  /** The accounts must exist and belong to the authority; that is checked when they are lent. */
  public NoncePool(SolanaRpc rpc, Signer authority, List<PublicKey> accounts) {
    this.rpc = rpc;
    this.authority = authority;
    this.free = new ArrayDeque<>(accounts);
  }

  /**
   * Lends an account with its present value, if one is free. It must be given back by {@link
   * #giveBack} once the transaction has ended; one whose value can't be read goes back by itself.
   */
  public Optional<CompletableFuture<DurableNonce>> lend() {
    PublicKey account = take();
    if (account == null) {
      return Optional.empty();
    }
    CompletableFuture<DurableNonce> nonce = DurableNonce.fetch(rpc, account, authority);
    nonce.whenComplete(
        (value, cause) -> {
          if (cause != null) {
            put(account);
          }
        });
    return Optional.of(nonce);
  }

  private synchronized @Nullable PublicKey take() {
    return free.poll();
  }

  private synchronized void put(PublicKey account) {
    if (!free.contains(account)) {
      free.add(account);
    }
  }

  /** Takes an account back. */
  public void giveBack(DurableNonce nonce) {
    put(nonce.account());
  }

  /** Accounts that can be lent. */
  public synchronized int available() {
    return free.size();
  }
}
