package org.podprotocol.anchor.codegen.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.podprotocol.anchor.codegen.fetch.FetchException;
import org.podprotocol.anchor.codegen.idl.IdlException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code anchor-java-idl-codegen}. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
    name = "anchor-java-idl-codegen",
    mixinStandardHelpOptions = true,
    version = "anchor-java-idl-codegen 0.1.0",
    description = "Java bindings from Anchor IDLs.",
    subcommands = {
      GenerateCommand.class,
      InspectCommand.class,
      DiffCommand.class,
      FetchCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs a command line and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, to be executed with arguments. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          command.getErr().println("anchor-java-idl-codegen: " + message(e));
          return CommandLine.ExitCode.SOFTWARE;
        });
    return line;
  }

  private static String message(Exception e) throws Exception {
    Throwable cause = e instanceof UncheckedIOException io ? io.getCause() : e;
    if (cause instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    }
    if (cause instanceof IdlException
        || cause instanceof FetchException
        || cause instanceof IllegalArgumentException
        || cause instanceof IOException) {
      return String.valueOf(cause.getMessage());
    }
    throw e;
  }
}
