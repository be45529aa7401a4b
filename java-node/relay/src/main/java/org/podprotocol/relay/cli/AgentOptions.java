package org.podprotocol.relay.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.PodClientSettings;
import org.podprotocol.client.chain.Keys;
import org.podprotocol.solana.keys.Keypair;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose agents, at which relay, on which chain. */
final class AgentOptions {
  @Mixin private final ChainOptions chain = new ChainOptions();
  @Mixin private final ChainOptions.Payer creator = new ChainOptions.Payer();
  @Mixin private final RelayUrlOption relay = new RelayUrlOption();

  @Option(
      names = "--signer",
      paramLabel = "FILE",
      description = "Key pair that signs the agent's messages (default: that of --keypair).")
  private @Nullable Path signer;

  Keypair creator() throws IOException {
    return creator.load();
  }

  Keypair signer() throws IOException {
    return signer == null ? creator() : Keypair.load(signer);
  }

  AgentNames names() throws IOException {
    return new AgentNames(chain.program(), creator().publicKey());
  }

  /** Asks relay and chain who they are. */
  PodClient connect() {
    PodClientSettings settings =
        PodClientSettings.of(relay.url(), chain.url(), Keys.address(chain.program()));
    return ChainSession.await(PodClient.connect(settings));
  }

  ChainOptions chain() {
    return chain;
  }
}
