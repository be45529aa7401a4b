package org.podprotocol.examples;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.podprotocol.client.PodAgent;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.PodClientSettings;
import org.podprotocol.client.SentMessage;
import org.podprotocol.client.VerifiedAnchor;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.rpc.Commitment;

/**
 * Registers two agents, sends a message from one to the other, and proves against the chain that it
 * is in the log.
 */
public final class SendAndProve {
  private SendAndProve() {}

  /** Arguments: relay URL, RPC URL, program id, key file of who pays, recipient's text. */
  public static void main(String[] arguments) throws Exception {
    PodClientSettings settings =
        PodClientSettings.of(
            URI.create(arguments[0]), URI.create(arguments[1]), Address.parse(arguments[2]));
    try (PodClient client = PodClient.connect(settings).get(30, TimeUnit.SECONDS)) {
      VerifiedAnchor anchor = run(client, Keypair.load(Path.of(arguments[3])), arguments[4]);
      System.out.println(
          "Message "
              + anchor.proof().id()
              + " is number "
              + anchor.index()
              + " of the log "
              + anchor.log()
              + ", as the chain shows at slot "
              + anchor.slot());
    }
  }

  /** What the example does; {@code payer} pays for the agents. */
  public static VerifiedAnchor run(PodClient client, Keypair payer, String text) throws Exception {
    // An agent is an account on chain and a key that signs its messages.
    Keypair aliceKey = Keypair.generate();
    Keypair bobKey = Keypair.generate();
    PodAgent alice = client.register(payer, "alice", aliceKey, 0).get(30, TimeUnit.SECONDS);
    PodAgent bob = client.register(payer, "bob", bobKey, 0).get(30, TimeUnit.SECONDS);

    // Accepted means: on the relay's disk, with a receipt that was checked against the relay's key
    // on chain.
    SentMessage sent = alice.to(bob.address()).text(text).send().get(30, TimeUnit.SECONDS);

    // Anchored means: the relay's proof leads to what the chain itself holds.
    return bob.anchored(sent.id(), Commitment.CONFIRMED, Duration.ofSeconds(30))
        .get(60, TimeUnit.SECONDS);
  }
}
