package org.podprotocol.relay.journal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.podprotocol.protocol.crypto.SigningKey;
import org.podprotocol.relay.config.JournalSettings;

/** A journal in a folder, with a fixed slot and a known receipt key. */
public record OpenJournal(DataFolder folder, SqliteJournal journal) implements AutoCloseable {
  public static final SigningKey RECEIPT_KEY = Messages.key("the relay's receipts");
  public static final long SLOT = 1000;
  public static final long MERGE_DELAY = 150;

  public static OpenJournal at(Path path) throws JournalOpenException {
    return at(path, Clock.systemUTC());
  }

  public static OpenJournal at(Path path, Clock clock) throws JournalOpenException {
    return at(path, clock, settings(2, 8192));
  }

  public static OpenJournal at(Path path, Clock clock, JournalSettings settings)
      throws JournalOpenException {
    DataFolder folder = DataFolder.open(path);
    try {
      return new OpenJournal(
          folder,
          SqliteJournal.open(
              folder, settings, issuer(), clock, new com.codahale.metrics.MetricRegistry()));
    } catch (JournalOpenException e) {
      folder.close();
      throw e;
    }
  }

  public static ReceiptIssuer issuer() {
    return new ReceiptIssuer(Messages.DOMAIN, Messages.RELAY, MERGE_DELAY, RECEIPT_KEY, () -> SLOT);
  }

  public static JournalSettings settings(int windowMs, int queue) {
    return new JournalSettings(
        Duration.ofMillis(windowMs),
        1024,
        4 << 20,
        queue,
        64 << 20,
        2,
        4096,
        Duration.ofMinutes(5),
        1 << 20);
  }

  /** The value of a stage, which is expected within ten seconds. */
  public static <T> T await(CompletionStage<T> stage) throws Exception {
    try {
      return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public void close() {
    journal.close();
    folder.close();
  }
}
