package org.podprotocol.relay.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.relay.chain.AccountCache.Reading;

class AccountCacheTest {

  private static final PublicKey A = address(1);
  private static final PublicKey B = address(2);

  private final Accounts accounts = new Accounts();
  private final List<String> heard = new ArrayList<>();
  private long now = 1_000_000_000_000L;
  private AccountCache<String> cache;

  @BeforeEach
  void open() {
    cache =
        new AccountCache<>(
            1_000,
            accounts,
            (address, before, value) -> heard.add((before == null ? "new" : before) + ">" + value),
            () -> now);
    cache.feedUp().join();
  }

  @Test
  void anAccountIsReadOnceWhileTheFeedIsUp() {
    accounts.put(A, "one", 10);
    assertEquals(Optional.of("one"), cache.get(A).join());
    advance(Duration.ofSeconds(60));
    assertEquals(Optional.of("one"), cache.get(A).join());
    assertEquals(1, accounts.reads);
    assertEquals(1, cache.hits());
    assertEquals(1, cache.misses());
  }

  @Test
  void anEntryExpiresAfterFiveMinutes() {
    accounts.put(A, "one", 10);
    cache.get(A).join();
    advance(Duration.ofMinutes(5).plusMillis(1));
    cache.get(A).join();
    assertEquals(2, accounts.reads);
  }

  @Test
  void withLessRoomTheMostUsedAccountsStay() {
    for (int i = 0; i < 100; i++) {
      accounts.put(address(i), "account", 10);
      cache.get(address(i)).join();
    }
    for (int times = 0; times < 100; times++) {
      cache.get(address(times % 10)).join();
    }
    cache.capacity(25);
    assertEquals(25, cache.size());
    int reads = accounts.reads;
    for (int i = 0; i < 10; i++) {
      cache.get(address(i)).join();
    }
    assertEquals(reads, accounts.reads);
  }

  @Test
  void absenceIsRememberedUntilTheFeedTellsOtherwise() {
    assertEquals(Optional.empty(), cache.get(A).join());
    assertEquals(Optional.empty(), cache.get(A).join());
    assertEquals(1, accounts.reads);
    cache.changed(A, new Reading<>(Optional.of("made"), 20));
    assertEquals(Optional.of("made"), cache.get(A).join());
    assertEquals(1, accounts.reads);
  }

  @Test
  void concurrentLookupsShareOneRead() {
    accounts.put(A, "one", 10);
    accounts.hold = true;
    CompletableFuture<Optional<String>> first = cache.get(A);
    assertSame(first, cache.get(A));
    assertFalse(first.isDone());
    accounts.release();
    assertEquals(Optional.of("one"), first.join());
    assertEquals(1, accounts.reads);
  }

  @Test
  void anOlderStateNeverReplacesANewerOne() {
    accounts.put(A, "one", 10);
    cache.get(A).join();
    cache.changed(A, new Reading<>(Optional.of("three"), 30));
    cache.changed(A, new Reading<>(Optional.of("two"), 20));
    assertEquals(Optional.of("three"), cache.get(A).join());
  }

  @Test
  void aChangeOfAnEarlierSlotMakesTheAccountBeReadAgain() {
    accounts.put(A, "one", 10);
    cache.get(A).join();
    accounts.put(A, "two", 12);
    cache.changed(A, new Reading<>(Optional.of("two"), 5));
    assertEquals(2, accounts.reads);
    assertEquals(Optional.of("two"), cache.get(A).join());
    assertTrue(heard.contains("Optional[one]>Optional[two]"), heard.toString());
    assertEquals(2, accounts.reads);
  }

  @Test
  void aListenerThatFailsKeepsNobodyFromTheAnswer() {
    var failing =
        new AccountCache<String>(
            10,
            accounts,
            (address, before, value) -> {
              throw new IllegalStateException("listener");
            },
            () -> now);
    accounts.put(A, "one", 10);
    assertEquals(Optional.of("one"), failing.get(A).getNow(Optional.empty()));
  }

  @Test
  void aChangeThatOvertakesAReadWinsOverIt() {
    accounts.put(A, "one", 10);
    accounts.hold = true;
    CompletableFuture<Optional<String>> lookup = cache.get(A);
    cache.changed(A, new Reading<>(Optional.of("two"), 20));
    accounts.release();
    assertEquals(Optional.of("two"), lookup.join());
    assertEquals(Optional.of("two"), cache.get(A).join());
  }

