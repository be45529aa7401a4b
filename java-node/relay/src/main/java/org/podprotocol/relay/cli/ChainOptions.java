package org.podprotocol.relay.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.bindings.PodProtocolProgram;
import org.podprotocol.solana.keys.Keypair;
import picocli.CommandLine.Option;

/** Which chain, and whose key pays there. */
final class ChainOptions {
  @Option(
      names = "--rpc",
      paramLabel = "URL",
      defaultValue = "${env:POD_RPC_URL:-http://127.0.0.1:8899}",
      description = "JSON-RPC of the chain (env POD_RPC_URL; default http://127.0.0.1:8899).")
  @SuppressWarnings("NullAway.Init")
  private URI rpc;

  @Option(
      names = "--program",
      paramLabel = "ADDRESS",
      defaultValue = "${env:POD_PROGRAM}",
      description = "The PoD program, if it is not at its published address (env POD_PROGRAM).")
  private @Nullable String program;

  ChainSession connect() {
    return ChainSession.open(rpc);
  }

  URI url() {
    return rpc;
  }

  PublicKey program() {
    if (program == null) {
      return PodProtocolProgram.PROGRAM_ID;
    }
    try {
      return new PublicKey(program);
    } catch (IllegalArgumentException e) {
      throw CommandFault.usage("--program: \"" + program + "\" is no address");
    }
  }

  /** The option {@code --keypair}. */
  static final class Payer {
    @Option(
        names = "--keypair",
        paramLabel = "FILE",
        defaultValue = "${env:POD_KEYPAIR}",
        description = "Key pair file that pays and owns (env POD_KEYPAIR).")
    private @Nullable Path file;

    Keypair load() throws IOException {
      if (file == null) {
        throw CommandFault.usage("say which key pays: --keypair FILE or POD_KEYPAIR");
      }
      return Keypair.load(file);
    }
  }
}
