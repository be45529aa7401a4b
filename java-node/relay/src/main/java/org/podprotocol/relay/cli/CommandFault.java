package org.podprotocol.relay.cli;

/** Why a command can't do what it was asked: a sentence for the user, and the exit code. */
final class CommandFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String code;

  private CommandFault(int exitCode, String code, String message) {
    super(message);
    this.exitCode = exitCode;
    this.code = code;
  }

  static CommandFault failed(String message) {
    return new CommandFault(ExitCode.FAILED, "failed", message);
  }

  static CommandFault usage(String message) {
    return new CommandFault(ExitCode.USAGE, "usage", message);
  }

  /**
   * @param code the relay's error code, or "refused" for the chain
   */
  static CommandFault refused(String code, String message) {
    return new CommandFault(ExitCode.REFUSED, code, message);
  }

  static CommandFault unreachable(String message) {
    return new CommandFault(ExitCode.UNREACHABLE, "unreachable", message);
  }

  static CommandFault notVerified(String message) {
    return new CommandFault(ExitCode.NOT_VERIFIED, "not-verified", message);
  }

  int exitCode() {
    return exitCode;
  }

  /** A stable word for it. */
  String code() {
    return code;
  }
}
