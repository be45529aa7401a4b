package org.podprotocol.relay.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.deploy.ProgramDeployer;
import org.podprotocol.solana.keys.Keypair;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pod program authority}. */
@Command(
    name = "authority",
    description = "Give the program, or a buffer, to another authority.",
    mixinStandardHelpOptions = true)
final class ProgramAuthorityCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();
  @Mixin private final ChainOptions chain = new ChainOptions();
  @Mixin private final ProgramCommand.Keys keys = new ProgramCommand.Keys();

  @Option(
      names = "--buffer",
      paramLabel = "ADDRESS",
      description = "The buffer to give, instead of the program.")
  private @Nullable String buffer;

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init")
  private Next next;

  /** Who gets it. */
  static final class Next {
    @Option(
        names = "--to",
        paramLabel = "FILE",
        description = "Key pair of the next authority, which signs.")
    private @Nullable Path key;

    @Option(
        names = "--to-address",
        paramLabel = "ADDRESS",
        description = "The next authority, which does not sign, such as a multisig's vault.")
    private @Nullable String address;

    @Option(
        names = "--final",
        description = "Nobody: it can never be changed again. There is no way back.")
    private boolean nobody;
  }

  @Override
  public Integer call() throws IOException {
    PublicKey account = buffer == null ? chain.program() : address("--buffer", buffer);
    String authority;
    try (ChainSession session = chain.connect()) {
      ProgramDeployer deployer = keys.deployer(session, output);
      if (next.key != null) {
        Keypair key = Keypair.load(next.key);
        deployer.giveTo(account, key);
        authority = key.publicKey().toBase58();
      } else if (next.address != null) {
        PublicKey address = address("--to-address", next.address);
        deployer.giveUnchecked(account, address);
        authority = address.toBase58();
      } else {
        deployer.giveUnchecked(account, null);
        authority = null;
      }
    }
    output.result(
        JsonNodeFactory.instance
            .objectNode()
            .put("account", account.toBase58())
            .put("authority", authority),
        "authority of %s: %s".formatted(account, authority == null ? "nobody" : authority));
    return ExitCode.OK;
  }

  private static PublicKey address(String option, String text) {
    try {
      return new PublicKey(text);
    } catch (IllegalArgumentException e) {
      throw CommandFault.usage(option + ": \"" + text + "\" is no address");
    }
  }
}
