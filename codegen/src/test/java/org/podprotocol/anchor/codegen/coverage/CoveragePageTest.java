package org.podprotocol.anchor.codegen.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/coverage.md equal to what the test classes of this package say. Run it with {@code
 * -Dcoverage.write=true} to write the page.
 */
class CoveragePageTest {
  private static final int ITEMS = 37;
  private static final Path PAGE = Path.of("docs/coverage.md");
  private static final Path SOURCES =
      Path.of("src/test/java/org/podprotocol/anchor/codegen/coverage");
  private static final Pattern FILE = Pattern.compile("(CG(\\d\\d)\\w+Test)\\.java");

  @Test
  void everyItemHasATestAndThePageSaysSo() throws Exception {
    Map<Integer, Class<?>> tests = tests();
    assertEquals(ITEMS, tests.size());
    String page = page(tests);
    if (Boolean.getBoolean("coverage.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }
    assertEquals(page, Files.readString(PAGE));
  }

  private static Map<Integer, Class<?>> tests() throws IOException, ClassNotFoundException {
    Map<Integer, Class<?>> tests = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> list = Files.list(SOURCES)) {
      files = list.toList();
    }
    for (Path file : files) {
      Matcher name = FILE.matcher(file.getFileName().toString());
      if (name.matches()) {
        tests.put(
            Integer.parseInt(name.group(2)),
            Class.forName(CoveragePageTest.class.getPackageName() + "." + name.group(1)));
      }
    }
    return tests;
  }

  private static String page(Map<Integer, Class<?>> tests) {
    StringBuilder page =
        new StringBuilder(
            "# Coverage of the IDL specification\n\n"
                + "Made from the test classes in `src/test/java/org/podprotocol/anchor/codegen/coverage`;"
                + " the build fails if it is out of date. "
                + tests.size()
                + " of "
                + ITEMS
                + " items.\n\n| item | tests |\n|---|---|\n");
    tests.forEach(
        (item, type) ->
            page.append("| ")
                .append(type.getAnnotation(DisplayName.class).value())
                .append(" | ")
                .append(
                    Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(Method::getName)
                        .map(CoveragePageTest::words)
                        .sorted()
                        .collect(Collectors.joining("; ")))
                .append(" |\n"));
    return page.toString();
  }

  private static String words(String method) {
    return method
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
        .toLowerCase(java.util.Locale.ROOT);
  }
}
