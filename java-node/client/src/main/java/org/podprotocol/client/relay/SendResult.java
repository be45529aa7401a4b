package org.podprotocol.client.relay;

/** What became of one message of many. */
public sealed interface SendResult {
  /** On the relay's disk. */
  record Accepted(Acceptance acceptance) implements SendResult {}

  /** Not taken; the others are not concerned. */
  record Refused(Problem problem) implements SendResult {}
}
