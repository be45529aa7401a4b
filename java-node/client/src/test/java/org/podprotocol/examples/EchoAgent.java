package org.podprotocol.examples;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.podprotocol.client.Body;
import org.podprotocol.client.PodAgent;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.PodClientSettings;
import org.podprotocol.client.ReceivedMessage;
import org.podprotocol.client.relay.InboxStream;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.solana.keys.Keypair;

/** Answers every text with the same text, and goes on where it was when the connection breaks. */
public final class EchoAgent {
  private EchoAgent() {}

  /**
   * Arguments: relay URL, RPC URL, program id, agent address, key file of the agent's signer, first
   * sequence number.
   */
  public static void main(String[] arguments) throws Exception {
    PodClientSettings settings =
        PodClientSettings.of(
            URI.create(arguments[0]), URI.create(arguments[1]), Address.parse(arguments[2]));
    try (PodClient client = PodClient.connect(settings).get(30, TimeUnit.SECONDS)) {
      PodAgent agent =
          client.agent(Address.parse(arguments[3]), Keypair.load(Path.of(arguments[4])));
      run(agent, Long.parseLong(arguments[5])).ended().join();
    }
  }

  /** Subscribes from the sequence number {@code from} on. */
  public static InboxStream run(PodAgent agent, long from) {
    return agent.subscribe(from, message -> answer(agent, message));
  }

  /**
   * The next message comes, and this one counts as delivered, when the answer has been accepted.
   */
  private static CompletionStage<?> answer(PodAgent agent, ReceivedMessage message) {
    if (!message.signerIsCurrent() || !(message.body() instanceof Body.Text said)) {
      return CompletableFuture.completedFuture(null);
    }
    return agent.to(message.sender()).text(said.text()).inReplyTo(message.id()).send();
  }
}
