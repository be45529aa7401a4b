package org.podprotocol.relay.chain;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.Map;
import java.util.TreeMap;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendObserver;
import org.podprotocol.solana.send.SendReport;
import org.podprotocol.solana.send.TransactionSender;

/** What is counted of all transactions the relay sends: commits and operations of hosted agents. */
final class SenderMetrics implements SendObserver {
  private static final long SIGNATURE_FEE = 5_000;

  private final Timer taken;
  private final Timer confirmed;
  private final Histogram sends;
  private final Counter fees;
  private final Map<String, Counter> outcomes = new TreeMap<>();

  SenderMetrics(MetricRegistry registry) {
    taken = registry.timer("chain.transactions.broadcast");
    confirmed = registry.timer("chain.transactions.confirmation");
    sends = registry.histogram("chain.transactions.sends");
    fees = registry.counter("chain.transactions.fee.lamports");
    for (String outcome : new String[] {"landed", "failed", "rejected", "expired", "unknown"}) {
      outcomes.put(outcome, registry.counter("chain.transactions{outcome=" + outcome + "}"));
    }
  }

  static void measure(TransactionSender sender, MetricRegistry registry) {
    registry.gauge("chain.transactions.in.flight", () -> (Gauge<Integer>) sender::inFlight);
    registry.gauge("chain.transactions.queue", () -> (Gauge<Integer>) sender::queued);
  }

  @Override
  public void ended(SendReport report) {
    String outcome =
        switch (report.outcome()) {
          case Outcome.Landed landed -> "landed";
          case Outcome.Failed failed -> "failed";
          case Outcome.Rejected rejected -> "rejected";
          case Outcome.Expired expired -> "expired";
          case Outcome.Unknown unknown -> "unknown";
        };
    outcomes.get(outcome).inc();
    sends.update(report.sends());
    report.untilTaken().ifPresent(taken::update);
    if (report.outcome() instanceof Outcome.Landed) {
      confirmed.update(report.untilEnd());
    }
    if (report.outcome() instanceof Outcome.Landed || report.outcome() instanceof Outcome.Failed) {
      fees.inc(SIGNATURE_FEE * report.signatures());
    }
  }
}
