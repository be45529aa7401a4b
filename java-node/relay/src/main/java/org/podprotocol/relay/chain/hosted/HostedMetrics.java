package org.podprotocol.relay.chain.hosted;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;

/** What hosted operations count; names begin with {@code operations.}. */
final class HostedMetrics {

  final Counter submitted;
  final Counter refused;
  final Counter transactions;
  final Counter simulations;
  final Counter isolated;
  final Counter failed;

  /** Operations in a transaction. */
  final Histogram packed;

  /** From submission to result. */
  final Timer latency;

  HostedMetrics(MetricRegistry registry) {
    submitted = registry.counter("operations.submitted");
    refused = registry.counter("operations.refused.full");
    transactions = registry.counter("operations.transactions");
    simulations = registry.counter("operations.simulations");
    isolated = registry.counter("operations.isolated");
    failed = registry.counter("operations.transactions.failed");
    packed = registry.histogram("operations.packed");
    latency = registry.timer("operations.latency");
  }
}
