package org.podprotocol.relay.compressed;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.solana.local.LocalChain;

/** Light's accounts as its command line tool ships them. */
final class LightFixture {
  static final PublicKey QUEUE = new PublicKey("oq1na8gojfdUhsfCpyjNt6h4JaDWtHf1yQj4koBWfto");
  static final PublicKey TREE = new PublicKey("bmt1LryLZUMmF7ZtqESaw7wifBXLfXHQYoE4GAmrahU");

  private static final int FIRST_LEAVES = 552;

  private LightFixture() {}

  static byte[] queue() throws IOException {
    return account("batched_output_queue_" + QUEUE.toBase58());
  }

  static byte[] tree() throws IOException {
    return account("batch_state_merkle_tree_" + TREE.toBase58());
  }

  private static byte[] account(String name) throws IOException {
    Path file = LocalChain.lightFolder().resolve(name + ".json");
    String data =
        new ObjectMapper().readTree(Files.readAllBytes(file)).at("/account/data/0").asText();
    return Base64.getDecoder().decode(data);
  }

  /** The leaves in the first batch of a queue. */
  static List<Hash> leaves(byte[] queue) {
    return new LightAccountReader(queue, "queueacc").hashes(FIRST_LEAVES);
  }

  /** The root of the tree of these leaves, by hashing level after level. */
  static Hash root(List<Hash> leaves, int height) {
    List<Hash> level = leaves;
    for (int i = 0; i < height; i++) {
      Hash empty = EmptyTrees.root(i);
      List<Hash> below = level;
      level =
          java.util.stream.IntStream.range(0, (below.size() + 1) / 2)
              .mapToObj(
                  at ->
                      Poseidon.pair(
                          below.get(2 * at),
                          2 * at + 1 < below.size() ? below.get(2 * at + 1) : empty))
              .toList();
    }
    return level.getFirst();
  }
}
