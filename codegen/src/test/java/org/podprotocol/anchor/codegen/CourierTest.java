package org.podprotocol.anchor.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CourierTest {
  private static String idl() throws Exception {
    return Files.readString(Path.of("src/test/resources/idl/courier.json"));
  }

  @Test
  void compilesWithoutWarnings() throws Exception {
    assertEquals("test.accounts.Agent", Compiled.of(idl()).type("test.accounts.Agent").getName());
  }

  @Test
  void theSameInputGivesTheSameBytes() throws Exception {
    assertEquals(Compiled.of(idl()).sources(), Compiled.of(idl()).sources());
  }
}
