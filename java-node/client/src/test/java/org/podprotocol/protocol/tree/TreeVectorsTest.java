package org.podprotocol.protocol.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.podprotocol.protocol.Vectors;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.bytes.LittleEndian;
import org.podprotocol.protocol.bytes.Sha256;

/** The log's tree against the vectors shared with Rust. */
class TreeVectorsTest {
  private static TreeInMemory counted(int size) {
    TreeInMemory tree = new TreeInMemory();
    for (int i = 0; i < size; i++) {
      byte[] leaf = new byte[4];
      LittleEndian.putInt32(leaf, 0, i);
      tree.append(Sha256.leaf(leaf, 0, 4));
    }
    return tree;
  }

  /** A tree of empty leaves, of which a level has one value. */
  private static Nodes uniform() {
    List<Hash> levels = new ArrayList<>(List.of(Sha256.leaf(new byte[0], 0, 0)));
    while (levels.size() < Frontier.LEVELS) {
      Hash below = levels.get(levels.size() - 1);
      levels.add(Sha256.node(below, below));
    }
    return subtree -> levels.get(subtree.level());
  }

  @Test
  void rootsAreTheSharedOnes() throws Exception {
    JsonNode file = Vectors.read("merkle-roots.json");
    for (String kind : List.of("counted", "uniform")) {
      for (JsonNode vector : Vectors.cases(file.required(kind).required("roots"))) {
        long size = vector.required("size").longValue();
        Nodes nodes = kind.equals("counted") ? counted((int) size) : uniform();
        assertEquals(
            Vectors.hash(vector, "root"), Frontier.of(size, nodes).root(), kind + " " + size);
      }
    }
  }

  @Test
  void chunksAndFrontiersAreTheSharedOnes() throws Exception {
    JsonNode file = Vectors.read("frontiers.json");
    for (JsonNode vector : Vectors.cases(file.required("batchings"))) {
      int size = vector.required("size").intValue();
      TreeInMemory tree = counted(size);
      Frontier frontier = new Frontier();
      for (JsonNode chunk : Vectors.cases(vector.required("chunks"))) {
        byte[] bytes = java.util.HexFormat.of().parseHex(chunk.textValue());
        Chunk read = Chunk.readAll(bytes).get(0);
        assertEquals(Chunk.of(read.start(), read.end(), tree), read);
        assertTrue(frontier.merge(read));
      }
      assertEquals(size, frontier.size());
      assertEquals(Vectors.hash(vector, "root"), frontier.root());
      int peaks = 0;
      for (JsonNode peak : vector.required("peaks")) {
        assertEquals(Vectors.hash(peak, "hash"), frontier.peak(peak.required("level").intValue()));
        peaks++;
      }
      assertEquals(Long.bitCount(size), peaks);
    }
  }

  @Test
  void aSequenceOfGoodAndBadChunksEndsAsInRust() throws Exception {
    Frontier frontier = new Frontier();
    for (JsonNode vector : Vectors.cases(Vectors.read("frontiers.json").required("sequence"))) {
      String error = "";
      try {
        for (Chunk chunk : Chunk.readAll(Vectors.hex(vector, "chunk"))) {
          frontier.merge(chunk);
        }
      } catch (ChunkException e) {
        error = e.reason().name().replace("_", "").toLowerCase(Locale.ROOT);
      }
      String expected = vector.path("error").asText("").toLowerCase(Locale.ROOT);
      assertEquals(expected, error, Vectors.text(vector, "name"));
      assertEquals(vector.required("size").longValue(), frontier.size());
      assertEquals(Vectors.hash(vector, "root"), frontier.root());
    }
  }

  @Test
  void inclusionPathsAreTheSharedOnes() throws Exception {
    JsonNode file = Vectors.read("inclusion-proofs.json");
    for (String kind : List.of("counted", "uniform")) {
      for (JsonNode vector : Vectors.cases(file.required(kind).required("proofs"))) {
        long size = vector.required("size").longValue();
        long index = vector.required("index").longValue();
        Nodes nodes = kind.equals("counted") ? counted((int) size) : uniform();
        List<Hash> path = Vectors.hashes(vector.required("path"));
        Hash leaf = Vectors.hash(vector, "leafHash");
        assertEquals(path, InclusionPath.toRoot(index, size, nodes));
        assertTrue(
            InclusionPath.provesToRoot(leaf, index, size, path, Vectors.hash(vector, "root")));

        int peakLevel = vector.required("peakLevel").intValue();
        Frontier frontier = Frontier.of(size, nodes);
        assertEquals(peakLevel, InclusionPath.peakLevel(index, size));
        assertEquals(Vectors.hash(vector, "peak"), frontier.peak(peakLevel));
        List<Hash> toPeak = path.subList(0, peakLevel);
        assertEquals(toPeak, InclusionPath.toPeak(index, size, nodes));
        assertTrue(InclusionPath.provesToPeak(leaf, index, toPeak, frontier));
      }
    }
  }

  @Test
  void falseInclusionProofsAreRefused() throws Exception {
    for (JsonNode vector :
        Vectors.cases(Vectors.read("inclusion-proofs.json").required("refused"))) {
      assertFalse(
          InclusionPath.provesToRoot(
              Vectors.hash(vector, "leafHash"),
              vector.required("index").longValue(),
              vector.required("size").longValue(),
              Vectors.hashes(vector.required("path")),
              Vectors.hash(vector, "root")),
          Vectors.text(vector, "name"));
    }
  }
}
