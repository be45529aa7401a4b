package org.podprotocol.relay.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.podprotocol.relay.config.LogSettings;

class RedactionTest {

  @ParameterizedTest
  @CsvSource({
    "https://rpc.example.org/v2/k3y, https://rpc.example.org/[...]",
    "at https://rpc.example.org:8899/?api-key=k3y., at https://rpc.example.org:8899/[...]",
    "wss://user:k3y@rpc.example.org answers, wss://rpc.example.org answers",
    "'\"HTTP://u:k3y@[::1]:9/a\",1', '\"HTTP://[::1]:9/[...]\",1'",
    "'\"https:\\/\\/u:k3y@a.org\\/b\\/k3y\",1', '\"https:\\/\\/a.org/[...]\",1'",
    "Authorization: Bearer k3y.k3y-_k3y=, Authorization: Bearer [...]",
    "basic dXNlcjprM3k=, basic [...]",
    "answers at http://127.0.0.1:8080 after 5 ms, answers at http://127.0.0.1:8080 after 5 ms",
    "http://127.0.0.1:8080/, http://127.0.0.1:8080/",
    "'path /v1/messages of [1,2,3]', 'path /v1/messages of [1,2,3]'",
    "basics of a bearer, basics of a bearer",
  })
  void whatMayBeSecretIsTakenOut(String text, String redacted) {
    assertEquals(redacted, Redaction.of(text));
  }

  @Test
  void aKeyFileIsTakenOut() {
    String file =
        IntStream.range(0, 64).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    assertEquals("it says [...]!", Redaction.of("it says [" + file + "]!"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLogIsRedactedWithTheCausesOfItsExceptions(boolean json) {
    PrintStream before = System.err;
    var written = new ByteArrayOutputStream();
    var context = new LoggerContext();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      context.setMDCAdapter(new LogbackMDCAdapter());
      Logging.configure(context, new LogSettings("info", json));
      var cause = new IOException("no answer from \"https://k3y@rpc.example.org/k3y\"");
      context
          .getLogger("a.Room")
          .error("Asking {} failed.", "http://a/k3y", new IllegalStateException("so", cause));
    } finally {
      System.setErr(before);
      context.stop();
    }
    String log = written.toString(StandardCharsets.UTF_8);
    assertTrue(log.contains("rpc.example.org/[...]"), log);
    assertFalse(log.contains("k3y"), log);
  }
}
