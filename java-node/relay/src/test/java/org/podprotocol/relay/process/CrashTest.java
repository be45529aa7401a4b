package org.podprotocol.relay.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.relay.journal.Messages;

/** kill -9 under load: what was acknowledged is there, at its index, and is anchored once. */
class CrashTest {
  private static final int ROUNDS = 20;

  @TempDir private Path folder;
  private final Messages messages = new Messages();

  @Test
  void nothingAcknowledgedIsLostAndEverythingIsAnchoredOnce() throws Exception {
    CrashReport report = new CrashRounds(folder, ROUNDS, 20261124, line -> {}).run();
    assertEquals(0, report.lost(), report.json());
    assertEquals(0, report.anchoredTwice(), report.json());
    assertTrue(report.accepted() > ROUNDS * 20, "too little was sent: " + report.json());
  }

  @Test
  void theLedgerSeesWhatIsMissingMovedOrAdded() {
    Envelope first = envelope("one");
    Envelope second = envelope("two");
    var ledger = new CrashLedger();
    ledger.receipt(0, first);
    ledger.receipt(1, second);
    assertEquals(0, ledger.lost(List.of(first.leafHash(), second.leafHash())));
    assertEquals(1, ledger.lost(List.of(first.leafHash())));
    assertEquals(2, ledger.lost(List.of(second.leafHash(), first.leafHash())));
    assertThrows(
        IllegalStateException.class,
        () -> ledger.lost(List.of(first.leafHash(), second.leafHash(), second.leafHash())));
    assertThrows(IllegalStateException.class, () -> ledger.receipt(1, first));
    assertThrows(IllegalStateException.class, () -> ledger.delivered(1, first));
  }

  private Envelope envelope(String text) {
    return messages.envelope("a", "b", text.getBytes(java.nio.charset.StandardCharsets.UTF_8), 1);
  }
}
