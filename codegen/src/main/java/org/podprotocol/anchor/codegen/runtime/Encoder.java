package org.podprotocol.anchor.codegen.runtime;

/** Writes one value at the current position of a writer. */
@FunctionalInterface
public interface Encoder<T> {
  /**
   * Writes one value and leaves the position behind it.
   *
   * @throws IllegalArgumentException if the value has no encoding
   */
  void encode(ByteWriter out, T value);
}
