package org.podprotocol.relay.cli.load;

/**
 * How much load, and of what.
 *
 * @param rate messages a second, on a clock that does not wait for answers
 * @param seconds for which messages are sent
 * @param agents that talk to each other, at least 2
 * @param contentBytes of a message
 * @param relayPid process of the relay, if it runs on this machine; 0: not known
 */
public record LoadSettings(int rate, int seconds, int agents, int contentBytes, long relayPid) {

  /** Messages in all. */
  public int messages() {
    return Math.multiplyExact(rate, seconds);
  }
}
