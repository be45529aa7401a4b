package org.podprotocol.relay.cli;

/** How {@code pod} ends, for scripts. */
final class ExitCode {
  static final int OK = 0;

  /** Something failed that is none of the others. */
  static final int FAILED = 1;

  /** The command line makes no sense. */
  static final int USAGE = 2;

  /** The relay or the chain answered, and refused. */
  static final int REFUSED = 3;

  /** Nobody answered. */
  static final int UNREACHABLE = 4;

  /** A signature, receipt or proof does not hold. */
  static final int NOT_VERIFIED = 5;

  private ExitCode() {}
}
