package org.podprotocol.relay.journal;

import java.io.IOException;
import java.sql.SQLException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Whether the disk takes messages. A full disk is waited out; a failed sync or a damaged file is
 * for good, since what the file then holds is not known until it is opened anew.
 */
final class StorageHealth {
  private static final Logger log = LoggerFactory.getLogger(StorageHealth.class);
  private static final long RECHECK_NS = 1_000_000_000;

  private final DataFolder folder;
  private final long minFreeBytes;
  private final LongSupplier nanoTime;
  private volatile @Nullable String full;
  private volatile @Nullable String failed;
  private long checkedAtNs;

  StorageHealth(DataFolder folder, long minFreeBytes, LongSupplier nanoTime) {
    this.folder = folder;
    this.minFreeBytes = minFreeBytes;
    this.nanoTime = nanoTime;
    checkedAtNs = nanoTime.getAsLong() - RECHECK_NS;
  }

  /** Why messages are refused; null: they are not. */
  @Nullable String refusal() {
    String reason = failed;
    return reason != null ? reason : full;
  }

  /** Looks at the free space, at most once a second. */
  synchronized void check() {
    long now = nanoTime.getAsLong();
    if (now - checkedAtNs < RECHECK_NS) {
      return;
    }
    checkedAtNs = now;
    try {
      long free = folder.freeBytes();
      if (free < minFreeBytes) {
        becomeFull(
            free + " bytes are free on the journal's disk, " + minFreeBytes + " are kept free");
      } else if (full != null) {
        log.info("The journal's disk has {} bytes free; messages are taken again.", free);
        full = null;
      }
    } catch (IOException e) {
      fail("the free space of the journal's disk can't be read: " + e.getMessage());
    }
  }

  /** Takes note of an error of the database and gives it as what callers see. */
  synchronized StorageUnavailableException failed(SQLException e) {
    SQLiteErrorCode code =
        e instanceof SQLiteException sqlite
            ? sqlite.getResultCode()
            : SQLiteErrorCode.UNKNOWN_ERROR;
    if (code == SQLiteErrorCode.SQLITE_FULL) {
      becomeFull("the journal's disk is full");
    } else {
      fail(
          "the journal can't be written ("
              + code
              + ": "
              + e.getMessage()
              + "); restart the relay after mending the disk");
    }
    return new StorageUnavailableException(String.valueOf(refusal()), e);
  }

  private void becomeFull(String reason) {
    if (full == null) {
      log.error("Messages are refused: {}.", reason);
    }
    full = reason;
  }

  private void fail(String reason) {
    if (failed == null) {
      log.error("Messages are refused until a restart: {}.", reason);
    }
    failed = reason;
  }
}
