package org.podprotocol.relay.observe;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the process uses, as the kernel and the JVM tell it. */
public final class ProcessMetrics {
  private static final Path STATM = Path.of("/proc/self/statm");
  private static final Path STAT = Path.of("/proc/self/stat");
  private static final Path UPTIME = Path.of("/proc/uptime");
  private static final long PAGE = 4096;

  /** Place of starttime in /proc/self/stat behind the name: proc(5). */
  private static final int START_TICKS = 19;

  /** USER_HZ is 100 on every Linux. */
  private static final double TICK_MS = 10;

  private ProcessMetrics() {}

  public static void register(MetricRegistry metrics) {
    Probe.asked(
        metrics, "process.resident", "bytes", System::nanoTime, ProcessMetrics::residentBytes);
    Probe.asked(metrics, "process.cpu", "seconds", System::nanoTime, ProcessMetrics::cpuSeconds);
    Runtime runtime = Runtime.getRuntime();
    metrics.gauge(
        "process.heap.bytes",
        () -> (Gauge<Long>) () -> runtime.totalMemory() - runtime.freeMemory());
    metrics.gauge("process.heap.max.bytes", () -> (Gauge<Long>) runtime::maxMemory);
    metrics.gauge("process.processors", () -> (Gauge<Integer>) runtime::availableProcessors);
    metrics.gauge(
        "process.threads",
        () -> (Gauge<Integer>) ManagementFactory.getThreadMXBean()::getThreadCount);
    metrics.gauge("process.uptime.seconds", () -> (Gauge<Double>) () -> sinceStartMs() / 1000.0);
    Metrics.counted(metrics, "process.gc.ms", ProcessMetrics::collectionMs);
  }

  /**
   * Resident memory.
   *
   * @throws IOException where the kernel does not tell
   */
  public static long residentBytes() throws IOException {
    String[] fields = Files.readString(STATM, StandardCharsets.US_ASCII).split(" ");
    if (fields.length < 2 || !fields[1].matches("[0-9]+")) {
      throw new IOException(STATM + " has another form than expected");
    }
    return Long.parseLong(fields[1]) * PAGE;
  }

  private static double cpuSeconds() throws IOException {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(time -> time.toMillis() / 1000.0)
        .orElseThrow(() -> new IOException("the system does not tell the processor time"));
  }

  private static long collectionMs() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(collector -> Math.max(0, collector.getCollectionTime()))
        .sum();
  }

  /** Milliseconds since the process was started, to the kernel's hundredths of a second. */
  public static long sinceStartMs() {
    try {
      // Both count from the boot of the machine; the wall clock may have been set since.
      String uptime = Files.readString(UPTIME, StandardCharsets.US_ASCII);
      String stat = Files.readString(STAT, StandardCharsets.UTF_8);
      double nowS = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
      String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Math.round(nowS * 1_000 - Long.parseLong(afterName[START_TICKS]) * TICK_MS);
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return 0;
    }
  }
}
