package org.podprotocol.anchor.codegen.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.podprotocol.anchor.codegen.fetch.FetchException;
import org.podprotocol.anchor.codegen.fetch.IdlFetcher;
import org.podprotocol.anchor.codegen.fetch.RpcAccountSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads an IDL from chain. */
@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a program's IDL from chain: from its Program Metadata account,",
      "or from Anchor's own account, which programs before Anchor 1.0 have."
    })
final class FetchCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PROGRAM", description = "The program's address.")
  private @Nullable String program;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "JSON-RPC endpoint; default ${DEFAULT-VALUE}.")
  private URI url = URI.create("https://api.mainnet-beta.solana.com");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write it; standard output by default.")
  private @Nullable Path out;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws FetchException, IOException {
    byte[] json = new IdlFetcher(new RpcAccountSource(url)).fetch(Objects.requireNonNull(program));
    if (out != null) {
      Files.write(out, json);
    } else {
      PrintWriter writer = Objects.requireNonNull(spec).commandLine().getOut();
      writer.println(new String(json, StandardCharsets.UTF_8));
    }
    return 0;
  }
}
