package org.podprotocol.relay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
  @TempDir private Path folder;

  @Test
  void everyRouteIsDescribedAndEveryLocalReferenceLeadsSomewhere() throws Exception {
    try (var edge = new EdgeFixture(folder, Map.of())) {
      JsonNode document = EdgeFixture.JSON.readTree(edge.get("/v1/openapi.json").body());
      assertEquals("3.1.0", document.get("openapi").asText());
      var described = new TreeSet<String>();
      document
          .get("paths")
          .properties()
          .forEach(
              path ->
                  path.getValue()
                      .properties()
                      .forEach(
                          method ->
                              described.add(
                                  method.getKey().toUpperCase(java.util.Locale.ROOT)
                                      + " "
                                      + path.getKey().replaceAll("\\{[^}]*}", "*"))));
      for (var pattern : edge.gateway().patterns().entrySet()) {
        for (String method : pattern.getValue()) {
          String route = method + " " + pattern.getKey().replace("**", "*");
          assertTrue(described.contains(route), () -> route + " is not in " + described);
        }
      }
      for (JsonNode reference : document.findValues("$ref")) {
        String pointer = reference.asText().substring(1);
        assertTrue(!document.at(pointer).isMissingNode(), pointer);
      }
    }
  }
}
