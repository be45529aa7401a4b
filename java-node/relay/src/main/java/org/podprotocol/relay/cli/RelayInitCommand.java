package org.podprotocol.relay.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.podprotocol.relay.chain.RelayAccount;
import org.podprotocol.relay.chain.RelayOpening;
import org.podprotocol.relay.chain.RelayTerms;
import org.podprotocol.solana.keys.Keypair;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pod relay init}: opens a relay on chain. */
@Command(
    name = "init",
    description = {
      "Open a relay on chain: its Relay account and the log of epoch 0. Prints the relay's address.",
      "One that is open already with the same keys is left as it is."
    },
    mixinStandardHelpOptions = true)
final class RelayInitCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();
  @Mixin private final ChainOptions chain = new ChainOptions();

  @Option(
      names = "--operator",
      required = true,
      paramLabel = "FILE",
      description = "Key pair that pays for the relay and may change and seal it.")
  @SuppressWarnings("NullAway.Init")
  private Path operatorFile;

  @Option(
      names = "--committer",
      required = true,
      paramLabel = "FILE",
      description = "Key pair that signs and pays for commits.")
  @SuppressWarnings("NullAway.Init")
  private Path committerFile;

  @Option(
      names = "--receipt-key",
      required = true,
      paramLabel = "FILE",
      description = "Key pair that signs receipts.")
  @SuppressWarnings("NullAway.Init")
  private Path receiptFile;

  @Option(names = "--create-keys", description = "Make the key pairs that are not there yet.")
  private boolean createKeys;

  @Option(
      names = "--endpoint",
      required = true,
      paramLabel = "URL",
      description = "Where clients reach the relay; at most 128 bytes.")
  @SuppressWarnings("NullAway.Init")
  private String endpoint;

  @Option(
      names = "--merge-delay",
      paramLabel = "SLOTS",
      defaultValue = "150",
      description = "Slots within which a message is anchored (default ${DEFAULT-VALUE}).")
  private int mergeDelaySlots;

  @Option(
      names = "--id",
      paramLabel = "N",
      defaultValue = "0",
      description = "Tells the operator's relays apart (default ${DEFAULT-VALUE}).")
  private int id;

  @Option(
      names = "--airdrop",
      paramLabel = "SOL",
      description = "Ask a test chain's faucet for so much, for operator and committer each.")
  private long airdropSol;

  @Override
  public Integer call() throws IOException {
    Keypair operator = key(operatorFile);
    Keypair committer = key(committerFile);
    Keypair receiptKey = key(receiptFile);
    try (ChainSession session = chain.connect()) {
      if (airdropSol > 0) {
        session.airdrop(operator.publicKey(), airdropSol);
        session.airdrop(committer.publicKey(), airdropSol);
      }
      RelayAccount relay =
          new RelayOpening(session.connection(), chain.program())
              .open(
                  operator,
                  new RelayTerms(
                      id,
                      committer.publicKey(),
                      receiptKey.publicKey(),
                      mergeDelaySlots,
                      endpoint));
      output.result(json(relay), relay.address().toBase58());
    }
    return ExitCode.OK;
  }

  private Keypair key(Path file) throws IOException {
    if (createKeys && !Files.exists(file)) {
      Keypair made = Keypair.generate();
      made.save(file);
      return made;
    }
    return Keypair.load(file);
  }

  private ObjectNode json(RelayAccount relay) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("relay", relay.address().toBase58())
        .put("program", chain.program().toBase58())
        .put("operator", relay.operator().toBase58())
        .put("committer", relay.committer().toBase58())
        .put("receiptKey", relay.receiptKey().toBase58())
        .put("mergeDelaySlots", relay.mergeDelaySlots())
        .put("endpoint", relay.endpoint());
  }
}
