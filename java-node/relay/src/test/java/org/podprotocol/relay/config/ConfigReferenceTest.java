package org.podprotocol.relay.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
  private static final Path PAGE = Path.of("../../docs/configuration.md");

  /** With POD_WRITE_DOCS=1 the page is written first. */
  @Test
  void thePageSaysWhatTheCodeSays() throws Exception {
    if ("1".equals(System.getenv("POD_WRITE_DOCS"))) {
      Files.writeString(PAGE, ConfigReference.markdown());
    }
    assertEquals(
        ConfigReference.markdown(),
        Files.readString(PAGE),
        "docs/configuration.md is stale: POD_WRITE_DOCS=1 mvn -pl java-node/relay -am test"
            + " -Dtest=ConfigReferenceTest -Dsurefire.failIfNoSpecifiedTests=false writes it");
  }
}
