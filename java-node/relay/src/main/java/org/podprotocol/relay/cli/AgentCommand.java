package org.podprotocol.relay.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.podprotocol.bindings.accounts.Agent;
import org.podprotocol.client.chain.ChainReader;
import org.podprotocol.client.chain.ChainWriter;
import org.podprotocol.client.chain.Keys;
import org.podprotocol.protocol.bytes.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pod agent}: agents on chain. */
@Command(
    name = "agent",
    description = "Register agents on chain and look at them.",
    mixinStandardHelpOptions = true,
    subcommands = {AgentCommand.Register.class, AgentCommand.Show.class})
final class AgentCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static Agent read(ChainSession session, AgentOptions options, Address address) {
    Address program = Keys.address(options.chain().program());
    ChainReader reader = new ChainReader(session.rpc(), program, 1, Duration.ofSeconds(1));
    return ChainSession.await(reader.agent(address))
        .orElseThrow(
            () -> CommandFault.refused("unknown-agent", "there is no agent at " + address));
  }

  private static void print(Output output, Address address, Agent agent) {
    String name = name(agent);
    Instant createdAt = Instant.ofEpochSecond(agent.createdAt());
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("agent", address.toString())
            .put("name", name)
            .put("creator", agent.creator().toBase58())
            .put("authority", agent.authority().toBase58())
            .put("signer", agent.signer().toBase58())
            .put("signerSinceSlot", Long.toUnsignedString(agent.signerSince()))
            .put("capabilities", Long.toUnsignedString(agent.capabilities()))
            .put("reputation", agent.reputation())
            .put("totalMessages", agent.totalMessages())
            .put("createdAt", createdAt.toString());
    output.result(
        json,
        "agent         " + address,
        "name          " + name,
        "creator       " + agent.creator().toBase58(),
        "authority     " + agent.authority().toBase58(),
        "signer        " + agent.signer().toBase58(),
        "capabilities  " + Long.toUnsignedString(agent.capabilities()),
        "reputation    " + agent.reputation(),
        "on chain      " + agent.totalMessages() + " messages",
        "created       " + createdAt);
  }

  private static String name(Agent agent) {
    byte[] bytes = agent.name();
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** {@code pod agent register}. */
  @Command(
      name = "register",
      description = {
        "Register an agent under the key pair and a name. Prints the agent.",
        "Its messages are signed by --signer, which can be replaced later; the key pair keeps authority."
      },
      mixinStandardHelpOptions = true)
  static final class Register implements Callable<Integer> {
    @Mixin private final Output output = new Output();
    @Mixin private final AgentOptions options = new AgentOptions();

    @Option(
        names = "--capabilities",
        paramLabel = "BITS",
        defaultValue = "0",
        description = "What the agent can do, one bit each, as agents agree (default 0).")
    private long capabilities;

    @Parameters(paramLabel = "NAME", description = "1 to 32 bytes, unique for the key pair.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Override
    public Integer call() throws IOException {
      options.names().resolve(name);
      try (ChainSession session = options.chain().connect()) {
        ChainWriter writer =
            new ChainWriter(session.sender(), Keys.address(options.chain().program()));
        Address address =
            ChainSession.await(
                writer.register(
                    options.creator(), name, options.signer().publicKey(), capabilities));
        print(output, address, read(session, options, address));
      }
      return ExitCode.OK;
    }
  }

  /** {@code pod agent show}. */
  @Command(
      name = "show",
      description = "Show an agent as the chain has it.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private final Output output = new Output();
    @Mixin private final AgentOptions options = new AgentOptions();

    @Parameters(paramLabel = "AGENT", description = "Address, or name of one of your own.")
    @SuppressWarnings("NullAway.Init")
    private String agent;

    @Override
    public Integer call() throws IOException {
      Address address = options.names().resolve(agent);
      try (ChainSession session = options.chain().connect()) {
        print(output, address, read(session, options, address));
      }
      return ExitCode.OK;
    }
  }
}
