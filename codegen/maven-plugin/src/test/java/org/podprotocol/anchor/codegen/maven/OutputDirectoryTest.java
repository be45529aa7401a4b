package org.podprotocol.anchor.codegen.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDirectoryTest {
  @TempDir Path root;

  @Test
  void isUpToDateOnlyForTheSameFingerprintAndWithAllFiles() throws Exception {
    OutputDirectory directory = new OutputDirectory(root);
    assertFalse(directory.isUpToDate("one"));
    directory.replace(Map.of("a/A.java", "class A {}"), "one");
    assertTrue(directory.isUpToDate("one"));
    assertFalse(directory.isUpToDate("two"));
    Files.delete(root.resolve("a/A.java"));
    assertFalse(directory.isUpToDate("one"));
  }

  @Test
  void sourcesThatAreNoLongerMadeAreDeleted() throws Exception {
    OutputDirectory directory = new OutputDirectory(root);
    directory.replace(Map.of("a/A.java", "class A {}", "b/B.java", "class B {}"), "one");
    directory.replace(Map.of("b/B.java", "class B {}"), "two");
    assertFalse(Files.exists(root.resolve("a/A.java")));
    assertTrue(Files.exists(root.resolve("b/B.java")));
  }

  @Test
  void aSourceThatDoesNotChangeIsNotWrittenAgain() throws Exception {
    OutputDirectory directory = new OutputDirectory(root);
    directory.replace(Map.of("A.java", "class A {}", "B.java", "class B {}"), "one");
    FileTime past = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(root.resolve("A.java"), past);
    Files.setLastModifiedTime(root.resolve("B.java"), past);
    directory.replace(Map.of("A.java", "class A {}", "B.java", "class B { int n; }"), "two");
    assertEquals(past, Files.getLastModifiedTime(root.resolve("A.java")));
    assertNotEquals(past, Files.getLastModifiedTime(root.resolve("B.java")));
  }

  @Test
  void theFingerprintDependsOnIdlAndOptions() throws Exception {
    byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
    String one = Fingerprint.of(json, "options");
    assertEquals(one, Fingerprint.of(json, "options"));
    assertNotEquals(one, Fingerprint.of(json, "others"));
    assertNotEquals(one, Fingerprint.of("{ }".getBytes(StandardCharsets.UTF_8), "options"));
  }
}
