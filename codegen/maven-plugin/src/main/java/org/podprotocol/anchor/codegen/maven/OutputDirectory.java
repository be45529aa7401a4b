package org.podprotocol.anchor.codegen.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A directory of generated sources, with a note of what they were generated from. */
final class OutputDirectory {
  private static final String STAMP = ".anchor-java-idl-codegen";

  private final Path root;

  OutputDirectory(Path root) {
    this.root = root;
  }

  /** Whether the sources are those of the fingerprint, and all still there. */
  boolean isUpToDate(String fingerprint) throws IOException {
    Path stamp = root.resolve(STAMP);
    if (!Files.isRegularFile(stamp)) {
      return false;
    }
    List<String> lines = Files.readAllLines(stamp, StandardCharsets.UTF_8);
    if (lines.isEmpty() || !lines.get(0).equals(fingerprint)) {
      return false;
    }
    return lines.stream().skip(1).allMatch(path -> Files.isRegularFile(root.resolve(path)));
  }

  /**
   * Makes the directory hold these files and no other. What does not change is not written, so that
   * a compiler that looks at times does not compile it again.
   */
  void replace(Map<String, String> files, String fingerprint) throws IOException {
    Files.createDirectories(root);
    Files.deleteIfExists(root.resolve(STAMP));
    Set<Path> wanted = new HashSet<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      wanted.add(path);
      byte[] text = file.getValue().getBytes(StandardCharsets.UTF_8);
      if (!Files.isRegularFile(path) || !java.util.Arrays.equals(Files.readAllBytes(path), text)) {
        Files.createDirectories(path.getParent());
        Files.write(path, text);
      }
    }
    deleteOthers(wanted);
    List<String> stamp = new ArrayList<>();
    stamp.add(fingerprint);
    stamp.addAll(files.keySet());
    Files.write(root.resolve(STAMP), stamp, StandardCharsets.UTF_8);
  }

  private void deleteOthers(Set<Path> wanted) throws IOException {
    List<Path> sources;
    try (Stream<Path> walk = Files.walk(root)) {
      sources = walk.filter(path -> path.toString().endsWith(".java")).toList();
    }
    for (Path source : sources) {
      if (!wanted.contains(source)) {
        Files.delete(source);
      }
    }
  }
}
