package org.podprotocol.protocol.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.podprotocol.protocol.bytes.Address;

/** An Ed25519 key in memory. Closing it overwrites the seed. */
public final class SigningKey implements Signer, AutoCloseable {
  public static final int SEED_LENGTH = Ed25519.SECRET_KEY_SIZE;

  /** Length of Solana's key pair form: seed, then public key. */
  public static final int KEYPAIR_LENGTH = SEED_LENGTH + Ed25519.PUBLIC_KEY_SIZE;

  private final byte[] seed;
  private final byte[] publicKey;
  private final Address address;
  private volatile boolean closed;

  private SigningKey(byte[] seed) {
    this.seed = seed;
    publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    address = Address.of(publicKey);
  }

  public static SigningKey generate(SecureRandom random) {
    byte[] seed = new byte[SEED_LENGTH];
    random.nextBytes(seed);
    return new SigningKey(seed);
  }

  /**
   * The key of a 32-byte seed (RFC 8032's private key).
   *
   * @throws IllegalArgumentException for another length
   */
  public static SigningKey ofSeed(byte[] seed) {
    if (seed.length != SEED_LENGTH) {
      throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length);
    }
    return new SigningKey(seed.clone());
  }

  /**
   * The key of Solana's 64-byte form, as {@code solana-keygen} writes it.
   *
   * @throws IllegalArgumentException for another length, or if the public half is not that of the
   *     seed
   */
  public static SigningKey ofKeypair(byte[] keypair) {
    if (keypair.length != KEYPAIR_LENGTH) {
      throw new IllegalArgumentException("a key pair has 64 bytes, not " + keypair.length);
    }
    SigningKey key = new SigningKey(Arrays.copyOf(keypair, SEED_LENGTH));
    if (!key.address.matches(keypair, SEED_LENGTH)) {
      key.close();
      throw new IllegalArgumentException("the public half of the key pair is not that of its seed");
    }
    return key;
  }

  @Override
  public Address address() {
    return address;
  }

  /** Solana's 64-byte form: seed, then public key. */
  public byte[] toKeypair() {
    checkOpen();
    byte[] keypair = Arrays.copyOf(seed, KEYPAIR_LENGTH);
    System.arraycopy(publicKey, 0, keypair, SEED_LENGTH, publicKey.length);
    return keypair;
  }

  @Override
  public byte[] sign(byte[] message) {
    checkOpen();
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(seed, (byte) 0);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the key has been closed");
    }
  }

  /** The address; the seed never shows. */
  @Override
  public String toString() {
    return address.toString();
  }
}
