package org.podprotocol.relay.cli.demo;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.p2p.solanaj.core.AccountMeta;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.bindings.PodProtocolPdas;
import org.podprotocol.bindings.accounts.Agent;
import org.podprotocol.bindings.instructions.RegisterAgentsBatch;
import org.podprotocol.bindings.runtime.ProgramAddress;
import org.podprotocol.bindings.types.AgentEntry;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.chain.Keys;
import org.podprotocol.relay.cli.ChainSession;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendRequest;

/** Registers the demo's agents, twelve in a transaction. */
public final class Cast {
  /** The program's MAX_BATCH_SIZE. */
  static final int BATCH = 12;

  private static final int NAME_LENGTH = 32;

  private final PodClient client;
  private final ChainSession chain;
  private final PublicKey program;
  private final Keypair creator;

  /**
   * @param creator pays, and becomes the agents' authority
   */
  public Cast(PodClient client, ChainSession chain, PublicKey program, Keypair creator) {
    this.client = client;
    this.chain = chain;
    this.program = program;
    this.creator = creator;
  }

  /** How many transactions so many agents take. */
  static int batches(int agents) {
    return (agents + BATCH - 1) / BATCH;
  }

  /** Registers that many agents under names not used before; a batch shares a signer. */
  public List<Speaker> register(int agents) {
    String run = HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    List<Speaker> speakers = new ArrayList<>();
    List<SendRequest> requests = new ArrayList<>();
    for (int first = 0; first < agents; first += BATCH) {
      Keypair signer = Keypair.generate();
      List<AgentEntry> entries = new ArrayList<>();
      List<AccountMeta> accounts = new ArrayList<>();
      for (int number = first; number < Math.min(agents, first + BATCH); number++) {
        byte[] name = "demo %s agent %d".formatted(run, number).getBytes(StandardCharsets.UTF_8);
        ProgramAddress agent =
            PodProtocolPdas.agent(creator.publicKey(), Arrays.copyOf(name, NAME_LENGTH), program);
        entries.add(new AgentEntry(agent.bump(), name));
        accounts.add(new AccountMeta(agent.address(), false, true));
        speakers.add(new Speaker(client, Keys.address(agent.address()), signer));
      }
      requests.add(
          SendRequest.of(
              creator,
              List.of(
                  RegisterAgentsBatch.builder()
                      .creator(creator.publicKey())
                      .signer(signer.publicKey())
                      .capabilities(0)
                      .flags(0)
                      .agents(entries)
                      .programId(program)
                      .remainingAccounts(accounts)
                      .build())));
    }
    requests.stream()
        .map(request -> chain.sender().send(request).outcome())
        .toList()
        .forEach(outcome -> requireLanded(ChainSession.await(outcome)));
    speakers.forEach(this::requireOnChain);
    return speakers;
  }

  private static void requireLanded(Outcome outcome) {
    if (!(outcome instanceof Outcome.Landed)) {
      throw new DemoFailure("agents could not be registered: " + outcome);
    }
  }

  private void requireOnChain(Speaker speaker) {
    Agent account =
        ChainSession.await(client.chain().agent(speaker.address()))
            .orElseThrow(() -> new DemoFailure("there is no agent at " + speaker.address()));
    if (!account.signer().equals(speaker.keypair().publicKey())) {
      throw new DemoFailure("agent " + speaker.address() + " has another signer than asked for");
    }
  }
}
