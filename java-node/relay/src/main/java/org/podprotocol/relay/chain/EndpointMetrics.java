package org.podprotocol.relay.chain;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.podprotocol.relay.observe.Metrics;
import org.podprotocol.solana.endpoint.EndpointPool;
import org.podprotocol.solana.endpoint.EndpointStatus;

/** How each RPC endpoint does, for each class of calls. */
final class EndpointMetrics {
  private final EndpointPool pool;
  private final MetricRegistry registry;

  private EndpointMetrics(EndpointPool pool, MetricRegistry registry) {
    this.pool = pool;
    this.registry = registry;
  }

  static void measure(EndpointPool pool, MetricRegistry registry) {
    var metrics = new EndpointMetrics(pool, registry);
    pool.status().forEach(metrics::add);
  }

  private void add(EndpointStatus status) {
    gauge(status, "score", EndpointStatus::score);
    gauge(status, "success.ratio", EndpointStatus::successRate);
    gauge(status, "latency.ms", EndpointStatus::latencyMs);
    gauge(status, "slot.lag", EndpointStatus::slotLag);
    gauge(status, "available", now -> now.breaker().equals("OPEN") || now.pausedMs() > 0 ? 0 : 1);
    Metrics.counted(registry, name(status, "calls"), () -> now(status).calls());
    Metrics.counted(registry, name(status, "errors"), () -> now(status).errors());
  }

  private void gauge(EndpointStatus of, String name, ToDoubleFunction<EndpointStatus> value) {
    registry.gauge(name(of, name), () -> (Gauge<Double>) () -> value.applyAsDouble(now(of)));
  }

  private static String name(EndpointStatus of, String name) {
    return "chain.endpoint."
        + name
        + "{endpoint="
        + of.endpoint()
        + ",class="
        + of.methodClass().name().toLowerCase(Locale.ROOT)
        + "}";
  }

  private EndpointStatus now(EndpointStatus of) {
    return pool.status(of.endpoint(), of.methodClass());
  }
}
