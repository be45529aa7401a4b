package org.podprotocol.anchor.codegen.runtime;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Bytes of seeds. */
public final class Seeds {
  private Seeds() {}

  /** What is written, as a seed. */
  public static byte[] of(Consumer<ByteWriter> value) {
    ByteWriter out = new ByteWriter(32);
    value.accept(out);
    return out.toByteArray();
  }

  /** What is written, most significant byte first. */
  public static byte[] bigEndian(Consumer<ByteWriter> number) {
    byte[] bytes = of(number);
    for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
      byte swapped = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = swapped;
    }
    return bytes;
  }

  /** A number's decimal digits in ASCII. */
  public static byte[] decimal(long number) {
    return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
  }

  /** The decimal digits of the bits of a u64, in ASCII. */
  public static byte[] decimalUnsigned(long number) {
    return Long.toUnsignedString(number).getBytes(StandardCharsets.US_ASCII);
  }

  /** A number's decimal digits in ASCII. */
  public static byte[] decimal(BigInteger number) {
    return number.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
