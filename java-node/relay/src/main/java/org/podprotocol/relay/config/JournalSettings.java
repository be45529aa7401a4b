package org.podprotocol.relay.config;

import java.time.Duration;

/**
 * @param groupWindow how long the writer gathers messages before it syncs
 * @param groupMaxMessages most messages of a group
 * @param groupMaxBytes bytes after which a group is closed
 * @param queueMessages most appends that wait
 * @param queueBytes most bytes of waiting appends
 * @param readers threads that read
 * @param readQueue most reads that wait
 * @param timestampWindow how far a timestamp may lie from the relay's clock
 * @param minFreeBytes free space on the disk below which messages are refused
 */
public record JournalSettings(
    Duration groupWindow,
    int groupMaxMessages,
    int groupMaxBytes,
    int queueMessages,
    long queueBytes,
    int readers,
    int readQueue,
    Duration timestampWindow,
    long minFreeBytes) {

  public static JournalSettings defaults() {
    return new JournalSettings(
        Duration.ofMillis(2),
        1024,
        4 << 20,
        8192,
        64 << 20,
        2,
        4096,
        Duration.ofMinutes(5),
        256 << 20);
  }
}
