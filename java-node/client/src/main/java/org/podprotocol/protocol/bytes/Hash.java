package org.podprotocol.protocol.bytes;

/**
 * A SHA-256 digest: a message id, a leaf or node hash, a content hash; its text is lower-case hex.
 */
public final class Hash extends Bytes32 {
  public static final Hash ZERO = new Hash(new byte[LENGTH], 0);

  private Hash(byte[] bytes, int offset) {
    super(bytes, offset);
  }

  /** The 32 bytes at {@code offset}. */
  public static Hash of(byte[] bytes, int offset) {
    return new Hash(bytes, offset);
  }

  /**
   * All of {@code bytes}.
   *
   * @throws IllegalArgumentException if they are not 32
   */
  public static Hash of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
    }
    return new Hash(bytes, 0);
  }

  /**
   * Reads 64 lower-case hex digits.
   *
   * @throws ProtocolException if the text is anything else
   */
  public static Hash parse(CharSequence hex) throws ProtocolException {
    return new Hash(Hex.decode(hex, LENGTH), 0);
  }

  /** Lower-case hex. */
  @Override
  public String toString() {
    return Hex.encode(toBytes());
  }
}
