package org.podprotocol.relay.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files of any size as a UnixFS tree: raw leaves of 256 KiB, balanced, 174 links a node, which are
 * Kubo's defaults, so that the root equals {@code ipfs add --cid-version 1 --raw-leaves}. A file of
 * at most one chunk is its own root, a raw block. One chunk is in memory at a time, whatever the
 * file's size.
 */
public final class UnixFsFile {
  /** Bytes of a leaf. */
  public static final int CHUNK = 256 * 1024;

  /** Links of a node. */
  static final int FAN_OUT = 174;

  private static final int MAX_DEPTH = 8;

  private UnixFsFile() {}

  /**
   * Cuts the stream into blocks, stores them and gives the root. The root is not pinned.
   *
   * @param maxBytes length at which the stream is refused
   * @throws ContentTooLargeException if the stream is longer
   */
  public static Stored store(InputStream in, long maxBytes, BlockStore store) throws IOException {
    var levels = new ArrayList<List<DagPbNode.Link>>();
    long total = 0;
    byte[] chunk = in.readNBytes(CHUNK);
    do {
      total += chunk.length;
      if (total > maxBytes) {
        throw new ContentTooLargeException(maxBytes);
      }
      Cid cid = Cid.hash(Cid.RAW, chunk);
      store.put(cid, chunk);
      add(levels, 0, new DagPbNode.Link(cid, chunk.length, chunk.length), store);
      chunk = in.readNBytes(CHUNK);
    } while (chunk.length > 0);
    return new Stored(root(levels, store), total);
  }

  /**
   * @param root CID of the file
   * @param size bytes of the file
   */
  public record Stored(Cid root, long size) {}

  private static void add(
      List<List<DagPbNode.Link>> levels, int level, DagPbNode.Link link, BlockStore store)
      throws IOException {
    if (level == levels.size()) {
      levels.add(new ArrayList<>());
    }
    List<DagPbNode.Link> links = levels.get(level);
    if (links.size() == FAN_OUT) {
      add(levels, level + 1, close(links, store), store);
    }
    links.add(link);
  }

  /** Makes a node of the links and empties the list. */
  private static DagPbNode.Link close(List<DagPbNode.Link> links, BlockStore store)
      throws IOException {
    var node = new DagPbNode(links);
    byte[] block = node.encode();
    Cid cid = Cid.hash(Cid.DAG_PB, block);
    store.put(cid, block);
    links.clear();
    return new DagPbNode.Link(cid, node.fileSize(), block.length + node.linkedSize());
  }

  private static Cid root(List<List<DagPbNode.Link>> levels, BlockStore store) throws IOException {
    for (int level = 0; ; level++) {
      List<DagPbNode.Link> links = levels.get(level);
      if (level == levels.size() - 1 && links.size() == 1) {
        return links.getFirst().cid();
      }
      add(levels, level + 1, close(links, store), store);
    }
  }

  /** Length of the file under a root, in bytes. */
  public static long size(Cid root, BlockSource source) throws IOException {
    byte[] block = require(root, source);
    return root.codec() == Cid.RAW ? block.length : DagPbNode.decode(block).fileSize();
  }

  /**
   * Writes part of a file, reading no block that the part does not need.
   *
   * @param from first byte
   * @param length bytes to write; the file must have as many
   * @throws IOException also if a block is missing or is not a part of a UnixFS file
   */
  public static void copy(Cid root, BlockSource source, long from, long length, OutputStream out)
      throws IOException {
    long written = copy(root, source, from, length, out, 0);
    if (written != length) {
      throw new IOException(
          "%s has %d bytes fewer than asked for".formatted(root, length - written));
    }
  }

  private static long copy(
      Cid cid, BlockSource source, long from, long length, OutputStream out, int depth)
      throws IOException {
    if (length == 0) {
      return 0;
    }
    if (depth > MAX_DEPTH) {
      throw new IOException(cid + " lies deeper than a UnixFS file of any allowed size");
    }
    byte[] block = require(cid, source);
    if (cid.codec() == Cid.RAW) {
      int n = (int) Math.max(0, Math.min(length, block.length - from));
      if (n > 0) {
        out.write(block, (int) from, n);
      }
      return n;
    }
    long written = 0;
    long start = 0;
    for (DagPbNode.Link link : node(cid, block).links()) {
      long end = start + link.fileSize();
      if (end > from && start < from + length) {
        long skip = Math.max(0, from - start);
        long want = Math.min(length - written, link.fileSize() - skip);
        long got = copy(link.cid(), source, skip, want, out, depth + 1);
        if (got != want) {
          throw new IOException("%s is shorter than its parent says".formatted(link.cid()));
        }
        written += got;
      }
      start = end;
    }
    return written;
  }

  /** Every block of the tree under a root, parents first. */
  static void forEachBlock(Cid root, BlockSource source, BlockVisitor visitor) throws IOException {
    forEachBlock(root, source, visitor, 0);
  }

  private static void forEachBlock(Cid cid, BlockSource source, BlockVisitor visitor, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException(cid + " lies deeper than a UnixFS file of any allowed size");
    }
    visitor.visit(cid);
    if (cid.codec() == Cid.DAG_PB) {
      for (DagPbNode.Link link : node(cid, require(cid, source)).links()) {
        forEachBlock(link.cid(), source, visitor, depth + 1);
      }
    }
  }

  interface BlockVisitor {
    void visit(Cid cid) throws IOException;
  }

  private static DagPbNode node(Cid cid, byte[] block) throws IOException {
    try {
      return DagPbNode.decode(block);
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(cid, e.getMessage()), e);
    }
  }

  private static byte[] require(Cid cid, BlockSource source) throws IOException {
    Optional<byte[]> block = source.get(cid);
    return block.orElseThrow(() -> new MissingBlockException(source.name(), cid));
  }
}
