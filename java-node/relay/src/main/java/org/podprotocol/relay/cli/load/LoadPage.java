package org.podprotocol.relay.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A report as one HTML page that needs nothing else: figures, what happened in each second, and the
 * curves of percentiles, as inline SVG.
 */
public final class LoadPage {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 220;
  private static final int LEFT = 64;
  private static final int BOTTOM = 28;
  private static final int TOP = 10;

  /** Name of the member, what a person reads, the line's colour in both themes. */
  private record Series(String member, String title, String colour) {}

  private static final List<Series> SERIES =
      List.of(
          new Series("acceptMs", "accepted", "#2b7de9"),
          new Series("deliveryMs", "delivered", "#1a9850"),
          new Series("anchoredMs", "anchored", "#d95f02"),
          new Series("confirmedMs", "confirmed", "#8e44ad"));

  private LoadPage() {}

  /**
   * @param report as {@link LoadReport#fullJson} gives it
   */
  public static String of(JsonNode report) {
    List<Series> present = SERIES.stream().filter(s -> report.path(s.member).has("count")).toList();
    StringBuilder page = new StringBuilder();
    page.append(
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Load report</title>
        <style>
        :root { color-scheme: light dark; }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 800px; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; } td, th { padding: .2rem .8rem .2rem 0; text-align: right; }
        td:first-child, th:first-child { text-align: left; }
        svg { width: 100%; height: auto; } .axis { stroke: currentColor; stroke-opacity: .25; }
        text { font-size: 11px; fill: currentColor; } polyline { fill: none; stroke-width: 1.8; }
        .key { display: inline-block; width: .8em; height: .8em; margin: 0 .3em 0 1em; }
        </style></head><body>
        <h1>Load report</h1>
        """);
    summary(report, page);
    table(report, present, page);
    plot("Each second", "a second", present, perSecond(report, present), Scale.LINEAR_X, page);
    plot(
        "Latency by percentile, from when an operation was due",
        "ms",
        present,
        curves(report, present),
        Scale.PERCENTILE_X,
        page);
    return page.append("</body></html>\n").toString();
  }

  private static void summary(JsonNode report, StringBuilder page) {
    JsonNode settings = report.path("settings");
    page.append(
        "<p>%s operations (%s) at %s a second for %s s, %s agents, %s bytes of content; %s errors.</p>\n"
            .formatted(
                text(report, "sent"),
                text(settings, "mix"),
                text(report, "rate"),
                text(settings, "seconds"),
                text(settings, "agents"),
                text(settings, "contentBytes"),
                text(report, "errors")));
    if (report.path("relayRssMb").isNumber()) {
      page.append(
          "<p>Relay: %s MB resident at most, %s cores.</p>\n"
              .formatted(text(report, "relayRssMb"), text(report, "relayCpuCores")));
    }
  }

  private static void table(JsonNode report, List<Series> present, StringBuilder page) {
    page.append(
        "<table><tr><th></th><th>count</th><th>p50 ms</th><th>p99 ms</th><th>max ms</th></tr>\n");
    for (Series series : present) {
      JsonNode latency = report.path(series.member);
      page.append(
          "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
              .formatted(
                  series.title,
                  text(latency, "count"),
                  text(latency, "p50"),
                  text(latency, "p99"),
                  text(latency, "max")));
    }
    page.append("</table>\n");
  }

  private static String text(JsonNode object, String member) {
    return object.path(member).asText("?").replace("&", "&amp;").replace("<", "&lt;");
  }

  private record Point(double x, double y) {}

  private enum Scale {
    LINEAR_X,
    PERCENTILE_X
  }

  private static List<List<Point>> perSecond(JsonNode report, List<Series> present) {
    List<List<Point>> lines = new ArrayList<>();
    for (Series series : present) {
      List<Point> line = new ArrayList<>();
      int second = 0;
      for (JsonNode count : report.path(series.member).path("perSecond")) {
        line.add(new Point(second, count.asDouble()));
        second++;
      }
      lines.add(line);
    }
    return lines;
  }

  private static List<List<Point>> curves(JsonNode report, List<Series> present) {
    List<List<Point>> lines = new ArrayList<>();
    for (Series series : present) {
      List<Point> line = new ArrayList<>();
      int place = 0;
      for (JsonNode pair : report.path(series.member).path("percentiles")) {
        line.add(new Point(place, pair.path(1).asDouble()));
        place++;
      }
      lines.add(line);
    }
    return lines;
  }

  private static void plot(
      String title,
      String unit,
      List<Series> series,
      List<List<Point>> lines,
      Scale scale,
      StringBuilder page) {
    double maxX = max(lines, true);
    double maxY = max(lines, false);
    page.append("<h2>%s</h2>\n<p>".formatted(title));
    for (Series one : series) {
      page.append(
          "<span class=\"key\" style=\"background:%s\"></span>%s".formatted(one.colour, one.title));
    }
    page.append(
        "</p>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, HEIGHT, title));
    for (int i = 0; i <= 4; i++) {
      double value = maxY * i / 4;
      double y = y(value, maxY);
      page.append(
          line(LEFT, y, WIDTH, y)
              + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s %s</text>\n"
                  .formatted(LEFT - 6, y + 4, number(value), i == 4 ? unit : ""));
    }
    xAxis(scale, maxX, page);
    for (int i = 0; i < lines.size(); i++) {
      StringBuilder points = new StringBuilder();
      for (Point point : lines.get(i)) {
        points.append("%.1f,%.1f ".formatted(x(point.x, maxX), y(point.y, maxY)));
      }
      page.append(
          "<polyline stroke=\"%s\" points=\"%s\"/>\n"
              .formatted(series.get(i).colour, points.toString().strip()));
    }
    page.append("</svg>\n");
  }

  private static void xAxis(Scale scale, double maxX, StringBuilder page) {
    int places = scale == Scale.PERCENTILE_X ? (int) maxX : Math.min(6, (int) Math.max(1, maxX));
    for (int i = 0; i <= places; i++) {
      double at = maxX * i / Math.max(1, places);
      String label =
          scale == Scale.PERCENTILE_X
              ? number(Latencies.percentile(i))
              : number(Math.round(at)) + " s";
      page.append(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n"
              .formatted(x(at, maxX), HEIGHT - 8, label));
    }
  }

  private static double max(List<List<Point>> lines, boolean ofX) {
    return lines.stream()
        .flatMap(List::stream)
        .mapToDouble(point -> ofX ? point.x : point.y)
        .filter(value -> value > 0)
        .max()
        .orElse(1);
  }

  private static String line(double x1, double y1, double x2, double y2) {
    return "<line class=\"axis\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n"
        .formatted(x1, y1, x2, y2);
  }

  private static double x(double value, double max) {
    return LEFT + 14 + (WIDTH - LEFT - 40) * value / max;
  }

  private static double y(double value, double max) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / max;
  }

  private static String number(double value) {
    return value == Math.rint(value) || value >= 100
        ? "%.0f".formatted(value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
