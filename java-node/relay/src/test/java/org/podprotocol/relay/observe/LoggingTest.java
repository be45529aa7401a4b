package org.podprotocol.relay.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.podprotocol.relay.config.LogSettings;

class LoggingTest {
  private final AtomicLong now = new AtomicLong();
  private final RepeatLimit limit = new RepeatLimit(now::get);
  private final LoggerContext context = new LoggerContext();

  private FilterReply decide(Level level, String text, Object... arguments) {
    return limit.decide(null, context.getLogger("a.Room"), level, text, arguments, null);
  }

  private int passed(Level level, String text, int times) {
    int passed = 0;
    for (int i = 0; i < times; i++) {
      passed += decide(level, text, i) == FilterReply.DENY ? 0 : 1;
    }
    return passed;
  }

  @Test
  void theSameEventIsWrittenTenTimesAMinute() {
    assertEquals(10, passed(Level.WARN, "The chain can't be asked: {}", 500));
    assertEquals(10, passed(Level.WARN, "something else {}", 500));
    now.addAndGet(60_000_000_000L);
    assertEquals(10, passed(Level.WARN, "The chain can't be asked: {}", 500));
    assertEquals(500, passed(Level.DEBUG, "The chain can't be asked: {}", 500));
  }

  @Test
  void howManyWereLeftOutIsWritten() {
    var kept = new ListAppender<ILoggingEvent>();
    kept.setContext(context);
    kept.start();
    context.getLogger("a.Room").addAppender(kept);
    context.addTurboFilter(limit);
    for (int i = 0; i < 25; i++) {
      context.getLogger("a.Room").warn("Commit {} expired", i);
    }
    assertEquals(10, kept.list.size());
    now.addAndGet(60_000_000_000L);
    context.getLogger("a.Room").warn("Commit {} expired", 25);
    assertEquals(
        List.of("15 like the next one were left out", "Commit 25 expired"),
        kept.list.subList(10, 12).stream().map(ILoggingEvent::getFormattedMessage).toList());
  }

  @Test
  void aJsonLogHasOneObjectALine() throws Exception {
    PrintStream before = System.err;
    var written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      context.setMDCAdapter(new LogbackMDCAdapter());
      Logging.configure(context, new LogSettings("info", true));
      context.getLogger("a.Room").info("Request {} failed.", "r-1");
      context.getLogger("a.Room").debug("not written");
    } finally {
      System.setErr(before);
      context.stop();
    }
    String[] lines = written.toString(StandardCharsets.UTF_8).strip().split("\n");
    assertEquals(1, lines.length);
    JsonNode event = new ObjectMapper().readTree(lines[0]);
    assertEquals("INFO", event.get("level").asText());
    assertEquals("Request {} failed.", event.get("message").asText());
    assertEquals("Request r-1 failed.", event.get("formattedMessage").asText());
    assertEquals("a.Room", event.get("loggerName").asText());
  }
}
