package org.podprotocol.relay.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our blocks and trees against a real Kubo. */
class KuboTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path repository;
  @TempDir Path folder;
  private static KuboDaemon kubo;

  @BeforeAll
  static void startKubo() throws Exception {
    kubo = KuboDaemon.create(repository);
    kubo.start();
  }

  @AfterAll
  static void stopKubo() throws Exception {
    kubo.close();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private EmbeddedBlockStore embedded() throws IOException {
    return EmbeddedBlockStore.open(folder.resolve("store"), 200 << 20, Clock.systemUTC());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 1048576})
  void aBlockHasTheCidThatKuboGivesIt(int size) throws Exception {
    byte[] block = random(size);
    Path file = Files.write(folder.resolve("block"), block);
    Cid cid = Cid.hash(Cid.RAW, block);
    assertEquals(kubo.run("block", "put", file.toString()), cid.toString());

    KuboBlockStore store = kubo.store(HTTP, TIMEOUT);
    store.put(cid, block);
    assertTrue(store.has(cid));
    assertArrayEquals(block, store.get(cid).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 262143, 262144, 262145, 1 << 20, 50 << 20})
  void aFileHasTheRootThatKuboGivesItAndReadsBack(int size) throws Exception {
    byte[] bytes = random(size);
    Path file = Files.write(folder.resolve("file"), bytes);
    String expected =
        kubo.run("add", "--cid-version", "1", "--raw-leaves", "-Q", "--pin=false", file.toString());
    try (var store = embedded();
        var in = Files.newInputStream(file)) {
      UnixFsFile.Stored stored = UnixFsFile.store(in, size, store);
      assertEquals(expected, stored.root().toString());
      assertEquals(size, stored.size());
      assertEquals(size, UnixFsFile.size(stored.root(), store));

      long from = size / 3;
      long length = size / 2;
      var part = new ByteArrayOutputStream();
      UnixFsFile.copy(stored.root(), store, from, length, part);
      assertArrayEquals(
          Arrays.copyOfRange(bytes, (int) from, (int) (from + length)), part.toByteArray());
    }
  }

  @Test
  void aStreamLongerThanAllowedIsRefused() throws Exception {
    try (var store = embedded();
        var in = new java.io.ByteArrayInputStream(random(1001))) {
      assertThrows(ContentTooLargeException.class, () -> UnixFsFile.store(in, 1000, store));
    }
  }

  @Test
  void anAbsentBlockIsEmptyAndNotAnError() throws Exception {
    KuboBlockStore store = kubo.store(HTTP, TIMEOUT);
    Cid absent = Cid.hash(Cid.RAW, new byte[] {9, 9, 9});
    assertFalse(store.has(absent));
    assertEquals(Optional.empty(), store.get(absent));
    assertFalse(store.isPinned(absent));
  }

  @Test
  void pinsAreSeenAndTakenBack() throws Exception {
    KuboBlockStore store = kubo.store(HTTP, TIMEOUT);
    byte[] block = random(77);
    Cid cid = Cid.hash(Cid.RAW, block);
    store.put(cid, block);
    assertFalse(store.isPinned(cid));
    store.pin(cid);
    assertTrue(store.isPinned(cid));
    store.unpin(cid);
    store.unpin(cid);
    assertFalse(store.isPinned(cid));
  }
}
