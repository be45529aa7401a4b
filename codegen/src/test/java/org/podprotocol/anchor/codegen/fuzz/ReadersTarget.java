package org.podprotocol.anchor.codegen.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/**
 * Whatever the bytes are, generated code reads a value of them or refuses them with the exception
 * that it declares, and needs no more memory than a value of so many bytes can. What was read is
 * written as bytes that are read as the same value.
 */
public final class ReadersTarget {
  /** A boxed element of a list takes some 40 bytes, and there are lists of single bytes. */
  private static final long MOST_ALLOCATED_A_BYTE = 256;

  /** For exceptions with their stack traces, and lists of elements that take no bytes. */
  private static final long MOST_ALLOCATED = 8 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final List<GeneratedReader> READERS = GeneratedReader.ofAllFixtures();

  private ReadersTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < 2) {
      return;
    }
    int chosen = (input[0] & 0xff) << 8 | input[1] & 0xff;
    GeneratedReader reader = READERS.get(chosen % READERS.size());
    byte[] bytes = Arrays.copyOfRange(input, 2, input.length);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Object value = reader.read(bytes);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (allocated > MOST_ALLOCATED + MOST_ALLOCATED_A_BYTE * bytes.length) {
      throw new AssertionError(
          reader + " allocates " + allocated + " bytes to read " + bytes.length);
    }
    if (value != null) {
      reader.checkWrittenAndReadAgain(value);
    }
  }
}
