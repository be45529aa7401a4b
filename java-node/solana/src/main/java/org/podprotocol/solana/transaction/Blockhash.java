package org.podprotocol.solana.transaction;

import java.util.Arrays;
import org.p2p.solanaj.utils.Base58;

/** A blockhash, or the value of a durable nonce in its place: 32 bytes. */
public final class Blockhash {

  /** Thirty-two zeros: a placeholder for simulation with a replaced blockhash. */
  public static final Blockhash ZERO = new Blockhash(new byte[32]);

  private final byte[] bytes;

  private Blockhash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies 32 bytes.
   *
   * @throws IllegalArgumentException if there are not exactly 32
   */
  public static Blockhash of(byte[] bytes) {
    if (bytes.length != 32) {
      throw new IllegalArgumentException("a blockhash has 32 bytes, not " + bytes.length);
    }
    return new Blockhash(bytes.clone());
  }

  /**
   * Decodes the base58 form used by RPC.
   *
   * @throws IllegalArgumentException if the text is not base58 of 32 bytes
   */
  public static Blockhash ofBase58(String text) {
    return of(Base58.decode(text));
  }

  /** A copy of the 32 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, 32);
  }

  /** The base58 form used by RPC. */
  public String toBase58() {
    return Base58.encode(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Blockhash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return toBase58();
  }
}
