package org.podprotocol.anchor.codegen.runtime;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.p2p.solanaj.core.PublicKey;

/**
 * A program-derived address: SHA-256 of the seeds, a bump, the program and a marker, with the first
 * bump from 255 downwards that gives no point of the Ed25519 curve.
 *
 * @param address the derived address
 * @param bump the bump that was found, 0 to 255
 */
public record ProgramAddress(PublicKey address, int bump) {
  private static final byte[] MARKER = "ProgramDerivedAddress".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_SEEDS = 15;
  private static final int MAX_SEED_LENGTH = 32;

  /**
   * Derives the address.
   *
   * @param seeds at most 15, of at most 32 bytes each
   */
  public static ProgramAddress find(PublicKey program, byte[]... seeds) {
    if (seeds.length > MAX_SEEDS) {
      throw new IllegalArgumentException(seeds.length + " seeds, at most 15 are possible");
    }
    int length = 0;
    for (byte[] seed : seeds) {
      if (seed.length > MAX_SEED_LENGTH) {
        throw new IllegalArgumentException("a seed of " + seed.length + " bytes, at most 32 fit");
      }
      length += seed.length;
    }
    byte[] preimage = new byte[length + 1 + 32 + MARKER.length];
    int at = 0;
    for (byte[] seed : seeds) {
      System.arraycopy(seed, 0, preimage, at, seed.length);
      at += seed.length;
    }
    System.arraycopy(program.toByteArray(), 0, preimage, length + 1, 32);
    System.arraycopy(MARKER, 0, preimage, length + 33, MARKER.length);
    MessageDigest sha256 = sha256();
    for (int bump = 255; bump >= 0; bump--) {
      preimage[length] = (byte) bump;
      byte[] candidate = sha256.digest(preimage);
      if (!CurvePoint.isEncoding(candidate)) {
        return new ProgramAddress(new PublicKey(candidate), bump);
      }
    }
    throw new IllegalArgumentException("no bump gives an address for these seeds");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
