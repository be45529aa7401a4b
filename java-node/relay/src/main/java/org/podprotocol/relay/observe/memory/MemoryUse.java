package org.podprotocol.relay.observe.memory;

import java.io.IOException;
import org.podprotocol.relay.observe.ProcessMetrics;

/** What the process holds now, in bytes. */
public interface MemoryUse {

  /** Resident size as the kernel counts it; 0 where it does not tell. */
  long residentBytes();

  long heapBytes();

  long heapMaxBytes();

  /** This process. */
  static MemoryUse ofThisProcess() {
    Runtime runtime = Runtime.getRuntime();
    return new MemoryUse() {
      private volatile long last;

      @Override
      public long residentBytes() {
        try {
          last = ProcessMetrics.residentBytes();
        } catch (IOException e) {
          // The last one stays; the metric process.resident.errors counts such failures.
          return last;
        }
        return last;
      }

      @Override
      public long heapBytes() {
        return runtime.totalMemory() - runtime.freeMemory();
      }

      @Override
      public long heapMaxBytes() {
        return runtime.maxMemory();
      }
    };
  }
}
