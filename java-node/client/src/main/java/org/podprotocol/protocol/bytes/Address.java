package org.podprotocol.protocol.bytes;

/** A Solana address: an account or an Ed25519 public key; its text is base58. */
public final class Address extends Bytes32 {
  public static final Address ZERO = new Address(new byte[LENGTH], 0);

  private Address(byte[] bytes, int offset) {
    super(bytes, offset);
  }

  /** The 32 bytes at {@code offset}. */
  public static Address of(byte[] bytes, int offset) {
    return new Address(bytes, offset);
  }

  /**
   * All of {@code bytes}.
   *
   * @throws IllegalArgumentException if they are not 32
   */
  public static Address of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("an address has 32 bytes, not " + bytes.length);
    }
    return new Address(bytes, 0);
  }

  /**
   * Reads base58.
   *
   * @throws ProtocolException if the text does not stand for exactly 32 bytes
   */
  public static Address parse(CharSequence base58) throws ProtocolException {
    return new Address(Base58.decode32(base58), 0);
  }

  /** Base58. */
  @Override
  public String toString() {
    return Base58.encode32(toBytes(), 0);
  }
}
