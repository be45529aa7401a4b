package org.podprotocol.relay.cli.top;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A reading as lines of text, made for 80 by 24; more room shows more endpoints. */
public final class Screen {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int SHOWN_OF_ADDRESS = 8;

  private final int width;
  private final int height;

  /** At least 80 by 24 is what fits without loss. */
  public Screen(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /**
   * The lines, none longer than the width, none beyond the height.
   *
   * @param before an earlier reading, for the processor's use since then
   */
  public List<String> lines(Reading now, Optional<Reading> before) {
    var lines = new ArrayList<String>();
    lines.add(head(now));
    lines.add("");
    messages(now, lines);
    lines.add("");
    transactions(now, lines);
    lines.add("");
    system(now, before, lines);
    lines.add("");
    endpoints(now, lines);
    return lines.stream().limit(height).map(this::cut).toList();
  }

  private String cut(String line) {
    String kept = line.length() > width ? line.substring(0, width) : line;
    return kept.stripTrailing();
  }

  private String head(Reading now) {
    String relay =
        now.relay().length() > SHOWN_OF_ADDRESS
            ? now.relay().substring(0, SHOWN_OF_ADDRESS) + ".."
            : now.relay();
    String left = "pod top  " + relay + "  " + state(now) + "  up " + up(now);
    String right = TIME.format(Instant.ofEpochMilli(now.timeMs()));
    return left + " ".repeat(Math.max(2, width - left.length() - right.length())) + right;
  }

  private static String up(Reading now) {
    OptionalDouble seconds = now.number("process.uptime.seconds");
    return seconds.isEmpty() ? Figures.UNKNOWN : Figures.span(seconds.getAsDouble() * 1_000);
  }

  private static String state(Reading now) {
    if (now.number("relay.ready").orElse(0) == 1) {
      return "ready";
    }
    List<String> parts =
        now.labels("relay.part.ready").stream()
            .map(labels -> labels.get("part"))
            .filter(part -> now.number("relay.part.ready{part=" + part + "}").orElse(0) == 0)
            .toList();
    return "NOT READY" + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
  }

  private static void messages(Reading now, List<String> lines) {
    lines.add(row("MESSAGES", "/s", "total", "LATENCY ms", "p50", "p95", "p99", "max"));
    lines.add(
        message(now, "accepted", "admission.latency", now.number("admission.accepted"), "durable"));
    lines.add(
        message(now, "delivered", "delivery.latency", now.number("delivery.pushed"), "delivered"));
    lines.add(
        message(now, "anchored", "anchoring.latency", now.number("anchoring.size"), "anchored"));
    double waiting =
        now.number("journal.messages").orElse(0) - now.number("anchoring.size").orElse(0);
    lines.add(
        "waiting for a commit %s, oldest %s   refused %s   duplicates %s"
            .formatted(
                Figures.whole(Math.max(0, waiting)),
                Figures.span(now.number("anchoring.lag.ms")),
                Figures.whole(now.sum("admission.refused")),
                Figures.whole(now.number("admission.duplicates"))));
  }

  private static String message(
      Reading now, String name, String timer, OptionalDouble total, String latency) {
    return row(
        name,
        Figures.rate(now.window(timer, "10s").rate()),
        Figures.whole(total),
        latency,
        now.window(timer, "1m"));
  }

  private static void transactions(Reading now, List<String> lines) {
    lines.add(row("TRANSACTIONS", "/min", "total", "LATENCY ms", "p50", "p95", "p99", "max"));
    Reading.Window confirmed = now.window("chain.transactions.confirmation", "1m");
    lines.add(
        row(
            "landed",
            Figures.rate(confirmed.rate() * 60),
            Figures.whole(outcome(now, "landed")),
            "confirmed",
            confirmed));
    lines.add(
        "failed %s  rejected %s  expired %s  unknown %s  under way %s"
            .formatted(
                Figures.whole(outcome(now, "failed")),
                Figures.whole(outcome(now, "rejected")),
                Figures.whole(outcome(now, "expired")),
                Figures.whole(outcome(now, "unknown")),
                Figures.whole(now.number("chain.transactions.in.flight"))));
    lines.add(
        "fees %s  committer holds %s  slot %s, %s old"
            .formatted(
                Figures.sol(now.number("chain.transactions.fee.lamports")),
                Figures.sol(now.number("chain.balance.lamports{account=committer}")),
                Figures.whole(now.number("chain.slot")),
                Figures.span(now.number("chain.slot.age.ms"))));
  }

  private static OptionalDouble outcome(Reading now, String outcome) {
    return now.number("chain.transactions{outcome=" + outcome + "}");
  }

  private static void system(Reading now, Optional<Reading> before, List<String> lines) {
    lines.add("SYSTEM");
    OptionalDouble processor = now.processor(before);
    lines.add(
        "memory %s  heap %s of %s  cpu %s%s  disk free %s"
            .formatted(
                Figures.bytes(now.number("process.resident.bytes")),
                Figures.bytes(now.number("process.heap.bytes")),
                Figures.bytes(now.number("process.heap.max.bytes")),
                processor.isEmpty()
                    ? Figures.UNKNOWN
                    : Figures.rate(processor.getAsDouble()) + " %",
                before.isEmpty() ? " since start" : "",
                Figures.bytes(now.number("journal.disk.free.bytes"))));
    lines.add(
        "connections %s  streams %s  subscriptions %s  threads %s"
            .formatted(
                Figures.whole(now.number("http.connections")),
                Figures.whole(now.number("http.streams")),
                Figures.whole(now.number("delivery.subscriptions")),
                Figures.whole(now.number("process.threads"))));
    lines.add(
        "QUEUES  signatures %s  journal %s  reads %s  to send %s  uploads %s  operations %s"
            .formatted(
                Figures.whole(now.number("admission.queue")),
                Figures.whole(now.number("journal.queue")),
                Figures.whole(now.number("journal.read.queue")),
                Figures.whole(now.number("chain.transactions.queue")),
                Figures.whole(now.number("content.uploads.pending")),
                Figures.whole(now.number("operations.under.way"))));
  }

  private void endpoints(Reading now, List<String> lines) {
    lines.add(
        "%-26s %-8s %5s %7s %9s %6s %9s %s"
            .formatted("ENDPOINTS", "", "score", "success", "latency", "behind", "errors", ""));
    List<Map<String, String>> all = now.labels("chain.endpoint.score");
    int room = height - lines.size();
    int shown = all.size() <= room ? all.size() : Math.max(0, room - 1);
    for (Map<String, String> labels : all.subList(0, shown)) {
      lines.add(
          endpoint(now, labels.getOrDefault("endpoint", ""), labels.getOrDefault("class", "")));
    }
    if (shown < all.size()) {
      lines.add("and %d more".formatted(all.size() - shown));
    }
  }

  private static String endpoint(Reading now, String name, String kind) {
    String labels = "{endpoint=" + name + ",class=" + kind + "}";
    double latency = now.number("chain.endpoint.latency.ms" + labels).orElse(0);
    return "%-26s %-8s %5.2f %5.0f %% %9s %6s %9s %s"
        .formatted(
            name.length() > 26 ? name.substring(0, 25) + "~" : name,
            kind,
            now.number("chain.endpoint.score" + labels).orElse(0),
            100 * now.number("chain.endpoint.success.ratio" + labels).orElse(0),
            latency > 0 ? Figures.ms(latency) + " ms" : Figures.UNKNOWN,
            Figures.whole(now.number("chain.endpoint.slot.lag" + labels)),
            Figures.whole(now.number("chain.endpoint.errors" + labels)),
            now.number("chain.endpoint.available" + labels).orElse(0) == 1 ? "" : "DOWN");
  }

  private static String row(
      String name, String rate, String total, String latency, Reading.Window window) {
    return window.count() == 0
        ? row(name, rate, total, latency, "-", "-", "-", "-")
        : row(
            name,
            rate,
            total,
            latency,
            Figures.ms(window.p50()),
            Figures.ms(window.p95()),
            Figures.ms(window.p99()),
            Figures.ms(window.max()));
  }

  private static String row(
      String name,
      String rate,
      String total,
      String latency,
      String p50,
      String p95,
      String p99,
      String max) {
    return "%-12s %8s %12s   %-10s %7s %7s %7s %7s"
        .formatted(name, rate, total, latency, p50, p95, p99, max);
  }

  /** The most important figures in one line, for logs. */
  public static String line(Reading now, Optional<Reading> before) {
    OptionalDouble processor = now.processor(before);
    return "%s %s accepted %s/s delivered %s/s anchored %s/s lag %s memory %s cpu %s"
        .formatted(
            DateTimeFormatter.ISO_INSTANT.format(
                Instant.ofEpochMilli(now.timeMs())
                    .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)),
            state(now).toLowerCase(Locale.ROOT),
            Figures.rate(now.window("admission.latency", "10s").rate()),
            Figures.rate(now.window("delivery.latency", "10s").rate()),
            Figures.rate(now.window("anchoring.latency", "10s").rate()),
            Figures.span(now.number("anchoring.lag.ms")),
            Figures.bytes(now.number("process.resident.bytes")),
            processor.isEmpty() ? Figures.UNKNOWN : Figures.rate(processor.getAsDouble()) + " %");
  }
}
