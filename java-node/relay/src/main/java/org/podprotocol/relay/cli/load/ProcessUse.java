package org.podprotocol.relay.cli.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process of this machine uses, from Linux's {@code /proc}.
 *
 * @param cpuNanos processor time since its start
 * @param residentBytes memory
 */
record ProcessUse(long cpuNanos, long residentBytes) {
  private static final long NANOS_PER_TICK = 10_000_000;

  /**
   * @throws IOException if there is no such process, or no {@code /proc}
   */
  static ProcessUse of(long pid) throws IOException {
    Path folder = Path.of("/proc", Long.toString(pid));
    String stat = Files.readString(folder.resolve("stat"));
    // The second field is the command in parentheses, and may hold anything.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    for (String line : Files.readAllLines(folder.resolve("status"))) {
      if (line.startsWith("VmRSS:")) {
        long kib = Long.parseLong(line.replaceAll("[^0-9]", ""));
        return new ProcessUse(ticks * NANOS_PER_TICK, kib * 1024);
      }
    }
    throw new IOException("process " + pid + " has no memory of its own");
  }
}
