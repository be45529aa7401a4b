package org.podprotocol.relay.gateway;

import com.codahale.metrics.MetricRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.podprotocol.relay.admission.Admission;
import org.podprotocol.relay.admission.SignatureChecks;
import org.podprotocol.relay.anchoring.ChainProofs;
import org.podprotocol.relay.anchoring.ProofSource;
import org.podprotocol.relay.anchoring.PublishedLog;
import org.podprotocol.relay.chain.AgentDirectory;
import org.podprotocol.relay.chain.RelayIdentity;
import org.podprotocol.relay.chain.hosted.HostedAgents;
import org.podprotocol.relay.compressed.CompressedLeaves;
import org.podprotocol.relay.config.LimitSettings;
import org.podprotocol.relay.config.LoginSettings;
import org.podprotocol.relay.content.Content;
import org.podprotocol.relay.delivery.Delivery;
import org.podprotocol.relay.journal.Journal;
import org.podprotocol.relay.observe.Health;
import org.podprotocol.relay.observe.alerts.AlertWatch;
import org.podprotocol.relay.observe.memory.MemoryWatch;

/**
 * What the edge works with.
 *
 * @param chainProofs for the operator, who is shown them beside the account on chain
 * @param log checkpoints and tiles
 * @param hosting operations of hosted agents; empty: not offered
 * @param compressed leaves of Light's state trees; empty: none are followed
 * @param drain begins to send clients away and then stops the relay
 * @param publicOrigins empty: this machine's own, with the port that was bound
 * @param timestampWindowMs told to clients
 * @param version of the relay
 */
public record Services(
    RelayIdentity identity,
    Admission admission,
    SignatureChecks signatures,
    Journal journal,
    Delivery delivery,
    Content content,
    ProofSource proofs,
    ChainProofs chainProofs,
    Explorer explorer,
    PublishedLog log,
    Optional<Hosting> hosting,
    Optional<CompressedLeaves> compressed,
    AgentDirectory agents,
    Health health,
    Watches watches,
    Runnable drain,
    MetricRegistry metrics,
    Clock clock,
    LimitSettings limits,
    LoginSettings login,
    List<String> publicOrigins,
    List<String> corsOrigins,
    long timestampWindowMs,
    String version) {

  /** What looks after the relay itself. */
  public record Watches(MemoryWatch memory, AlertWatch alerts) {}

  /**
   * @param token what those who ask for operations have to show
   */
  public record Hosting(HostedAgents agents, String token) {}
}
