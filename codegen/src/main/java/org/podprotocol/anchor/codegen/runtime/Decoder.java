package org.podprotocol.anchor.codegen.runtime;

/** Reads one value from the current position of a reader. */
@FunctionalInterface
public interface Decoder<T> {
  /**
   * Reads one value and leaves the position behind it.
   *
   * @throws DecodingException if the bytes are not a valid encoding
   */
  T decode(ByteReader in);
}
