package org.podprotocol.relay.cli.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoadReportTest {
  private final LoadReport report =
      Reports.of(Reports.latencies(1, 2, 3), Reports.latencies(10, 20, 2500));

  @Test
  void theLineHasTheAgreedMembers() {
    List<String> members = new ArrayList<>();
    report.json().fieldNames().forEachRemaining(members::add);
    assertEquals(
        List.of(
            "rate",
            "sent",
            "accepted",
            "delivered",
            "anchored",
            "errors",
            "acceptMs",
            "deliveryMs",
            "anchoredMs",
            "relayRssMb",
            "relayCpuCores"),
        members);
    assertEquals(2.0, report.json().at("/acceptMs/p50").asDouble(), 0.01);
  }

  @Test
  void theWholeReportSaysWhatHappenedInEachSecond() {
    JsonNode perSecond = report.fullJson().at("/deliveryMs/perSecond");
    assertEquals("[2,0,1]", perSecond.toString());
  }

  @Test
  void thePageStandsAlone() {
    String page = LoadPage.of(report.fullJson());
    assertEquals(2, page.split("<svg", -1).length - 1);
    assertTrue(page.contains("<polyline"));
    assertTrue(page.contains("delivered"));
    assertFalse(page.contains("http"), "something is fetched");
    assertFalse(page.contains("NaN"));
  }

  @Test
  void aComparisonHasEachFigureOfBothAndItsChange() {
    LoadReport later = Reports.of(Reports.latencies(1, 4, 4), Reports.latencies(10, 20, 2500));
    LoadComparison comparison = LoadComparison.of(report.fullJson(), later.json());
    assertEquals(100, comparison.json().at("/p50.acceptMs/changePercent").asDouble(), 1);
    assertEquals(0, comparison.json().at("/sent/changePercent").asDouble());
    assertTrue(String.join("\n", comparison.lines()).contains("p99.deliveryMs"));
  }

  @Test
  void whatIsNoReportIsNotCompared() {
    JsonNode other = JsonNodeFactory.instance.objectNode().put("sent", 1);
    assertThrows(IllegalArgumentException.class, () -> LoadComparison.of(report.json(), other));
  }
}
