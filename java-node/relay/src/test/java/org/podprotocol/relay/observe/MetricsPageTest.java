package org.podprotocol.relay.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  private static final Path PAGE = Path.of("../../docs/metrics.md");

  /** With POD_WRITE_DOCS=1 the page is written first. */
  @Test
  void thePageSaysWhatTheCodeSays() throws IOException {
    if ("1".equals(System.getenv("POD_WRITE_DOCS"))) {
      Files.writeString(PAGE, MetricsPage.markdown());
    }
    assertEquals(
        MetricsPage.markdown(),
        Files.readString(PAGE),
        "docs/metrics.md is stale: POD_WRITE_DOCS=1 mvn -pl java-node/relay -am test"
            + " -Dtest=MetricsPageTest -Dsurefire.failIfNoSpecifiedTests=false writes it");
  }
}
