package org.podprotocol.relay.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.podprotocol.relay.journal.DataFolder;
import org.podprotocol.relay.journal.JournalMaintenance;
import org.podprotocol.relay.journal.JournalOpenException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pod journal}: looks after a relay's journal. */
@Command(
    name = "journal",
    description = "Check, copy, move and shrink a relay's journal.",
    mixinStandardHelpOptions = true,
    subcommands = {
      JournalCommand.Check.class,
      JournalCommand.Backup.class,
      JournalCommand.Export.class,
      JournalCommand.Import.class,
      JournalCommand.Compact.class
    })
final class JournalCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The data folder that a command works on. */
  static final class Folder {
    @Option(
        names = {"-d", "--data"},
        paramLabel = "FOLDER",
        defaultValue = "pod-data",
        description = "The relay's data folder. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Path path;

    JournalMaintenance journal() throws IOException {
      return new JournalMaintenance(path);
    }
  }

  /** {@code pod journal check}. */
  @Command(
      name = "check",
      description =
          "Read the whole journal and say what does not fit together; the relay may run. Exit code 5 for faults.",
      mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {
    @Mixin private final Output output = new Output();
    @Mixin private final Folder folder = new Folder();

    @Override
    public Integer call() throws IOException, SQLException {
      JournalMaintenance.Report report = folder.journal().check();
      ObjectNode json = object().put("messages", report.messages()).put("first", report.first());
      report.faults().forEach(json.putArray("faults")::add);
      output.result(
          json,
          report.faults().isEmpty()
              ? report.messages() + " messages, all is well"
              : report.messages() + " messages; " + String.join("\n", report.faults()));
      return report.faults().isEmpty() ? ExitCode.OK : ExitCode.NOT_VERIFIED;
    }
  }

  /** {@code pod journal backup}. */
  @Command(
      name = "backup",
      description = {
        "Copy the journal's present state to a new file; the relay may run.",
        "A relay that is started on a restored copy compares it with the chain, and does not serve if the chain is ahead."
      },
      mixinStandardHelpOptions = true)
  static final class Backup implements Callable<Integer> {
    @Mixin private final Output output = new Output();
    @Mixin private final Folder folder = new Folder();

    @Parameters(paramLabel = "FILE", description = "The file to write; it must not exist.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Override
    public Integer call() throws IOException, SQLException {
      folder.journal().backup(file);
      output.result(
          object().put("file", file.toString()).put("bytes", Files.size(file)),
          file + ", " + Files.size(file) + " bytes");
      return ExitCode.OK;
    }
  }

  /** {@code pod journal export}. */
  @Command(
      name = "export",
      description = "Write the journal as lines of JSON to a new file; the relay may run.",
      mixinStandardHelpOptions = true)
  static final class Export implements Callable<Integer> {
    @Mixin private final Output output = new Output();
    @Mixin private final Folder folder = new Folder();

    @Parameters(paramLabel = "FILE", description = "The file to write; it must not exist.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Override
    public Integer call() throws IOException, SQLException {
      long rows;
      try (BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW)) {
        rows = folder.journal().exportTo(out);
      }
      output.result(object().put("file", file.toString()).put("rows", rows), rows + " rows");
      return ExitCode.OK;
    }
  }

  /** {@code pod journal import}. */
  @Command(
      name = "import",
      description = "Make a journal from an export, in a data folder that has none.",
      mixinStandardHelpOptions = true)
  static final class Import implements Callable<Integer> {
    @Mixin private final Output output = new Output();
    @Mixin private final Folder folder = new Folder();

    @Parameters(paramLabel = "FILE", description = "The export.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Override
    public Integer call() throws IOException, SQLException, JournalOpenException {
      long rows;
      try (DataFolder locked = DataFolder.open(folder.path);
          var in = Files.newBufferedReader(file)) {
        rows = JournalMaintenance.importInto(locked, in);
      }
      output.result(object().put("rows", rows), rows + " rows");
      return ExitCode.OK;
    }
  }

  /** {@code pod journal compact}. */
  @Command(
      name = "compact",
      description = "Give the space of deleted messages back to the disk; the relay must not run.",
      mixinStandardHelpOptions = true)
  static final class Compact implements Callable<Integer> {
    @Mixin private final Output output = new Output();
    @Mixin private final Folder folder = new Folder();

    @Override
    public Integer call() throws IOException, SQLException, JournalOpenException {
      long before = folder.journal().bytes();
      try (DataFolder locked = DataFolder.open(folder.path)) {
        new JournalMaintenance(locked.path()).compact();
      }
      long after = folder.journal().bytes();
      output.result(
          object().put("bytesBefore", before).put("bytes", after),
          before + " bytes before, " + after + " now");
      return ExitCode.OK;
    }
  }
}
