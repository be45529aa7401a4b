package org.podprotocol.relay.observe.alerts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.podprotocol.relay.config.RuleSettings;

/** The rules that every relay has, unless its configuration turns them off. */
public final class BuiltInRules {
  private static final Map<String, RuleSettings> ALL = new LinkedHashMap<>();

  static {
    rule(
        "fee-balance",
        Map.of(
            "metric", "chain.balance.lamports",
            "below", "100000000",
            "clear", "150000000",
            "for", "1m",
            "severity", "critical",
            "summary",
                "An account that pays fees runs out of SOL; without it nothing is anchored."));
    rule(
        "anchoring-lag",
        Map.of(
            "metric", "anchoring.lag.ms",
            "above", "60000",
            "clear", "30000",
            "for", "30s",
            "severity", "critical",
            "summary", "Messages wait longer for the chain than their receipts promise."));
    rule(
        "verification-queue",
        Map.of(
            "metric", "admission.queue",
            "above", "4096",
            "clear", "1024",
            "for", "30s",
            "summary", "Messages come in faster than signatures are verified."));
    rule(
        "journal-queue",
        Map.of(
            "metric", "journal.queue",
            "above", "4096",
            "clear", "1024",
            "for", "30s",
            "summary", "Messages come in faster than the disk takes them."));
    rule(
        "request-errors",
        Map.of(
            "metric", "http.requests{status=5*}",
            "per", "http.requests",
            "statistic", "increase",
            "window", "5m",
            "above", "0.05",
            "clear", "0.02",
            "for", "1m",
            "summary", "More than one request in twenty is answered with a server error."));
    rule(
        "refused-messages",
        Map.of(
            "metric",
            "admission.refused{code=overloaded|internal|chain-unavailable|storage-unavailable}",
            "per",
            "admission.accepted",
            "statistic",
            "increase",
            "window",
            "5m",
            "above",
            "0.05",
            "clear",
            "0.02",
            "for",
            "1m",
            "severity",
            "critical",
            "summary",
            "Messages are refused for the relay's own reasons."));
    rule(
        "chain-silent",
        Map.of(
            "metric", "chain.slot.age.ms",
            "above", "10000",
            "clear", "2000",
            "for", "20s",
            "severity", "critical",
            "summary",
                "No endpoint tells of new slots; messages are refused when the caches are old."));
    rule(
        "endpoint-loss",
        Map.of(
            "metric", "chain.endpoint.available",
            "below", "1",
            "for", "1m",
            "summary", "An RPC endpoint fails and is not asked any more."));
    rule(
        "disk-space",
        Map.of(
            "metric", "journal.disk.free.bytes",
            "below", "2147483648",
            "clear", "3221225472",
            "for", "1m",
            "severity", "critical",
            "summary",
                "The disk of the data folder is nearly full; at data.min-free messages are refused."));
    rule(
        "memory-pressure",
        Map.of(
            "metric", "memory.pressure",
            "statistic", "min",
            "window", "5m",
            "above", "1",
            "clear", "0.95",
            "for", "5m",
            "summary",
                "The relay has been over memory.limit for minutes although its caches are shrunk."));
    rule(
        "memory-shed",
        Map.of(
            "metric", "memory.shed.share",
            "above", "0",
            "for", "10s",
            "severity", "critical",
            "summary",
                "A part of new messages is refused because far more than memory.limit is in use."));
  }

  private BuiltInRules() {}

  private static void rule(String name, Map<String, String> fields) {
    ALL.put(name, new RuleSettings(name, fields));
  }

  /** By name. */
  public static Map<String, RuleSettings> all() {
    return Collections.unmodifiableMap(ALL);
  }
}
