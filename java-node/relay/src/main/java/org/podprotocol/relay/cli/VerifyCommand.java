package org.podprotocol.relay.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.podprotocol.client.PodAgent;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.VerifiedAnchor;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.solana.rpc.Commitment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pod verify}: a message's proof, held against the chain. */
@Command(
    name = "verify",
    description = {
      "Check a message's proof against the chain.",
      "The proof comes from the relay, the log account it is held against from the chain.",
      "The relay is not trusted: the leaf must be the message of this id, signed by its sender."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();
  @Mixin private final AgentOptions options = new AgentOptions();

  @Option(
      names = "--as",
      required = true,
      paramLabel = "AGENT",
      description = "Sender or recipient, who may see the proof: address, or name of your own.")
  @SuppressWarnings("NullAway.Init")
  private String as;

  @Option(
      names = "--finalized",
      description = "Check against the finalized state, not the confirmed one.")
  private boolean finalized;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "How long to wait until it is anchored (default ${DEFAULT-VALUE}; 0: not at all).")
  private int waitSeconds;

  @Parameters(paramLabel = "ID", description = "The message's id, 64 hex digits.")
  @SuppressWarnings("NullAway.Init")
  private String id;

  @Override
  public Integer call() throws IOException {
    Hash hash = hash();
    Commitment commitment = finalized ? Commitment.FINALIZED : Commitment.CONFIRMED;
    try (PodClient client = options.connect()) {
      PodAgent agent = client.agent(options.names().resolve(as), options.signer());
      CompletableFuture<VerifiedAnchor> proof =
          waitSeconds > 0
              ? agent.anchored(hash, commitment, Duration.ofSeconds(waitSeconds))
              : agent.proof(hash, commitment);
      print(ChainSession.await(proof.exceptionally(VerifyCommand::notInTime)));
    }
    return ExitCode.OK;
  }

  private static VerifiedAnchor notInTime(Throwable failure) {
    Throwable cause = Causes.of(failure);
    throw cause instanceof TimeoutException late
        ? CommandFault.refused("not-anchored", String.valueOf(late.getMessage()))
        : new CompletionException(cause);
  }

  private Hash hash() {
    try {
      return Hash.parse(id);
    } catch (ProtocolException e) {
      throw CommandFault.usage("\"" + id + "\" is no message id: " + e.getMessage());
    }
  }

  private void print(VerifiedAnchor anchor) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", anchor.proof().id().toString())
            .put("verified", true)
            .put("relay", anchor.proof().relay().toString())
            .put("log", anchor.log().toString())
            .put("epoch", anchor.proof().epoch())
            .put("index", anchor.index())
            .put("treeSize", anchor.treeSize())
            .put("pathLength", anchor.proof().path().size())
            .put("commitSignature", anchor.proof().commitSignature())
            .put("commitSlot", anchor.proof().slot())
            .put("readAtSlot", anchor.slot());
    output.result(
        json,
        "verified  " + anchor.proof().id(),
        "index     %d of %d, by a path of %d hashes"
            .formatted(anchor.index(), anchor.treeSize(), anchor.proof().path().size()),
        "log       %s, read at slot %d".formatted(anchor.log(), anchor.slot()),
        "commit    " + anchor.proof().commitSignature());
  }
}
