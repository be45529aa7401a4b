package org.podprotocol.relay.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.PodClientSettings;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.relay.Relay;
import org.podprotocol.relay.chain.TestCluster;
import org.podprotocol.relay.config.ConfigFile;

/**
 * A relay on a local chain whose clients reach it through a proxy, at the endpoint that its account
 * names.
 */
final class RelayAtProxy implements AutoCloseable {
  private final TestCluster cluster;
  private final CuttableProxy proxy;
  private final PublicKey account;
  private final Relay relay;

  private RelayAtProxy(TestCluster cluster, CuttableProxy proxy, PublicKey account, Relay relay) {
    this.cluster = cluster;
    this.proxy = proxy;
    this.account = account;
    this.relay = relay;
  }

  /**
   * Opens relay number {@code id} and starts it.
   *
   * @param folder for the relay's data
   */
  static RelayAtProxy start(TestCluster cluster, int id, Path folder) throws Exception {
    CuttableProxy proxy = new CuttableProxy();
    String origin = "http://127.0.0.1:" + proxy.port();
    PublicKey account = cluster.openRelay(id, origin).address();
    var chain = cluster.settings(account);
    Map<String, String> settings = new HashMap<>();
    settings.put("chain.rpc", cluster.rpcUrl().toString());
    settings.put("chain.program", chain.programId().toBase58());
    settings.put("chain.relay", account.toBase58());
    settings.put("chain.committer-key", chain.committerKey().toString());
    settings.put("chain.receipt-key", chain.receiptKey().toString());
    settings.put("chain.commit-interval", "100ms");
    settings.put("data.folder", folder.toString());
    settings.put("listen.port", "0");
    settings.put("listen.public-origins", origin);
    Relay relay = Relay.start(ConfigFile.read(Optional.empty(), Map.of(), settings), "test");
    proxy.passTo(relay.port());
    return new RelayAtProxy(cluster, proxy, account, relay);
  }

  /** Relay account. */
  Address address() {
    return Address.of(account.toByteArray());
  }

  /** Where clients reach it. */
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.port());
  }

  PodClientSettings settings() {
    return settings(endpoint());
  }

  /** Settings past the proxy, which are good for sending, but not for a login. */
  PodClientSettings directSettings() {
    return settings(URI.create("http://127.0.0.1:" + relay.port()));
  }

  private PodClientSettings settings(URI address) {
    return PodClientSettings.of(
        address, cluster.rpcUrl(), Address.of(TestCluster.PROGRAM.toByteArray()));
  }

  PodClient connect() throws Exception {
    return PodClient.connect(settings()).get(30, TimeUnit.SECONDS);
  }

  /** Resets all connections of clients. */
  void cut() {
    proxy.cut();
  }

  @Override
  public void close() throws IOException {
    relay.close();
    proxy.close();
  }
}
