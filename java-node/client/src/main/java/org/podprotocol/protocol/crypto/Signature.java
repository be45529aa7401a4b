package org.podprotocol.protocol.crypto;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Hex;
import org.podprotocol.protocol.bytes.ProtocolException;

/** The 64 immutable bytes of an Ed25519 signature, valid or not; its text is lower-case hex. */
public final class Signature {
  public static final int LENGTH = VerificationKey.SIGNATURE_LENGTH;

  private final byte[] bytes;

  private Signature(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The 64 bytes at {@code offset}. */
  public static Signature of(byte[] bytes, int offset) {
    Objects.checkFromIndexSize(offset, LENGTH, bytes.length);
    return new Signature(Arrays.copyOfRange(bytes, offset, offset + LENGTH));
  }

  /**
   * All of {@code bytes}.
   *
   * @throws IllegalArgumentException if they are not 64
   */
  public static Signature of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a signature has 64 bytes, not " + bytes.length);
    }
    return of(bytes, 0);
  }

  /**
   * Reads 128 lower-case hex digits.
   *
   * @throws ProtocolException if the text is anything else
   */
  public static Signature parse(CharSequence hex) throws ProtocolException {
    return new Signature(Hex.decode(hex, LENGTH));
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, LENGTH);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Signature that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Lower-case hex. */
  @Override
  public String toString() {
    return Hex.encode(bytes);
  }
}
