package org.podprotocol.relay.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service manager hears, by the sockets of this kernel. */
class ServiceManagerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PID = 4711;

  @TempDir private Path folder;

  private String path() {
    return folder.resolve("notify").toString();
  }

  @Test
  void hearsOfReadinessReloadAndStop() throws Throwable {
    try (var socket = DatagramSocket.bind(path(), PATIENCE);
        var manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", path()), PID)) {
      manager.ready("Answers at port 8080");
      assertEquals("READY=1\nSTATUS=Answers at port 8080", socket.receive());
      long beforeUs = System.nanoTime() / 1_000;
      manager.reloading();
      String[] reloading = socket.receive().split("\nMONOTONIC_USEC=");
      assertEquals("RELOADING=1", reloading[0]);
      assertTrue(Long.parseLong(reloading[1]) >= beforeUs);
      manager.stopping();
      assertEquals("STOPPING=1", socket.receive());
    }
  }

  @Test
  void hearsAtAnAbstractSocketToo() throws Throwable {
    String name = "@pod-test-" + ProcessHandle.current().pid();
    try (var socket = DatagramSocket.bind(name, PATIENCE);
        var manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", name), PID)) {
      manager.stopping();
      assertEquals("STOPPING=1", socket.receive());
    }
  }

  @Test
  void getsSignsOfLifeOnlyWhileTheRelayLives() throws Throwable {
    var answers = List.of(true, false, false, true);
    var asked = new AtomicInteger();
    var limits = new ArrayList<Duration>();
    try (var socket = DatagramSocket.bind(path(), PATIENCE);
        var manager =
            ServiceManager.of(
                Map.of(
                    "NOTIFY_SOCKET", path(),
                    "WATCHDOG_USEC", "30000",
                    "WATCHDOG_PID", Long.toString(PID)),
                PID)) {
      manager.watch(
          within -> {
            limits.add(within);
            return asked.get() < answers.size() && answers.get(asked.getAndIncrement());
          });
      assertEquals("WATCHDOG=1", socket.receive());
      assertEquals("WATCHDOG=1", socket.receive());
      assertEquals(answers.size(), asked.get());
      assertEquals(Duration.ofMillis(10), limits.getFirst());
    }
  }

  @Test
  void aFaultOfTheQuestionDoesNotEndTheSigns() throws Throwable {
    var asked = new AtomicInteger();
    try (var socket = DatagramSocket.bind(path(), PATIENCE);
        var manager =
            ServiceManager.of(Map.of("NOTIFY_SOCKET", path(), "WATCHDOG_USEC", "3000"), PID)) {
      manager.watch(
          within -> {
            if (asked.incrementAndGet() == 1) {
              throw new IllegalStateException("once");
            }
            return true;
          });
      assertEquals("WATCHDOG=1", socket.receive());
    }
  }

  @Test
  void aWatchdogForAnotherProcessIsNotServed() {
    Map<String, String> environment =
        Map.of("NOTIFY_SOCKET", path(), "WATCHDOG_USEC", "1000000", "WATCHDOG_PID", "1");
    try (var other = ServiceManager.of(environment, PID);
        var own = ServiceManager.of(environment, 1)) {
      assertFalse(other.watch(within -> true));
      assertTrue(own.watch(within -> true));
    }
  }

  @Test
  void aManagerThatIsGoneIsNoReasonToStop() {
    try (var manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", path()), PID)) {
      manager.ready("nobody hears it");
    }
    IOException refused =
        assertThrows(
            IOException.class,
            () -> UnixDatagram.send(path(), "x".getBytes(StandardCharsets.US_ASCII)));
    // ENOENT
    assertTrue(refused.getMessage().endsWith("errno 2"), refused.getMessage());
  }

  @Test
  void addressesThatAreNoneAreRefused() {
    for (String address : List.of("relative", "/", "@", "vsock:2:1", "/" + "long".repeat(27))) {
      assertThrows(IOException.class, () -> UnixDatagram.send(address, new byte[1]), address);
    }
  }

  @Test
  void withoutAManagerOrAPeriodNothingIsAsked() {
    for (Map<String, String> environment :
        List.of(
            Map.of("WATCHDOG_USEC", "1000000"),
            Map.of("NOTIFY_SOCKET", path()),
            Map.of("NOTIFY_SOCKET", path(), "WATCHDOG_USEC", "soon"))) {
      try (var manager = ServiceManager.of(environment, PID)) {
        assertFalse(manager.watch(within -> true), environment.toString());
      }
    }
  }
}
