package org.podprotocol.relay.content;

import org.jspecify.annotations.Nullable;

/**
 * Where a piece of content is, besides the relay's own store.
 *
 * @param place local: not to be uploaded; pending: waits for the remote store; stored: pinned
 *     there, and the pin was seen
 * @param attempts uploads tried so far
 * @param lastError why the last one failed, null if it did not
 */
public record UploadState(Place place, int attempts, @Nullable String lastError) {
  /** In the relay's own store alone. */
  public static final UploadState LOCAL = new UploadState(Place.LOCAL, 0, null);

  static final UploadState PENDING = new UploadState(Place.PENDING, 0, null);

  /** See {@link UploadState#place}. */
  public enum Place {
    LOCAL,
    PENDING,
    STORED
  }
}
