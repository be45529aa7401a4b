package org.podprotocol.relay.process;

/**
 * What became of messages whose relay was killed again and again.
 *
 * @param rounds kills
 * @param accepted messages with a receipt
 * @param lost of them, those that are not where their receipt says
 * @param anchoredTwice messages that the anchored log holds more than once
 * @param seed of the moments of the kills
 */
record CrashReport(int rounds, long accepted, long lost, long anchoredTwice, long seed) {
  String json() {
    return "{\"rounds\":%d,\"accepted\":%d,\"lost\":%d,\"anchoredTwice\":%d,\"seed\":%d}"
        .formatted(rounds, accepted, lost, anchoredTwice, seed);
  }
}