  @Test
  void withTheFeedDownAnEntryHoldsForFiveSecondsAndIsThenReadAgain() {
    accounts.put(A, "one", 10);
    cache.get(A).join();
    cache.feedDown(now);
    accounts.put(A, "two", 20);
    advance(Duration.ofMillis(4_999));
    assertEquals(Optional.of("one"), cache.get(A).join());
    advance(Duration.ofMillis(1));
    assertEquals(Optional.of("two"), cache.get(A).join());
  }

  @Test
  void withTheFeedAndTheChainGoneLookupsFailRatherThanAnswerFromOldData() {
    accounts.put(A, "one", 10);
    cache.get(A).join();
    cache.feedDown(now);
    accounts.broken = true;
    advance(Duration.ofSeconds(5));
    var failed = assertThrows(CompletionException.class, () -> cache.get(A).join());
    assertInstanceOf(ChainUnavailableException.class, failed.getCause());
    accounts.broken = false;
    assertEquals(Optional.of("one"), cache.get(A).join());
  }

  @Test
  void afterAGapEverythingIsReadAnew() {
    accounts.put(A, "one", 10);
    accounts.put(B, "uno", 10);
    cache.get(A).join();
    cache.get(B).join();
    cache.feedDown(now);
    accounts.put(A, "two", 20);
    cache.feedUp().join();
    assertEquals(Optional.of("two"), cache.get(A).join());
    assertEquals(Optional.of("uno"), cache.get(B).join());
    assertEquals(2, accounts.reads);
    assertTrue(heard.contains("Optional[one]>Optional[two]"), heard.toString());
  }

  @Test
  void whatTheBackfillCouldNotReadIsReadWhenItIsAskedFor() {
    accounts.put(A, "one", 10);
    cache.get(A).join();
    advance(Duration.ofSeconds(6));
    cache.feedDown(now);
    advance(Duration.ofSeconds(6));
    accounts.broken = true;
    assertThrows(CompletionException.class, () -> cache.feedUp().join());
    accounts.broken = false;
    accounts.put(A, "two", 20);
    assertEquals(Optional.of("two"), cache.get(A).join());
  }

  @Test
  void changesOfAccountsNobodyAskedForAreHeardButNotKept() {
    cache.changed(B, new Reading<>(Optional.of("uno"), 10));
    assertEquals(List.of("new>Optional[uno]"), heard);
    assertEquals(0, cache.size());
  }

  @Test
  void theCacheStaysWithinItsCapacity() {
    for (int i = 0; i < 3_000; i++) {
      cache.get(address(i)).join();
    }
    assertTrue(cache.size() <= 1_000, "holds " + cache.size());
  }

  private void advance(Duration time) {
    now += time.toNanos();
  }

  private static PublicKey address(int n) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) n;
    bytes[1] = (byte) (n >> 8);
    bytes[2] = 7;
    return new PublicKey(bytes);
  }

  /** A chain of named accounts, which can hold its answers back or fail. */
  private static final class Accounts implements AccountCache.Source<String> {
    private final Map<PublicKey, Reading<String>> state = new HashMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean hold;
    private boolean broken;
    private int reads;

    void put(PublicKey address, String value, long slot) {
      state.put(address, new Reading<>(Optional.of(value), slot));
    }

    void release() {
      held.forEach(Runnable::run);
    }

    @Override
    public CompletableFuture<Reading<String>> read(PublicKey address, long minSlot) {
      reads++;
      if (broken) {
        return CompletableFuture.failedFuture(new IllegalStateException("no route"));
      }
      Reading<String> answer = state.getOrDefault(address, new Reading<>(Optional.empty(), 5));
      if (!hold) {
        return CompletableFuture.completedFuture(answer);
      }
      var later = new CompletableFuture<Reading<String>>();
      held.add(() -> later.complete(answer));
      return later;
    }

    @Override
    public CompletableFuture<List<Reading<String>>> readAll(List<PublicKey> addresses) {
      if (broken) {
        return CompletableFuture.failedFuture(new IllegalStateException("no route"));
      }
      return CompletableFuture.completedFuture(
          addresses.stream()
              .map(a -> state.getOrDefault(a, new Reading<>(Optional.empty(), 5)))
              .toList());
    }
  }
}
