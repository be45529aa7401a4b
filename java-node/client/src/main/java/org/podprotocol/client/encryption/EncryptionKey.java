package org.podprotocol.client.encryption;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.Tag;

/**
 * An agent's X25519 key pair for encrypted content; the public half goes into its Profile. Closing
 * it overwrites the secret.
 */
public final class EncryptionKey implements AutoCloseable {
  public static final int LENGTH = 32;

  private final byte[] secret;
  private final byte[] publicKey;
  private volatile boolean closed;

  private EncryptionKey(byte[] secret) {
    this.secret = secret;
    publicKey = new byte[LENGTH];
    X25519.generatePublicKey(secret, 0, publicKey, 0);
  }

  public static EncryptionKey generate(SecureRandom random) {
    byte[] secret = new byte[LENGTH];
    X25519.generatePrivateKey(random, secret);
    return new EncryptionKey(secret);
  }

  /**
   * The key pair of a 32-byte secret (RFC 7748).
   *
   * @throws IllegalArgumentException for another length
   */
  public static EncryptionKey of(byte[] secret) {
    if (secret.length != LENGTH) {
      throw new IllegalArgumentException("an X25519 secret has 32 bytes, not " + secret.length);
    }
    return new EncryptionKey(secret.clone());
  }

  /** A copy of the 32 bytes for the Profile. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** A copy of the secret, to be stored. */
  public byte[] secret() {
    checkOpen();
    return secret.clone();
  }

  /**
   * Opens an envelope's content.
   *
   * @param content as sent
   * @return the plaintext
   * @throws DecryptionException if it is not for this key, or not for this envelope
   */
  public byte[] open(Envelope envelope, byte[] content, Domain domain) throws DecryptionException {
    checkOpen();
    if (!envelope.isEncrypted()) {
      throw new DecryptionException("the envelope's content is not encrypted");
    }
    if (content.length < EncryptedContent.OVERHEAD) {
      throw new DecryptionException(
          "encrypted content has at least 48 bytes, not " + content.length);
    }
    byte[] encapsulation = Arrays.copyOf(content, Hpke.ENCAPSULATION_LENGTH);
    byte[] ciphertext = Arrays.copyOfRange(content, Hpke.ENCAPSULATION_LENGTH, content.length);
    HPKE suite = Hpke.suite();
    AsymmetricCipherKeyPair pair = suite.deserializePrivateKey(secret, publicKey);
    byte[] info = domain.signedBytes(Tag.ENCRYPTION, new byte[0]);
    byte[] associated = EncryptedContent.associatedData(envelope.header());
    try {
      return suite.setupBaseR(encapsulation, pair, info).open(associated, ciphertext);
    } catch (InvalidCipherTextException | IllegalStateException e) {
      // The second: the encapsulated key is of small order, and the agreement all zeros.
      throw new DecryptionException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(secret, (byte) 0);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the key has been closed");
    }
  }

  /** Says what it is, and nothing of the secret. */
  @Override
  public String toString() {
    return "X25519 key";
  }
}
