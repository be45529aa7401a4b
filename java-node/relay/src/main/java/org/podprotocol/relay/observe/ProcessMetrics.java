package org.podprotocol.relay.observe;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** What the process uses, as the kernel and the JVM tell it. */
public final class ProcessMetrics {
  private static final Path STATM = Path.of("/proc/self/statm");
  private static final long PAGE = 4096;

  private ProcessMetrics() {}

  public static void register(MetricRegistry metrics) {
    metrics.gauge("process.resident.bytes", () -> (Gauge<Long>) ProcessMetrics::residentBytes);
    Runtime runtime = Runtime.getRuntime();
    metrics.gauge(
        "process.heap.bytes",
        () -> (Gauge<Long>) () -> runtime.totalMemory() - runtime.freeMemory());
    metrics.gauge("process.cpu.seconds", () -> (Gauge<Double>) ProcessMetrics::cpuSeconds);
  }

  /** Resident memory; 0 where the kernel does not tell. */
  public static long residentBytes() {
    try {
      String[] fields = Files.readString(STATM, StandardCharsets.US_ASCII).split(" ");
      return Long.parseLong(fields[1]) * PAGE;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  private static double cpuSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(time -> time.toMillis() / 1000.0)
        .orElse(0.0);
  }

  /** Milliseconds since the process was started. */
  public static long sinceStartMs() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Instant.now().toEpochMilli() - start.toEpochMilli())
        .orElse(0L);
  }
}
