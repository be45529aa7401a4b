package org.podprotocol.anchor.codegen.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs a target under Jazzer, in a process of its own, since libFuzzer ends the process that it
 * runs in. A target is a public class with a method {@code fuzzerTestOneInput(byte[])}.
 *
 * <p>The properties {@code fuzz.executions} and {@code fuzz.seed} make a run longer or another one.
 * What a run leaves is in {@code target/fuzz}: its output and, if it found something, the input.
 */
public final class Fuzzer {
  private static final Path FOLDER = Path.of("target", "fuzz");
  private static final long SEED = 20_261_125;
  private static final int LAST_LINES = 60;
  private static final Pattern DONE =
      Pattern.compile("#(\\d+)\\s+DONE\\s+cov: (\\d+) ft: \\d+ corp: (\\d+)/");

  private final Class<?> target;
  private final List<byte[]> inputs = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private int mostBytes = 4096;

  /** Begins to describe a run. */
  public Fuzzer(Class<?> target) {
    this.target = target;
  }

  /** Inputs to start from. */
  public Fuzzer startingFrom(List<byte[]> some) {
    inputs.addAll(some);
    return this;
  }

  /** Words that inputs are likely to be made of. */
  public Fuzzer words(String... some) {
    words.addAll(List.of(some));
    return this;
  }

  /** The length of the longest input, 4096 bytes unless said otherwise. */
  public Fuzzer mostBytes(int most) {
    mostBytes = most;
    return this;
  }

  /**
   * Fuzzes, and fails with the finding if there is one.
   *
   * @param executions how many, unless the property says otherwise
   */
  public void run(long executions) throws IOException, InterruptedException {
    long wanted = Long.getLong("fuzz.executions", executions);
    long seed = Long.getLong("fuzz.seed", SEED);
    Path folder = emptyFolder();
    Path log = folder.resolve("output.txt");
    long begunNs = System.nanoTime();
    Process process =
        new ProcessBuilder(command(folder, wanted, seed))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exit;
    try {
      exit = process.waitFor();
    } finally {
      process.destroyForcibly();
    }
    String output = Files.readString(log);
    assertEquals(0, exit, () -> "found in " + target.getName() + ":\n" + end(output));
    Matcher done = DONE.matcher(output);
    if (!done.find()) {
      throw new AssertionError("ended without a count:\n" + end(output));
    }
    assertEquals(wanted, Long.parseLong(done.group(1)), () -> "ended early:\n" + end(output));
    System.out.printf(
        "fuzz %s: seed %d, %s executions, %s points of the code reached, %s inputs kept, %d s%n",
        target.getSimpleName(),
        seed,
        done.group(1),
        done.group(2),
        done.group(3),
        (System.nanoTime() - begunNs) / 1_000_000_000);
  }

  private List<String> command(Path folder, long executions, long seed) throws IOException {
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(corpus.resolve("start-" + i), inputs.get(i));
    }
    Path dictionary = folder.resolve("words.txt");
    Files.write(dictionary, words.stream().map(Fuzzer::dictionaryEntry).toList());
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        // Small, so that memory out of proportion to the input is found.
        "-Xmx256m",
        "-cp",
        System.getProperty("java.class.path"),
        Jazzer.class.getName(),
        "--target_class=" + target.getName(),
        "--instrumentation_includes=org.podprotocol.**",
        "--custom_hook_includes=org.podprotocol.**",
        "--reproducer_path=" + folder,
        "-artifact_prefix=" + folder + "/",
        "-dict=" + dictionary,
        "-max_len=" + mostBytes,
        "-runs=" + executions,
        "-seed=" + seed,
        "-print_final_stats=1",
        corpus.toString());
  }

  private Path emptyFolder() throws IOException {
    Path folder = FOLDER.resolve(target.getSimpleName());
    if (Files.exists(folder)) {
      try (Stream<Path> old = Files.walk(folder)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    return Files.createDirectories(folder);
  }

  private static String dictionaryEntry(String word) {
    StringBuilder entry = new StringBuilder("\"");
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b < 0x7f && b != '"' && b != '\\') {
        entry.append((char) b);
      } else {
        entry.append(String.format("\\x%02X", b & 0xff));
      }
    }
    return entry.append('"').toString();
  }

  private static String end(String output) {
    List<String> lines = output.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }
}
