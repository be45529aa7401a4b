package org.podprotocol.relay.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import org.podprotocol.relay.observe.Redaction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The root command. */
@Command(
    name = "pod",
    description = "Relays, agents and messages of PoD Protocol.",
    mixinStandardHelpOptions = true,
    versionProvider = PodVersion.class,
    subcommands = {
      RelayCommand.class,
      AgentCommand.class,
      SendCommand.class,
      InboxCommand.class,
      VerifyCommand.class,
      JournalCommand.class,
      DemoCommand.class,
      LoadCommand.class,
      TopCommand.class,
      KeyCommand.class,
      ProgramCommand.class,
      AuditCommand.class,
      AlertsCommand.class,
      CommandLine.HelpCommand.class
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done",
      "  1  failed",
      "  2  the command line makes no sense",
      "  3  refused by the relay or the chain",
      "  4  nobody answers",
      "  5  a signature, receipt or proof does not hold"
    })
public final class Pod implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** The whole command line, ready to execute. */
  public static CommandLine commandLine() {
    return new CommandLine(new Pod())
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler((failure, line, result) -> report(failure, line))
        .setExitCodeExceptionMapper(
            failure -> failure instanceof ParameterException ? ExitCode.USAGE : ExitCode.FAILED);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int report(Exception failure, CommandLine line) {
    CommandFault fault = Faults.of(failure);
    String detail = Redaction.of(fault.getMessage());
    PrintWriter err = line.getErr();
    if (wantsJson(line)) {
      err.println(
          JsonNodeFactory.instance.objectNode().put("error", fault.code()).put("detail", detail));
    } else {
      err.println("pod: " + detail);
    }
    err.flush();
    return fault.exitCode();
  }

  private static boolean wantsJson(CommandLine line) {
    ParseResult parsed = line.getParseResult();
    return parsed != null && parsed.hasMatchedOption("--json");
  }
}
