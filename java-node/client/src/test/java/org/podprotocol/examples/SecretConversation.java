package org.podprotocol.examples;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.podprotocol.client.Body;
import org.podprotocol.client.PodAgent;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.PodClientSettings;
import org.podprotocol.client.ReceivedMessage;
import org.podprotocol.client.encryption.EncryptionKey;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.solana.keys.Keypair;

/** Publishes an encryption key on chain, and sends what only its owner can read. */
public final class SecretConversation {
  private SecretConversation() {}

  /** Arguments: relay URL, RPC URL, program id, key file of who pays, the secret. */
  public static void main(String[] arguments) throws Exception {
    PodClientSettings settings =
        PodClientSettings.of(
            URI.create(arguments[0]), URI.create(arguments[1]), Address.parse(arguments[2]));
    try (PodClient client = PodClient.connect(settings).get(30, TimeUnit.SECONDS)) {
      System.out.println(run(client, Keypair.load(Path.of(arguments[3])), arguments[4]));
    }
  }

  /** What the reader reads; {@code payer} pays for the agents and the profile. */
  public static String run(PodClient client, Keypair payer, String secret) throws Exception {
    PodAgent writer =
        client.register(payer, "writer", Keypair.generate(), 0).get(30, TimeUnit.SECONDS);
    EncryptionKey key = EncryptionKey.generate(new SecureRandom());
    PodAgent reader =
        client
            .register(payer, "reader", Keypair.generate(), 0)
            .get(30, TimeUnit.SECONDS)
            .withEncryptionKey(key);

    // Others find the key, and this client's relay, by the reader's address.
    reader.publishProfile(payer, key.publicKey()).get(30, TimeUnit.SECONDS);

    writer.to(reader.address()).text(secret).encrypted().send().get(30, TimeUnit.SECONDS);
    List<ReceivedMessage> inbox = reader.inbox(1, 10).get(30, TimeUnit.SECONDS);
    return inbox.get(0).body() instanceof Body.Text text ? text.text() : "unreadable";
  }
}
