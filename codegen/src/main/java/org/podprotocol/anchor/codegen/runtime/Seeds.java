package org.podprotocol.anchor.codegen.runtime;

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
}
