package org.podprotocol.relay.gateway;

import java.util.Map;
import java.util.Optional;
import org.p2p.solanaj.core.PublicKey;

/**
 * Where people look at transactions.
 *
 * @param url with {@code {signature}} in place of the signature; empty: nowhere
 */
public record Explorer(Optional<String> url) {
  private static final String SOLANA = "https://explorer.solana.com/tx/{signature}";

  /** Clusters that explorer.solana.com knows, by genesis hash. */
  private static final Map<String, String> CLUSTERS =
      Map.of(
          "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d", SOLANA,
          "EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG", SOLANA + "?cluster=devnet",
          "4uhcVJyU9pJkvQyS88uRDiswHXSYkY3zQawwpwk2NsNY", SOLANA + "?cluster=testnet");

  /**
   * @param setting a URL of one's own, or empty: by cluster, and nowhere for a local chain
   */
  public static Explorer of(String setting, PublicKey genesisHash) {
    return new Explorer(
        setting.isEmpty()
            ? Optional.ofNullable(CLUSTERS.get(genesisHash.toBase58()))
            : Optional.of(setting));
  }
}
