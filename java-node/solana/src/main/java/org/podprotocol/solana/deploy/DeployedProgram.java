package org.podprotocol.solana.deploy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.transaction.Sha256;

/**
 * A program as it is on chain. {@code code} is not copied: treat it as read-only.
 *
 * @param address the program
 * @param programData the account that holds its code
 * @param slot in which it was last deployed or extended
 * @param authority may upgrade it; empty: nobody can any more
 * @param code the ELF file, and zeros up to the capacity
 * @param lamports the deposit in the account that holds the code
 */
public record DeployedProgram(
    PublicKey address,
    PublicKey programData,
    long slot,
    Optional<PublicKey> authority,
    byte[] code,
    long lamports) {

  /** The most bytes that it can have until it is extended. */
  public int capacity() {
    return code.length;
  }

  /** Whether it is this ELF file, with nothing behind it. */
  public boolean is(byte[] elf) {
    return elf.length <= code.length
        && Arrays.equals(code, 0, elf.length, elf, 0, elf.length)
        && length(code) <= elf.length;
  }

  /** The hash of its code, see {@link #hash}. */
  public String hash() {
    return hash(code);
  }

  /**
   * SHA-256 of a program without the zeros at its end, in hex: what {@code solana-verify} compares.
   */
  public static String hash(byte[] code) {
    return HexFormat.of().formatHex(Sha256.of(Arrays.copyOf(code, length(code))));
  }

  /** Bytes without the zeros at the end. */
  private static int length(byte[] code) {
    int length = code.length;
    while (length > 0 && code[length - 1] == 0) {
      length--;
    }
    return length;
  }
}
