package org.podprotocol.solana.keys;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.utils.Base58;

/** An Ed25519 signature, 64 bytes. The first signature of a transaction is its id. */
public final class Signature {

  /** Length in bytes. */
  public static final int LENGTH = 64;

  private final byte[] bytes;
  // Computed when first asked for; a race computes it twice.
  private @Nullable String base58;

  private Signature(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies 64 bytes.
   *
   * @throws IllegalArgumentException if there are not exactly 64
   */
  public static Signature of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a signature has 64 bytes, not " + bytes.length);
    }
    return new Signature(bytes.clone());
  }

  /**
   * Decodes the base58 form used by RPC.
   *
   * @throws IllegalArgumentException if the text is not base58 of 64 bytes
   */
  public static Signature ofBase58(String text) {
    return of(Base58.decode(text));
  }

  static Signature wrap(byte[] bytes) {
    return new Signature(bytes);
  }

  /** True if {@code key} made this signature over {@code message}. */
  public boolean verify(PublicKey key, byte[] message) {
    return Ed25519.verify(bytes, 0, key.toByteArray(), 0, message, 0, message.length);
  }

  /** A copy of the 64 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Writes the 64 bytes into {@code target} at {@code offset}. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, LENGTH);
  }

  /** The base58 form used by RPC and explorers. */
  public String toBase58() {
    String text = base58;
    if (text == null) {
      text = Base58.encode(bytes);
      base58 = text;
    }
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signature that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    // The bytes of R are as good as random.
    return bytes[0] & 0xff | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | bytes[3] << 24;
  }

  @Override
  public String toString() {
    return toBase58();
  }
}
