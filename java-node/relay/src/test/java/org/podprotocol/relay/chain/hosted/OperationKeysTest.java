package org.podprotocol.relay.chain.hosted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;

class OperationKeysTest {
  private static final Clock NOW =
      Clock.fixed(Instant.ofEpochSecond(1_790_000_000), ZoneOffset.UTC);
  private static final PublicKey AGENT =
      new PublicKey("podSiK1BnHywEKNwvaAWmXJthpTYkDXrU9YX4sWUBbQ");

  @TempDir private Path folder;

  private OperationKeys open(Clock clock, int most) throws Exception {
    return OperationKeys.open(folder.resolve("operations.db"), clock, most);
  }

  private static Operation update(long capabilities) {
    return new Operation.UpdateAgent(AGENT, capabilities);
  }

  @Test
  void everyKindOfResultIsReadAsItWasWritten() throws Exception {
    Map<String, OperationResult> results =
        Map.of(
            "done", new OperationResult.Done(AGENT, "signature", 7),
            "refused", new OperationResult.Refused("no", null),
            "by the program", new OperationResult.Refused("no", 6001L),
            "unknown", new OperationResult.Unknown("", "nobody knows"));
    try (OperationKeys keys = open(NOW, 10)) {
      for (String key : results.keySet()) {
        keys.begin(Map.of(key, update(1)));
      }
      keys.settle(results);
    }
    try (OperationKeys keys = open(NOW, 10)) {
      for (var entry : results.entrySet()) {
        assertEquals(
            new OperationKeys.Known(true, entry.getValue()), keys.find(entry.getKey(), update(1)));
        assertFalse(known(keys, entry.getKey(), update(2)).sameOperation());
      }
    }
  }

  private static OperationKeys.Known known(OperationKeys keys, String key, Operation operation)
      throws Exception {
    OperationKeys.Known known = keys.find(key, operation);
    assertNotNull(known);
    return known;
  }

  @Test
  void whatWasBegunIsKnownWithoutAResultAndWhatWasNotDoneIsForgotten() throws Exception {
    try (OperationKeys keys = open(NOW, 10)) {
      keys.begin(Map.of("begun", update(1), "not done", update(2)));
      keys.settle(Map.of("not done", new OperationResult.NotDone("later")));
    }
    try (OperationKeys keys = open(NOW, 10)) {
      assertEquals(new OperationKeys.Known(true, null), keys.find("begun", update(1)));
      assertNull(keys.find("not done", update(2)));
    }
  }

  @Test
  void keysAreForgottenAfterADayAndTheOldestWhenThereAreTooMany() throws Exception {
    try (OperationKeys keys = open(NOW, 2)) {
      keys.begin(Map.of("first", update(1)));
    }
    Clock later = Clock.offset(NOW, Duration.ofMinutes(1));
    try (OperationKeys keys = open(later, 2)) {
      keys.begin(Map.of("second", update(1)));
      keys.begin(Map.of("third", update(1)));
      assertNull(keys.find("first", update(1)));
      assertNotNull(keys.find("second", update(1)));
    }
    try (OperationKeys keys = open(Clock.offset(NOW, Duration.ofDays(2)), 2)) {
      assertNull(keys.find("third", update(1)));
    }
  }
}
