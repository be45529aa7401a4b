package org.podprotocol.relay.observe;

import java.util.stream.Collectors;

/** The catalogue as the page {@code docs/metrics.md}. */
public final class MetricsPage {
  private static final String HEAD =
      """
      # Metrics

      Made from the relay's metric catalogue; `MetricsPageTest` fails when this page is stale and, with
      `POD_WRITE_DOCS=1`, writes it.

      | where | what |
      |---|---|
      | `GET /metrics` | Prometheus text, version 0.0.4 |
      | `GET /v1/metrics` | JSON: the dotted names below, labels in braces (`http.requests{route=send,status=202}`) |

      With an admin listener (`listen.admin-port`) both are served there alone.

      - **counter**: counts since the start of the process.
      - **gauge**: the present value. One that can't be read keeps its last value; `...age.ms` beside it says how old that
        is and `...errors` how often reading failed. Before the first success it is left out.
      - **timer**, **histogram**: every value of the last five minutes counts, to two significant digits. In JSON each has `total`, the
        number of values since the start, and the windows `10s`, `1m` and `5m` with `seconds` (the time the window really covers),
        `count`, `min`, `max`, `mean`, `p50`, `p95`, `p99` and `p999`; times are milliseconds. In Prometheus a summary, in seconds for
        timers, with the quantiles 0.5, 0.95, 0.99 and 0.999 of the last minute, and sum and count since the start.

      What ends in `.ms` is milliseconds in JSON, and seconds in Prometheus, under a name that says so.

      Labels take few values: `route`, `status`, `code`, `outcome`, `class`, `part` and `account` are fixed sets, `endpoint` has those of the
      configuration.
      """;

  private MetricsPage() {}

  /** The page. */
  public static String markdown() {
    var page = new StringBuilder(HEAD);
    String room = "";
    for (MetricCatalog.Entry entry : MetricCatalog.all().values()) {
      String in = entry.name().substring(0, entry.name().indexOf('.'));
      if (!in.equals(room)) {
        room = in;
        page.append("\n## ")
            .append(room)
            .append("\n\n| metric | in Prometheus | kind | labels | |\n");
        page.append("|---|---|---|---|---|\n");
      }
      page.append("| `")
          .append(entry.name())
          .append("` | `")
          .append(entry.prometheusName())
          .append("` | ")
          .append(entry.kind().name().toLowerCase(java.util.Locale.ROOT))
          .append(" | ")
          .append(
              entry.labels().stream()
                  .map(label -> "`" + label + "`")
                  .collect(Collectors.joining(", ")))
          .append(" | ")
          .append(entry.help())
          .append(" |\n");
    }
    return page.toString();
  }
}
