package org.podprotocol.relay.anchoring;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The node hash of RFC 9162: SHA-256(0x01 || left || right). */
final class TreeHash {

  /** Root of the tree without leaves: SHA-256 of nothing. */
  static final byte[] EMPTY_ROOT =
      HexFormat.of().parseHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

  private TreeHash() {}

  static byte[] node(byte[] left, byte[] right) {
    MessageDigest sha256 = sha256();
    sha256.update((byte) 1);
    sha256.update(left);
    return sha256.digest(right);
  }

  /**
   * Root of the perfect subtree over {@code n} hashes, a power of two of them, which lie one after
   * another from the start of {@code hashes}. Overwrites them.
   */
  static byte[] fold(byte[] hashes, int n) {
    MessageDigest sha256 = sha256();
    try {
      for (int width = n; width > 1; width /= 2) {
        for (int i = 0; i < width / 2; i++) {
          sha256.update((byte) 1);
          sha256.update(hashes, i * 64, 64);
          sha256.digest(hashes, i * 32, 32);
        }
      }
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
    byte[] root = new byte[32];
    System.arraycopy(hashes, 0, root, 0, 32);
    return root;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
