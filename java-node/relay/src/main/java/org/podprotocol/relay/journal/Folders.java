package org.podprotocol.relay.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import org.jspecify.annotations.Nullable;

/** Folders whose entries survive loss of power. */
public final class Folders {
  private Folders() {}

  /** Makes a folder, and those above it that are missing; each is durable when this returns. */
  public static void make(Path folder, FileAttribute<?>... attributes) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    @Nullable Path parent = folder.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException(folder + " has no folder above it");
    }
    make(parent, attributes);
    // Another thread may have made it in between.
    Files.createDirectories(folder, attributes);
    sync(parent);
  }

  /** Makes the names in a folder durable: those of new, renamed and deleted files. */
  public static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
