package org.podprotocol.relay.journal;

import org.sqlite.SQLiteConfig;

/** What SQLite waits for before a commit is reported. */
public enum Synchronous {
  /** The log is synced: what was reported survives loss of power. */
  FULL(SQLiteConfig.SynchronousMode.FULL, "2"),

  /**
   * The log is synced at checkpoints alone: what was reported since is lost with the power. No
   * relay runs like this; the test of power loss shows with it that it would notice.
   */
  NORMAL(SQLiteConfig.SynchronousMode.NORMAL, "1");

  private final SQLiteConfig.SynchronousMode mode;
  private final String pragma;

  Synchronous(SQLiteConfig.SynchronousMode mode, String pragma) {
    this.mode = mode;
    this.pragma = pragma;
  }

  SQLiteConfig.SynchronousMode mode() {
    return mode;
  }

  /** What SQLite answers when it is asked for the setting. */
  String pragma() {
    return pragma;
  }
}
