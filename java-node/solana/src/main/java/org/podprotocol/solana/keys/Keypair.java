package org.podprotocol.solana.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.p2p.solanaj.core.PublicKey;

/** An Ed25519 key pair held in memory. Its text form never shows the secret. */
public final class Keypair implements Signer {

  /** Length of the secret seed in bytes. */
  public static final int SEED_LENGTH = 32;

  private final byte[] seed;
  private final byte[] publicBytes;
  private final PublicKey publicKey;

  private Keypair(byte[] seed) {
    this.seed = seed;
    this.publicBytes = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicBytes, 0);
    this.publicKey = new PublicKey(publicBytes);
  }

  /** A new key pair from the platform's secure random source. */
  public static Keypair generate() {
    byte[] seed = new byte[SEED_LENGTH];
    new SecureRandom().nextBytes(seed);
    return new Keypair(seed);
  }

  /**
   * The key pair of a 32-byte seed (RFC 8032 private key).
   *
   * @throws IllegalArgumentException if there are not exactly 32 bytes
   */
  public static Keypair ofSeed(byte[] seed) {
    if (seed.length != SEED_LENGTH) {
      throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length);
    }
    return new Keypair(seed.clone());
  }

  /**
   * The key pair of the 64 bytes that the Solana tools store: the seed, then the public key.
   *
   * @throws IllegalArgumentException if the length is wrong or the halves don't belong together
   */
  public static Keypair ofSecretKey(byte[] secretKey) {
    if (secretKey.length != 64) {
      throw new IllegalArgumentException("a secret key has 64 bytes, not " + secretKey.length);
    }
    Keypair keypair = new Keypair(Arrays.copyOf(secretKey, SEED_LENGTH));
    if (!Arrays.equals(keypair.publicBytes, Arrays.copyOfRange(secretKey, SEED_LENGTH, 64))) {
      throw new IllegalArgumentException("the public half does not belong to the secret half");
    }
    return keypair;
  }

  /**
   * Reads a Solana CLI key file: a JSON array of 64 numbers.
   *
   * @throws IOException if the file can't be read or is not such a file; the message never quotes
   *     its content
   */
  public static Keypair load(Path file) throws IOException {
    return KeypairFile.read(file);
  }

  /**
   * Writes a Solana CLI key file that only its owner can read (mode 0600).
   *
   * @throws java.nio.file.FileAlreadyExistsException if the file is there: a key is never
   *     overwritten
   */
  public void save(Path file) throws IOException {
    KeypairFile.write(file, toSecretKey());
  }

  @Override
  public PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public CompletableFuture<Signature> sign(byte[] message) {
    return CompletableFuture.completedFuture(signNow(message));
  }

  /** Signs on the calling thread; about 50 microseconds. */
  public Signature signNow(byte[] message) {
    byte[] signature = new byte[Signature.LENGTH];
    Ed25519.sign(seed, 0, publicBytes, 0, null, message, 0, message.length, signature, 0);
    return Signature.wrap(signature);
  }

  /** The 64 bytes that the Solana tools store: the seed, then the public key. */
  public byte[] toSecretKey() {
    byte[] secretKey = Arrays.copyOf(seed, 64);
    System.arraycopy(publicBytes, 0, secretKey, SEED_LENGTH, 32);
    return secretKey;
  }

  @Override
  public String toString() {
    return "Keypair[" + publicKey + "]";
  }
}
