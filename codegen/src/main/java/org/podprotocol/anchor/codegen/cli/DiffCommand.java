package org.podprotocol.anchor.codegen.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.podprotocol.anchor.codegen.diff.Change;
import org.podprotocol.anchor.codegen.diff.IdlDiff;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what changed between two IDLs. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Says what changed between two IDLs of a program, and whom it breaks.",
      "Exit code: 0 if no change breaks clients, 1 if one does."
    })
final class DiffCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "OLD", description = "The IDL that clients were built for.")
  private @Nullable Path before;

  @Parameters(index = "1", paramLabel = "NEW", description = "The IDL that is to replace it.")
  private @Nullable Path after;

  @Mixin private IdlInput input = new IdlInput();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<Change> changes =
        IdlDiff.between(
            input.read(Objects.requireNonNull(before)), input.read(Objects.requireNonNull(after)));
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    for (Change.Effect effect : Change.Effect.values()) {
      List<Change> some = changes.stream().filter(c -> c.effect() == effect).toList();
      if (!some.isEmpty()) {
        out.println(title(effect));
        some.forEach(c -> out.println("  " + c.place() + ": " + c.what()));
      }
    }
    if (changes.isEmpty()) {
      out.println("no change that concerns clients");
    }
    return changes.stream().anyMatch(c -> c.effect() == Change.Effect.BREAKS_CLIENTS) ? 1 : 0;
  }

  private static String title(Change.Effect effect) {
    return switch (effect) {
      case BREAKS_CLIENTS -> "breaks clients:";
      case BREAKS_SOURCE -> "breaks source code, not clients that are built:";
      case ADDITION -> "breaks nothing:";
    };
  }
}
