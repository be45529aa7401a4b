package org.podprotocol.anchor.codegen.fetch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.podprotocol.anchor.codegen.idl.Base58;
import org.podprotocol.anchor.codegen.runtime.CurvePoint;

/** Where IDLs lie on chain. */
final class IdlAddresses {
  /** The Program Metadata program. */
  static final String METADATA_PROGRAM = "ProgM6JCCvbYkfKqJYHePx4xxSUSqJp7rh8Lyv7nk7S";

  private static final byte[] MARKER = "ProgramDerivedAddress".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LEGACY_SEED = "anchor:idl".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] METADATA_SEED =
      Arrays.copyOf("idl".getBytes(StandardCharsets.US_ASCII), 16);

  private IdlAddresses() {}

  /** Anchor's own account, as programs before Anchor 1.0 have it. */
  static byte[] legacy(byte[] program) {
    byte[] base = derive(program);
    return sha256(base, LEGACY_SEED, program);
  }

  /** The account of the Program Metadata program that the program's authority writes. */
  static byte[] metadata(byte[] program) {
    byte[] metadataProgram = Base58.decodeAddress(METADATA_PROGRAM).orElseThrow();
    return derive(metadataProgram, program, METADATA_SEED);
  }

  private static byte[] derive(byte[] program, byte[]... seeds) {
    for (int bump = 255; bump >= 0; bump--) {
      byte[][] parts = Arrays.copyOf(seeds, seeds.length + 3);
      parts[seeds.length] = new byte[] {(byte) bump};
      parts[seeds.length + 1] = program;
      parts[seeds.length + 2] = MARKER;
      byte[] candidate = sha256(parts);
      if (!CurvePoint.isEncoding(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException("no bump gives an address");
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
