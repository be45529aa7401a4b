package org.podprotocol.relay.observe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each metric means, by its dotted name; {@code docs/metrics.md} is made of it. */
public final class MetricCatalog {
  private static final String RESOURCE = "metrics.tsv";
  private static final int FIELDS = 4;

  /** What a metric is. */
  public enum Kind {
    COUNTER("_total", "counter"),
    GAUGE("", "gauge"),
    TIMER("_seconds", "summary"),
    HISTOGRAM("", "summary");

    private final String suffix;
    private final String prometheus;

    Kind(String suffix, String prometheus) {
      this.suffix = suffix;
      this.prometheus = prometheus;
    }

    /** The type as Prometheus names it. */
    public String prometheus() {
      return prometheus;
    }
  }

  /**
   * One metric.
   *
   * @param name dotted, without labels
   * @param labels names of its labels
   * @param help one sentence
   */
  public record Entry(String name, Kind kind, List<String> labels, String help) {

    /** Its name in the Prometheus text. */
    public String prometheusName() {
      return MetricCatalog.prometheusName(name, kind);
    }
  }

  private static final String MILLISECONDS = ".ms";

  private static final Map<String, Entry> ENTRIES = read();

  private MetricCatalog() {}

  /** Dotted names and what they mean, in the order of the page. */
  public static Map<String, Entry> all() {
    return ENTRIES;
  }

  /** One sentence; the dotted name itself for a metric that is not in the catalogue. */
  static String help(String name) {
    @Nullable Entry entry = ENTRIES.get(name);
    return entry == null ? name : entry.help;
  }

  /** Prometheus wants base units: what ends in {@code .ms} is told in seconds there. */
  static String prometheusName(String name, Kind kind) {
    String base =
        isInMilliseconds(name)
            ? name.substring(0, name.length() - MILLISECONDS.length()) + ".seconds"
            : name;
    return "pod_" + base.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_") + kind.suffix;
  }

  static boolean isInMilliseconds(String name) {
    return name.endsWith(MILLISECONDS);
  }

  /** One sentence for the Prometheus text. */
  static String prometheusHelp(String name) {
    String help = help(name);
    return isInMilliseconds(name) ? help.replace("milliseconds", "seconds") : help;
  }

  private static Map<String, Entry> read() {
    try (InputStream in = MetricCatalog.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not packaged");
      }
      var entries = new LinkedHashMap<String, Entry>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(MetricCatalog::entry)
          .forEach(entry -> entries.put(entry.name, entry));
      return Collections.unmodifiableMap(entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry entry(String line) {
    String[] fields = line.split("\t");
    if (fields.length != FIELDS) {
      throw new IllegalStateException("not a line of " + RESOURCE + ": " + line);
    }
    return new Entry(
        fields[0],
        Kind.valueOf(fields[1].toUpperCase(Locale.ROOT)),
        fields[2].equals("-") ? List.of() : Arrays.asList(fields[2].split(",")),
        fields[3]);
  }
}
