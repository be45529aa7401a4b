package org.podprotocol.relay.content;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A dag-pb node of a UnixFS file that is larger than one block (DAG-PB and UnixFS specifications):
 * links to its parts and the number of file bytes under each. Other UnixFS types are refused.
 *
 * @param links children, in file order
 */
record DagPbNode(List<Link> links) {
  private static final int WIRE_VARINT = 0;
  private static final int WIRE_BYTES = 2;
  private static final int UNIXFS_FILE = 2;

  /**
   * @param cid child
   * @param fileSize bytes of the file under the child
   * @param dagSize bytes of the child's block and of all blocks under it (Tsize)
   */
  record Link(Cid cid, long fileSize, long dagSize) {}

  DagPbNode {
    links = List.copyOf(links);
  }

  long fileSize() {
    return links.stream().mapToLong(Link::fileSize).sum();
  }

  /** Sum of the children's Tsize; add the block's own length for this node's. */
  long linkedSize() {
    return links.stream().mapToLong(Link::dagSize).sum();
  }

  /** The canonical encoding: links in order, then the data. */
  byte[] encode() {
    var out = new ByteArrayOutputStream();
    for (Link link : links) {
      var body = new ByteArrayOutputStream();
      bytesField(body, 1, link.cid().toBytes());
      bytesField(body, 2, new byte[0]);
      varintField(body, 3, link.dagSize());
      bytesField(out, 2, body.toByteArray());
    }
    var data = new ByteArrayOutputStream();
    varintField(data, 1, UNIXFS_FILE);
    varintField(data, 3, fileSize());
    for (Link link : links) {
      varintField(data, 4, link.fileSize());
    }
    bytesField(out, 1, data.toByteArray());
    return out.toByteArray();
  }

  /**
   * Reads a node that {@link #encode} could have written.
   *
   * @throws IllegalArgumentException if the bytes are anything else
   */
  static DagPbNode decode(byte[] block) {
    var cids = new ArrayList<Cid>();
    var dagSizes = new ArrayList<Long>();
    var fileSizes = new ArrayList<Long>();
    long type = -1;
    var in = new Wire(block, 0, block.length);
    while (in.hasMore()) {
      int tag = in.tag();
      Wire field = in.message();
      if (tag == (2 << 3 | WIRE_BYTES)) {
        readLink(field, cids, dagSizes);
      } else if (tag == (1 << 3 | WIRE_BYTES)) {
        type = readData(field, fileSizes);
      } else {
        throw new IllegalArgumentException("unknown field in a dag-pb node: tag " + tag);
      }
    }
    if (type != UNIXFS_FILE || cids.isEmpty() || cids.size() != fileSizes.size()) {
      throw new IllegalArgumentException("not a node of a UnixFS file");
    }
    var links = new ArrayList<Link>();
    for (int i = 0; i < cids.size(); i++) {
      links.add(new Link(cids.get(i), fileSizes.get(i), dagSizes.get(i)));
    }
    return new DagPbNode(links);
  }

  private static void readLink(Wire in, List<Cid> cids, List<Long> dagSizes) {
    Cid cid = null;
    long size = 0;
    while (in.hasMore()) {
      switch (in.tag()) {
        case 1 << 3 | WIRE_BYTES -> cid = Cid.ofBytes(in.bytes());
        case 2 << 3 | WIRE_BYTES -> in.bytes();
        case 3 << 3 | WIRE_VARINT -> size = in.varint();
        default -> throw new IllegalArgumentException("unknown field in a dag-pb link");
      }
    }
    if (cid == null) {
      throw new IllegalArgumentException("a dag-pb link without a CID");
    }
    cids.add(cid);
    dagSizes.add(size);
  }

  private static long readData(Wire in, List<Long> fileSizes) {
    long type = -1;
    while (in.hasMore()) {
      switch (in.tag()) {
        case 1 << 3 | WIRE_VARINT -> type = in.varint();
        case 3 << 3 | WIRE_VARINT -> in.varint();
        case 4 << 3 | WIRE_VARINT -> fileSizes.add(in.varint());
        default -> throw new IllegalArgumentException("unsupported field in UnixFS data");
      }
    }
    return type;
  }

  private static void bytesField(ByteArrayOutputStream out, int field, byte[] value) {
    varint(out, field << 3 | WIRE_BYTES);
    varint(out, value.length);
    out.writeBytes(value);
  }

  private static void varintField(ByteArrayOutputStream out, int field, long value) {
    varint(out, field << 3 | WIRE_VARINT);
    varint(out, value);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    while ((value & ~0x7FL) != 0) {
      out.write((int) (value & 0x7F | 0x80));
      value >>>= 7;
    }
    out.write((int) value);
  }

  /** Reads protobuf's wire format from part of an array. */
  private static final class Wire {
    private final byte[] bytes;
    private final int end;
    private int at;

    Wire(byte[] bytes, int start, int end) {
      this.bytes = bytes;
      this.at = start;
      this.end = end;
    }

    boolean hasMore() {
      return at < end;
    }

    int tag() {
      return Math.toIntExact(varint());
    }

    long varint() {
      long value = 0;
      for (int shift = 0; shift < 63; shift += 7) {
        if (at == end) {
          throw new IllegalArgumentException("truncated protobuf");
        }
        byte b = bytes[at++];
        value |= (long) (b & 0x7F) << shift;
        if (b >= 0) {
          return value;
        }
      }
      throw new IllegalArgumentException("protobuf varint of more than 63 bits");
    }

    Wire message() {
      int start = skip();
      return new Wire(bytes, start, at);
    }

    byte[] bytes() {
      int start = skip();
      return java.util.Arrays.copyOfRange(bytes, start, at);
    }

    private int skip() {
      long length = varint();
      if (length > end - at) {
        throw new IllegalArgumentException("truncated protobuf");
      }
      int start = at;
      at += (int) length;
      return start;
    }
  }
}
