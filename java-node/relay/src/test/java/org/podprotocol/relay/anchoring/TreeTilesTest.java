package org.podprotocol.relay.anchoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.RelayIdentity;

class TreeTilesTest {

  private static final int ANCHORED = 900;

  @TempDir Path folder;

  private final MemoryJournal journal = new MemoryJournal();
  private final byte[] publicKey = new byte[32];
  private EpochTrees trees;
  private PublishedLog log;

  @BeforeEach
  void fill() throws IOException {
    journal.add(1_000);
    trees = EpochTrees.open(folder, journal);
    trees.extend(trees.open(0, 0), 1_000);
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) 5);
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    var identity =
        new RelayIdentity(
            new PublicKey(new byte[32]),
            new PublicKey(new byte[32]),
            new PublicKey(new byte[32]),
            new PublicKey(publicKey),
            100);
    var signer =
        new CheckpointSigner(
            identity,
            message -> {
              byte[] signature = new byte[64];
              Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
              return signature;
            });
    log = new TreeTiles(trees, () -> ANCHORED, signer);
  }

  @AfterEach
  void close() throws IOException {
    trees.close();
  }

  @Test
  void theCheckpointIsASignedNoteOfTheRootThatTheTilesHave() throws IOException {
    String note = log.checkpoint(0).orElseThrow();
    int blank = note.indexOf("\n\n");
    String text = note.substring(0, blank + 1);
    String[] lines = text.split("\n");
    assertEquals("podprotocol.org/11111111111111111111111111111111/0", lines[0]);
    assertEquals("900", lines[1]);
    List<byte[]> leaves = new ArrayList<>();
    for (int n = 0; n * 256 < ANCHORED; n++) {
      byte[] tile = log.tile(0, 0, n, Math.min(256, ANCHORED - n * 256)).orElseThrow();
      for (int at = 0; at < tile.length; at += 32) {
        leaves.add(Arrays.copyOfRange(tile, at, at + 32));
      }
    }
    assertEquals(Base64.getEncoder().encodeToString(ReferenceTree.root(leaves)), lines[2]);

    String[] signature = note.substring(blank + 2).strip().split(" ");
    assertEquals("—", signature[0]);
    assertEquals(lines[0], signature[1]);
    byte[] signed = Base64.getDecoder().decode(signature[2]);
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    assertTrue(Ed25519.verify(signed, 4, publicKey, 0, message, 0, message.length));
    byte[] keyId =
        ReferenceTree.sha256(
            (lines[0] + "\n").getBytes(StandardCharsets.UTF_8), new byte[] {1}, publicKey);
    assertArrayEquals(Arrays.copyOf(keyId, 4), Arrays.copyOf(signed, 4));
  }

  @Test
  void whatIsNotOnChainIsNotPublished() throws IOException {
    assertTrue(log.tile(0, 0, 3, 900 - 768).isPresent());
    assertEquals(Optional.empty(), log.tile(0, 0, 3, 900 - 768 + 1));
    assertEquals(Optional.empty(), log.tile(0, 0, 4, 1));
    assertEquals(Optional.empty(), log.tile(1, 0, 0, 1));
    assertEquals(Optional.empty(), log.checkpoint(1));
  }

  @Test
  void theHigherRowHoldsTheRootsOfFullTilesThatAreOnChain() throws IOException {
    assertArrayEquals(
        ReferenceTree.root(journal.leaves().subList(512, 768)),
        Arrays.copyOfRange(log.tile(0, 1, 0, 3).orElseThrow(), 64, 96));
    assertEquals(Optional.empty(), log.tile(0, 1, 0, 4));
  }
}
