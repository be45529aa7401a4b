package org.podprotocol.relay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes what a package brings along for the shell: a manual page (man(7)) for each command, and
 * the completion for bash and zsh. All of it is read from the commands themselves.
 */
public final class Manual {
  private final String version;

  private Manual(String version) {
    this.version = version;
  }

  /**
   * @param arguments the folder that gets {@code man1/} and {@code completion/pod.bash}
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("one argument is wanted: the folder to write to");
    }
    write(Path.of(arguments[0]));
  }

  static void write(Path folder) throws IOException {
    Path pages = Files.createDirectories(folder.resolve("man1"));
    Path completion = Files.createDirectories(folder.resolve("completion"));
    CommandLine pod = Pod.commandLine();
    var manual = new Manual(new PodVersion().getVersion()[0]);
    for (CommandSpec command : commands(pod.getCommandSpec()).toList()) {
      Files.writeString(pages.resolve(pageName(command) + ".1"), manual.page(command));
    }
    Files.writeString(completion.resolve("pod.bash"), AutoComplete.bash("pod", Pod.commandLine()));
  }

  /** The command and all below it that a user is shown. */
  static Stream<CommandSpec> commands(CommandSpec command) {
    return Stream.concat(Stream.of(command), shown(command).flatMap(Manual::commands));
  }

  private static Stream<CommandSpec> shown(CommandSpec command) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(
            below ->
                !below.usageMessage().hidden()
                    && !(below.userObject() instanceof CommandLine.HelpCommand))
        .distinct();
  }

  /** As man(1) wants it: {@code pod-relay-init} for {@code pod relay init}. */
  static String pageName(CommandSpec command) {
    return command.qualifiedName("-");
  }

  private String page(CommandSpec command) {
    var page = new StringBuilder();
    List<String> description = List.of(command.usageMessage().description());
    page.append(
        ".TH %s 1 \"\" %s\n"
            .formatted(
                quoted(pageName(command).toUpperCase(java.util.Locale.ROOT)), quoted(version)));
    page.append(".SH NAME\n")
        .append(roff(pageName(command)))
        .append(" \\- ")
        .append(roff(description.isEmpty() ? "" : description.getFirst()))
        .append('\n');
    page.append(".SH SYNOPSIS\n.nf\n").append(lines(synopsis(command))).append(".fi\n");
    section(page, "DESCRIPTION", paragraphs(description));
    section(page, "ARGUMENTS", arguments(command.positionalParameters()));
    section(page, "OPTIONS", options(command.options()));
    section(page, "COMMANDS", subcommands(command));
    List<String> footer = List.of(command.root().usageMessage().footer());
    section(page, "EXIT STATUS", ".nf\n" + lines(String.join("\n", footer)) + ".fi\n");
    section(page, "SEE ALSO", seeAlso(command));
    return page.toString();
  }

  private static String synopsis(CommandSpec command) {
    var help = new Help(command, Help.defaultColorScheme(Help.Ansi.OFF));
    return help.synopsis(0).strip();
  }

  private static void section(StringBuilder page, String title, String text) {
    if (!text.isBlank()) {
      page.append(".SH ").append(title).append('\n').append(text);
    }
  }

  private static String paragraphs(List<String> texts) {
    return String.join(".PP\n", texts.stream().map(Manual::lines).toList());
  }

  private static String options(List<OptionSpec> options) {
    var text = new StringBuilder();
    for (OptionSpec option : options) {
      if (!option.hidden()) {
        String value = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
        entry(text, String.join(", ", option.names()) + value, option);
      }
    }
    return text.toString();
  }

  private static String arguments(List<PositionalParamSpec> parameters) {
    var text = new StringBuilder();
    for (PositionalParamSpec parameter : parameters) {
      if (!parameter.hidden()) {
        entry(text, parameter.paramLabel(), parameter);
      }
    }
    return text.toString();
  }

  private static void entry(StringBuilder text, String term, ArgSpec argument) {
    text.append(".TP\n.B ").append(roff(term)).append('\n');
    List<String> description = List.of(argument.renderedDescription());
    text.append(description.isEmpty() ? "\\&\n" : lines(String.join("\n", description)));
  }

  private static String subcommands(CommandSpec command) {
    var text = new StringBuilder();
    shown(command)
        .forEach(
            below -> {
              String[] description = below.usageMessage().description();
              text.append(".TP\n.B ").append(roff(below.name())).append('\n');
              text.append(description.length == 0 ? "\\&\n" : lines(description[0]));
            });
    return text.toString();
  }

  private static String seeAlso(CommandSpec command) {
    Stream<CommandSpec> above =
        command.parent() == null ? Stream.empty() : Stream.of(command.parent());
    List<String> pages =
        Stream.concat(above, shown(command))
            .map(other -> ".BR " + roff(pageName(other)) + " (1)")
            .toList();
    return pages.isEmpty() ? "" : String.join(" ,\n", pages) + "\n";
  }

  /** Lines of text, none of which is taken for a request of roff. */
  private static String lines(String text) {
    var safe = new StringBuilder();
    for (String line : text.split("\\R")) {
      String format = line.replace("%n", "\n").replace("%%", "%");
      safe.append(roff(format)).append('\n');
    }
    return safe.toString();
  }

  private static String roff(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\\(dq") + '"';
  }
}
