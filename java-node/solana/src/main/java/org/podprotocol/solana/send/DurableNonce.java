package org.podprotocol.solana.send;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.ReadOptions;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.transaction.Blockhash;
import org.podprotocol.solana.transaction.SystemProgram;

/**
 * A nonce account and the value it holds now. A transaction with it doesn't expire by time; it is
 * void once the account holds another value.
 *
 * @param account the nonce account
 * @param authority signs the advance
 * @param value takes the place of the blockhash
 */
public record DurableNonce(PublicKey account, Signer authority, Blockhash value) {

  private static final int AUTHORITY_OFFSET = 8;
  private static final int VALUE_OFFSET = 40;

  /**
   * Reads the account.
   *
   * @return fails with {@link IllegalArgumentException} if it is not a nonce account of this
   *     authority
   */
  public static CompletableFuture<DurableNonce> fetch(
      SolanaRpc rpc, PublicKey account, Signer authority) {
    return rpc.getAccountInfo(account, ReadOptions.at(Commitment.CONFIRMED))
        .thenApply(
            found -> {
              AccountInfo info =
                  found
                      .value()
                      .orElseThrow(() -> new IllegalArgumentException(account + " does not exist"));
              if (!isNonce(info)) {
                throw new IllegalArgumentException(
                    account + " is not an initialised nonce account");
              }
              PublicKey owner = PublicKey.readPubkey(info.data(), AUTHORITY_OFFSET);
              if (!owner.equals(authority.publicKey())) {
                throw new IllegalArgumentException(
                    "the authority of nonce " + account + " is " + owner);
              }
              return new DurableNonce(account, authority, value(info));
            });
  }

  /** True if the account is a nonce account with this value. */
  static boolean holds(Optional<AccountInfo> account, Blockhash value) {
    return account.isPresent() && isNonce(account.get()) && value(account.get()).equals(value);
  }

  /** Version u32, state u32 (1: initialised), authority, value, fee u64. */
  private static boolean isNonce(AccountInfo info) {
    return info.owner().equals(SystemProgram.PROGRAM)
        && info.data().length == SystemProgram.NONCE_ACCOUNT_BYTES
        && info.data()[4] == 1;
  }

  private static Blockhash value(AccountInfo info) {
    return Blockhash.of(Arrays.copyOfRange(info.data(), VALUE_OFFSET, VALUE_OFFSET + 32));
  }
}
