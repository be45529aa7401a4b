package org.podprotocol.relay.content;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.util.encoders.Base32;
import org.bouncycastle.util.encoders.DecoderException;

/**
 * A content identifier: CIDv1 of a raw or dag-pb block under SHA-256, written in base32 (CID
 * specification, multibase prefix {@code b}). Other versions, codecs and hashes are refused.
 */
public final class Cid implements Comparable<Cid> {
  /** Multicodec of a raw block. */
  public static final int RAW = 0x55;

  /** Multicodec of a dag-pb node (UnixFS directories and files of more than one block). */
  public static final int DAG_PB = 0x70;

  /** Length of the binary form: version, codec, hash code, hash length, 32 bytes of hash. */
  public static final int BYTES = 36;

  private static final int VERSION = 1;
  private static final int SHA2_256 = 0x12;
  private static final int HASH = 32;
  private static final int TEXT_LENGTH = 1 + 58;

  private final byte[] bytes;

  private Cid(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The CID of the given codec and SHA-256 hash (32 bytes). */
  public static Cid of(int codec, byte[] sha256) {
    if (codec != RAW && codec != DAG_PB) {
      throw new IllegalArgumentException("codec 0x%x is not raw or dag-pb".formatted(codec));
    }
    if (sha256.length != HASH) {
      throw new IllegalArgumentException("a SHA-256 hash has 32 bytes, not " + sha256.length);
    }
    byte[] bytes = new byte[BYTES];
    bytes[0] = VERSION;
    bytes[1] = (byte) codec;
    bytes[2] = SHA2_256;
    bytes[3] = HASH;
    System.arraycopy(sha256, 0, bytes, 4, HASH);
    return new Cid(bytes);
  }

  /** The CID of a raw block with this SHA-256 hash, which is a message's content hash. */
  public static Cid raw(byte[] sha256) {
    return of(RAW, sha256);
  }

  /** Hashes a block. */
  public static Cid hash(int codec, byte[] block) {
    return of(codec, sha256().digest(block));
  }

  /** Reads the 36 bytes of a binary CID. */
  public static Cid ofBytes(byte[] bytes) {
    if (bytes.length != BYTES || bytes[0] != VERSION || bytes[2] != SHA2_256 || bytes[3] != HASH) {
      throw new IllegalArgumentException(
          "not a CIDv1 with SHA-256: "
              + HexFormat.of().formatHex(bytes, 0, Math.min(BYTES, bytes.length)));
    }
    return of(bytes[1], Arrays.copyOfRange(bytes, 4, BYTES));
  }

  /**
   * Reads the base32 text form, {@code bafk...} or {@code bafy...}.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static Cid parse(String text) {
    if (text.length() != TEXT_LENGTH || text.charAt(0) != 'b') {
      throw new IllegalArgumentException(
          "not a base32 CIDv1 (59 characters that begin with b): " + abbreviate(text));
    }
    byte[] decoded;
    try {
      decoded = Base32.decode(text.substring(1).toUpperCase(Locale.ROOT) + "======");
    } catch (DecoderException e) {
      throw new IllegalArgumentException("not base32: " + abbreviate(text), e);
    }
    Cid cid = ofBytes(decoded);
    if (!cid.toString().equals(text)) {
      throw new IllegalArgumentException("not the canonical form of a CID: " + abbreviate(text));
    }
    return cid;
  }

  private static String abbreviate(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "...";
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Multicodec: {@link #RAW} or {@link #DAG_PB}. */
  public int codec() {
    return bytes[1];
  }

  /** SHA-256 of the block, 32 bytes. */
  public byte[] sha256Bytes() {
    return Arrays.copyOfRange(bytes, 4, BYTES);
  }

  /** The binary form, 36 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Whether this is the CID of that block. */
  public boolean matches(byte[] block) {
    return Arrays.equals(bytes, 4, BYTES, sha256().digest(block), 0, HASH);
  }

  @Override
  public int compareTo(Cid other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cid cid && Arrays.equals(bytes, cid.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Base32, lower case, no padding, with its multibase prefix. */
  @Override
  public String toString() {
    String base32 = new String(Base32.encode(bytes), StandardCharsets.US_ASCII);
    return "b" + base32.substring(0, TEXT_LENGTH - 1).toLowerCase(Locale.ROOT);
  }
}
