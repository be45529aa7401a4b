package org.podprotocol.relay.anchoring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import org.podprotocol.relay.journal.Folders;

/**
 * What of a tree is durable: the number of leaves and their root, in a text file of three lines
 * that is replaced as a whole.
 */
record TreeState(long size, byte[] root) {

  private static final String FORMAT = "pod-tree/1";
  private static final String FILE = "state";

  static TreeState read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return new TreeState(0, TreeHash.EMPTY_ROOT.clone());
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
    try {
      if (lines.size() != 3 || !lines.getFirst().equals(FORMAT)) {
        throw new IllegalArgumentException("not three lines that begin with " + FORMAT);
      }
      return new TreeState(Long.parseLong(lines.get(1)), HexFormat.of().parseHex(lines.get(2)));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  void write(Path folder) throws IOException {
    Path next = folder.resolve(FILE + ".next");
    String text = FORMAT + "\n" + size + "\n" + hex(root) + "\n";
    try (var channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(
        next,
        folder.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    Folders.sync(folder);
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
