package org.podprotocol.relay.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBlockStoreTest {
  private static final byte[] MESSAGE = {1};
  private static final byte[] OTHER_MESSAGE = {2};

  @TempDir Path folder;

  private EmbeddedBlockStore open(long quota, Instant now) throws IOException {
    return EmbeddedBlockStore.open(folder, quota, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void aBlockIsThereAfterReopening() throws IOException {
    byte[] block = random(1000);
    Cid cid = Cid.hash(Cid.RAW, block);
    try (var store = open(1 << 20, Instant.EPOCH)) {
      store.put(cid, block);
    }
    try (var store = open(1 << 20, Instant.EPOCH)) {
      assertArrayEquals(block, store.get(cid).orElseThrow());
      assertEquals(1000, store.usedBytes());
    }
  }

  @Test
  void aBlockUnderAnotherCidIsRefused() throws IOException {
    try (var store = open(1 << 20, Instant.EPOCH)) {
      Cid cid = Cid.hash(Cid.RAW, random(10));
      assertThrows(CorruptBlockException.class, () -> store.put(cid, random(11)));
      assertTrue(store.get(cid).isEmpty());
    }
  }

  @Test
  void aBlockThatChangedOnDiskIsNotGivenOut() throws IOException {
    byte[] block = random(100);
    Cid cid = Cid.hash(Cid.RAW, block);
    try (var store = open(1 << 20, Instant.EPOCH);
        Stream<Path> files = Files.walk(folder)) {
      store.put(cid, block);
      Path file =
          Files.walk(folder).filter(f -> f.endsWith(cid.toString())).findFirst().orElseThrow();
      block[7] ^= 1;
      Files.write(file, block);
      assertThrows(CorruptBlockException.class, () -> store.get(cid));
    }
  }

  @Test
  void theQuotaIsNotExceededAndASecondCopyCostsNothing() throws IOException {
    try (var store = open(1500, Instant.EPOCH)) {
      byte[] block = random(1000);
      Cid cid = Cid.hash(Cid.RAW, block);
      store.put(cid, block);
      store.put(cid, block);
      assertEquals(1000, store.usedBytes());
      store.pin(cid);
      byte[] more = random(501);
      assertThrows(QuotaExceededException.class, () -> store.put(Cid.hash(Cid.RAW, more), more));
    }
  }

  @Test
  void garbageGoesWhenTheLastReferenceDoes() throws IOException {
    Cid root;
    try (var store = open(10 << 20, Instant.EPOCH)) {
      byte[] file = random(UnixFsFile.CHUNK * 3 + 5);
      root = UnixFsFile.store(new ByteArrayInputStream(file), 10 << 20, store).root();
      store.reference(root, MESSAGE);
      store.reference(root, OTHER_MESSAGE);
    }
    try (var store = open(10 << 20, Instant.EPOCH.plus(Duration.ofDays(1)))) {
      store.release(root, MESSAGE);
      assertEquals(0, store.collectGarbage());
      assertTrue(store.isReferenced(root));
      store.release(root, OTHER_MESSAGE);
      assertTrue(store.collectGarbage() > UnixFsFile.CHUNK * 3);
      assertFalse(store.has(root));
      assertEquals(0, store.usedBytes());
    }
  }

  @Test
  void aBlockOfAnOpenUploadIsNotGarbage() throws IOException {
    try (var store = open(1 << 20, Instant.EPOCH)) {
      byte[] block = random(10);
      try (var upload = store.beginUpload()) {
        store.put(Cid.hash(Cid.RAW, block), block);
        assertEquals(0, store.collectGarbage());
      }
      assertEquals(10, store.collectGarbage());
    }
  }

  @Test
  void garbageMakesRoomWhenItIsNeeded() throws IOException {
    try (var store = open(1500, Instant.EPOCH)) {
      byte[] abandoned = random(1000);
      try (var upload = store.beginUpload()) {
        store.put(Cid.hash(Cid.RAW, abandoned), abandoned);
      }
      byte[] wanted = random(1001);
      store.put(Cid.hash(Cid.RAW, wanted), wanted);
      assertEquals(1001, store.usedBytes());
    }
  }

  @Test
  void aRootWithAMissingPartCanNotBeReferenced() throws IOException {
    try (var store = open(1 << 20, Instant.EPOCH)) {
      var node =
          new DagPbNode(
              java.util.List.of(
                  new DagPbNode.Link(Cid.hash(Cid.RAW, random(3)), 3, 3),
                  new DagPbNode.Link(Cid.hash(Cid.RAW, random(4)), 4, 4)));
      Cid root = Cid.hash(Cid.DAG_PB, node.encode());
      store.put(root, node.encode());
      assertThrows(MissingBlockException.class, () -> store.reference(root, MESSAGE));
      assertFalse(store.isReferenced(root));
    }
  }
}
