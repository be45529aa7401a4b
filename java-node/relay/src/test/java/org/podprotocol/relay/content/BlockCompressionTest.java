package org.podprotocol.relay.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockCompressionTest {
  private static byte[] prose(int size) {
    byte[] words = "It was a bright cold day in April. ".getBytes(StandardCharsets.UTF_8);
    byte[] text = new byte[size];
    var random = new Random(1);
    for (int i = 0; i < size; i++) {
      text[i] = random.nextInt(8) == 0 ? (byte) random.nextInt() : words[i % words.length];
    }
    return text;
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(2).nextBytes(bytes);
    return bytes;
  }

  @Test
  void textIsMadeSmallerAndReadsBack() throws IOException {
    byte[] text = prose(100_000);
    byte[] frame = BlockCompression.compress(text).orElseThrow();
    assertTrue(frame.length < text.length * 9 / 10);
    assertArrayEquals(text, BlockCompression.expand(frame));
  }

  @Test
  void whatDoesNotGetSmallerIsLeftAsItIs() throws IOException {
    assertEquals(Optional.empty(), BlockCompression.compress(noise(100_000)));
    assertEquals(Optional.empty(), BlockCompression.compress(prose(100)));
  }

  @Test
  void aFrameThatDeclaresMoreThanABlockIsRefused() {
    byte[] bomb = Zstd.compress(new byte[BlockSource.MAX_BLOCK + 1]);
    assertThrows(IOException.class, () -> BlockCompression.expand(bomb));
  }

  @Test
  void aFrameThatGrowsOutOfProportionIsRefused() {
    byte[] bomb = Zstd.compress(new byte[BlockSource.MAX_BLOCK]);
    IOException e = assertThrows(IOException.class, () -> BlockCompression.expand(bomb));
    assertTrue(e.getMessage().contains("declares 1048576"), e.getMessage());
  }

  @Test
  void truncatedAndForgedFramesAreRefused() throws IOException {
    byte[] frame = BlockCompression.compress(prose(50_000)).orElseThrow();
    assertThrows(
        IOException.class, () -> BlockCompression.expand(Arrays.copyOf(frame, frame.length / 2)));
    assertThrows(IOException.class, () -> BlockCompression.expand(noise(5000)));
    assertThrows(IOException.class, () -> BlockCompression.expand(new byte[0]));
  }

  @Test
  void theStoreKeepsTextCompressedAndGivesItBackWhole(@TempDir Path folder) throws IOException {
    byte[] text = prose(200_000);
    Cid cid = Cid.hash(Cid.RAW, text);
    try (var store = EmbeddedBlockStore.open(folder, 1 << 20, Clock.systemUTC())) {
      store.put(cid, text);
      assertTrue(store.usedBytes() < text.length);
      assertTrue(store.has(cid));
      assertArrayEquals(text, store.get(cid).orElseThrow());
    }
  }
}
