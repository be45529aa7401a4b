package org.podprotocol.relay.gateway;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.podprotocol.relay.chain.ChainUnavailableException;
import org.podprotocol.relay.journal.JournalFullException;
import org.podprotocol.relay.journal.StorageUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a problem of whatever a route failed with. */
final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  static Problem of(Throwable failure, String requestId) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case ProblemException known -> known.problem();
      case ChainUnavailableException chain ->
          Problem.later(ProblemType.CHAIN_UNAVAILABLE, detail(chain), Duration.ofSeconds(1));
      case JournalFullException full ->
          Problem.later(ProblemType.OVERLOADED, detail(full), Duration.ofSeconds(1));
      case RejectedExecutionException full ->
          Problem.later(ProblemType.OVERLOADED, "Too many reads wait.", Duration.ofSeconds(1));
      case StorageUnavailableException storage ->
          Problem.later(ProblemType.STORAGE_UNAVAILABLE, detail(storage), Duration.ofSeconds(30));
      default -> {
        log.error("Request {} failed.", requestId, cause);
        yield Problem.of(ProblemType.INTERNAL, "The relay failed; its log says more.")
            .with("requestId", requestId);
      }
    };
  }

  private static String detail(Throwable cause) {
    return String.valueOf(cause.getMessage());
  }
}
