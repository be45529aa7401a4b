package org.podprotocol.anchor.codegen.runtime;

import java.util.Arrays;

/**
 * A {@code memcmp} filter of the RPC method {@code getProgramAccounts}: accounts that hold these
 * bytes at this offset of their data, discriminator included.
 *
 * @param offset from the start of the account's data
 * @param bytes what stands there; not copied
 */
public record MemcmpFilter(int offset, byte[] bytes) {
  /** Whether an account's data passes. */
  public boolean matches(byte[] data) {
    return data.length - offset >= bytes.length
        && Arrays.equals(data, offset, offset + bytes.length, bytes, 0, bytes.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MemcmpFilter
        && ((MemcmpFilter) other).offset == offset
        && Arrays.equals(((MemcmpFilter) other).bytes, bytes);
  }

  @Override
  public int hashCode() {
    return 31 * offset + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "MemcmpFilter[offset=" + offset + ", bytes=" + Arrays.toString(bytes) + "]";
  }
}
