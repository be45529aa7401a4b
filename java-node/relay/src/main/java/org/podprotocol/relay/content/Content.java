package org.podprotocol.relay.content;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.relay.config.ContentSettings;
import org.podprotocol.relay.journal.Audience;
import org.podprotocol.relay.journal.Journal;
import org.podprotocol.relay.journal.StoredMessage;
import org.podprotocol.relay.observe.Probe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay's content: its own store, and, where configured, Kubo and gateways. */
public final class Content implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Content.class);

  private static final long GARBAGE_EVERY_HOURS = 6;

  private final EmbeddedBlockStore store;
  private final ContentReader reader;
  private final FileShelf files;
  private final @Nullable UploadQueue uploads;
  private final @Nullable MessageOffload offload;
  private final @Nullable HttpClient http;
  private final ScheduledExecutorService housekeeping;
  private final ExecutorService lookups;
  private final ContentSettings settings;

  private Content(
      ContentSettings settings,
      EmbeddedBlockStore store,
      ContentReader reader,
      FileShelf files,
      @Nullable UploadQueue uploads,
      @Nullable MessageOffload offload,
      @Nullable HttpClient http) {
    this.settings = settings;
    this.store = store;
    this.reader = reader;
    this.files = files;
    this.uploads = uploads;
    this.offload = offload;
    this.http = http;
    housekeeping =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("content-housekeeping").factory());
    lookups =
        Executors.newSingleThreadExecutor(Thread.ofVirtual().name("content-lookups").factory());
  }

  /** Opens the store in a folder and begins to carry content to Kubo, if there is one. */
  public static Content open(
      Path folder, ContentSettings settings, Journal journal, Clock clock, MetricRegistry metrics)
      throws IOException {
    EmbeddedBlockStore store = EmbeddedBlockStore.open(folder, settings.quota(), clock);
    boolean remote = !settings.kubo().isEmpty() || !settings.gateways().isEmpty();
    HttpClient http =
        remote ? HttpClient.newBuilder().connectTimeout(settings.timeout()).build() : null;
    var sources = new ArrayList<BlockSource>(List.of(store));
    UploadQueue uploads = null;
    MessageOffload offload = null;
    if (http != null && !settings.kubo().isEmpty()) {
      var kubo = new KuboBlockStore(settings.kubo().getFirst(), http, settings.timeout());
      sources.add(kubo);
      uploads =
          UploadQueue.open(
              folder.resolve("uploads.db"), store, kubo, uploadSettings(settings), clock, metrics);
      offload =
          MessageOffload.open(
              journal, store, uploads, settings.threshold(), folder.resolve("offload.cursor"));
    }
    if (http != null) {
      for (URI gateway : settings.gateways()) {
        sources.add(new GatewayBlockSource(gateway, http, settings.timeout()));
      }
    }
    var failures = metrics.counter("content.source.failures");
    var reader =
        new ContentReader(
            sources,
            settings.cache(),
            (source, failure) -> {
              failures.inc();
              log.warn("{}: {}", source.name(), failure.getMessage());
            });
    FileShelf files =
        FileShelf.open(
            folder.resolve("files.db"),
            store,
            reader,
            uploads,
            settings.maxFile(),
            settings.agentQuota());
    var content = new Content(settings, store, reader, files, uploads, offload, http);
    content.start(metrics);
    return content;
  }

  private static UploadQueue.Settings uploadSettings(ContentSettings settings) {
    UploadQueue.Settings defaults = UploadQueue.Settings.defaults();
    return new UploadQueue.Settings(
        settings.uploads(),
        settings.maxPending(),
        defaults.headStartPerMib(),
        defaults.retryBase(),
        defaults.retryMax(),
        defaults.recheck());
  }

  private void start(MetricRegistry metrics) {
    metrics.gauge("content.bytes", () -> (Gauge<Long>) store::usedBytes);
    metrics.gauge("content.cache.hit.ratio", () -> (Gauge<Double>) reader::hitRate);
    if (uploads != null && offload != null) {
      UploadQueue queue = uploads;
      Probe.asked(metrics, "content.uploads", "pending", System::nanoTime, queue::pending);
      queue.start();
      offload.start();
    }
    housekeeping.scheduleWithFixedDelay(
        this::collectGarbage, GARBAGE_EVERY_HOURS, GARBAGE_EVERY_HOURS, TimeUnit.HOURS);
  }

  private void collectGarbage() {
    try {
      long freed = store.collectGarbage();
      log.info("Content that nothing refers to: {} bytes freed.", freed);
    } catch (IOException e) {
      log.error("Content that nothing refers to was not freed: {}", e.getMessage());
    }
  }

  /** Files of agents. */
  public FileShelf files() {
    return files;
  }

  /**
   * Where a message's content is besides the journal. Never fails: what can't be found out counts
   * as pending.
   */
  public CompletionStage<UploadState> ofMessage(StoredMessage message) {
    MessageOffload carrier = offload;
    if (carrier == null || !carrier.carries(message)) {
      return CompletableFuture.completedFuture(UploadState.LOCAL);
    }
    return CompletableFuture.supplyAsync(() -> ofMessage(carrier, message), lookups);
  }

  private static UploadState ofMessage(MessageOffload carrier, StoredMessage message) {
    try {
      return carrier.state(message);
    } catch (IOException e) {
      log.warn("Where the content of message {} is: {}", message.id(), e.getMessage());
      return new UploadState(UploadState.Place.PENDING, 0, e.getMessage());
    }
  }

  /** Most files on their way in or out at once. */
  public int transfers() {
    return settings.transfers();
  }

  /**
   * Whether a message may be taken: false if its content would have to be carried to Kubo and too
   * much waits for that.
   */
  public boolean hasRoomFor(Envelope envelope, Audience audience) throws IOException {
    return uploads == null
        || envelope.contentLength() <= settings.threshold()
        || MessageOffload.publishable(envelope, audience).isEmpty()
        || uploads.hasRoom();
  }

  /** Gives memory back: keeps no blocks in memory from now on. */
  public void shrink() {
    reader.cacheBytes(0);
  }

  /** Keeps as many blocks in memory as at first. */
  public void restore() {
    reader.cacheBytes(settings.cache());
  }

  @Override
  public void close() {
    housekeeping.shutdownNow();
    lookups.shutdown();
    if (offload != null) {
      offload.close();
    }
    closeQuietly(uploads);
    closeQuietly(files);
    closeQuietly(store);
    if (http != null) {
      http.shutdownNow();
    }
  }

  private static void closeQuietly(@Nullable AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
    } catch (Exception e) {
      log.error("Content did not close: {}", e.getMessage());
    }
  }
}
