package org.podprotocol.protocol.bytes;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4) without a digest object per call: one for each thread. */
public final class Sha256 {
  private static final ThreadLocal<Sha256> CURRENT = ThreadLocal.withInitial(Sha256::new);

  private final MessageDigest digest;
  private final byte[] output = new byte[Bytes32.LENGTH];
  private final byte[] block = new byte[1 + 2 * Bytes32.LENGTH];

  private Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public static Hash of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  public static Hash of(byte[] bytes, int offset, int length) {
    Sha256 sha = CURRENT.get();
    sha.digest.update(bytes, offset, length);
    return sha.finish();
  }

  /** SHA-256(first || second). */
  public static Hash of(byte[] first, byte[] second, int offset, int length) {
    Sha256 sha = CURRENT.get();
    sha.digest.update(first);
    sha.digest.update(second, offset, length);
    return sha.finish();
  }

  /** SHA-256(0x00 || leaf): RFC 9162 section 2.1.1. */
  public static Hash leaf(byte[] leaf, int offset, int length) {
    Sha256 sha = CURRENT.get();
    sha.digest.update((byte) 0);
    sha.digest.update(leaf, offset, length);
    return sha.finish();
  }

  /** SHA-256(0x01 || left || right): RFC 9162 section 2.1.1. */
  public static Hash node(Hash left, Hash right) {
    Sha256 sha = CURRENT.get();
    sha.block[0] = 1;
    left.copyTo(sha.block, 1);
    right.copyTo(sha.block, 1 + Bytes32.LENGTH);
    sha.digest.update(sha.block, 0, sha.block.length);
    return sha.finish();
  }

  private Hash finish() {
    try {
      digest.digest(output, 0, output.length);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 gives 32 bytes", e);
    }
    return Hash.of(output, 0);
  }
}
