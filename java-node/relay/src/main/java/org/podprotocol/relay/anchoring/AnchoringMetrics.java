package org.podprotocol.relay.anchoring;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.function.LongSupplier;

/**
 * What anchoring counts. Names begin with {@code anchoring.}; times are in nanoseconds, fees in
 * lamports.
 */
final class AnchoringMetrics {

  final Counter sent;
  final Counter landed;
  final Counter refused;
  final Counter expired;
  final Counter unknown;
  final Counter held;
  final Counter rolledBack;
  final Counter reconciled;
  final Counter chainErrors;
  final Counter feeLamports;

  /** From sending a commit to hearing that it is confirmed. */
  final Timer confirmation;

  /** From acceptance to hearing that the commit is confirmed, for each message. */
  final Timer latency;

  private final MetricRegistry registry;

  AnchoringMetrics(MetricRegistry registry) {
    this.registry = registry;
    sent = registry.counter("anchoring.commits.sent");
    landed = registry.counter("anchoring.commits.landed");
    refused = registry.counter("anchoring.commits.refused");
    expired = registry.counter("anchoring.commits.expired");
    unknown = registry.counter("anchoring.commits.unknown");
    held = registry.counter("anchoring.commits.held");
    rolledBack = registry.counter("anchoring.rollbacks");
    reconciled = registry.counter("anchoring.reconciliations");
    chainErrors = registry.counter("anchoring.chain.errors");
    feeLamports = registry.counter("anchoring.fee.lamports");
    confirmation = registry.timer("anchoring.confirmation");
    latency = registry.timer("anchoring.latency");
  }

  void gauge(String name, LongSupplier value) {
    registry.gauge("anchoring." + name, () -> (Gauge<Long>) value::getAsLong);
  }
}
