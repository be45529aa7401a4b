package org.podprotocol.relay.supervision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service manager, told by the protocol of sd_notify(3). Started without one, nothing is said.
 * What can't be told is logged, and is no reason to stop: the manager judges by what it hears.
 */
public final class ServiceManager implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);

  /** So many signs of life in the time in which one must come. */
  private static final int SIGNS_EACH_PERIOD = 3;

  private final @Nullable String socket;
  private final Duration watchdog;
  private @Nullable ScheduledExecutorService pings;

  private ServiceManager(@Nullable String socket, Duration watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /**
   * The manager that these environment variables name: {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC}
   * and {@code WATCHDOG_PID}.
   *
   * @param pid of this process: a watchdog meant for another one is not served
   */
  public static ServiceManager of(Map<String, String> environment, long pid) {
    String socket = environment.get("NOTIFY_SOCKET");
    return new ServiceManager(
        socket == null || socket.isEmpty() ? null : socket, watchdog(environment, pid));
  }

  private static Duration watchdog(Map<String, String> environment, long pid) {
    String period = environment.get("WATCHDOG_USEC");
    String watched = environment.get("WATCHDOG_PID");
    if (period == null || watched != null && !watched.equals(Long.toString(pid))) {
      return Duration.ZERO;
    }
    try {
      return Duration.of(Long.parseLong(period), java.time.temporal.ChronoUnit.MICROS);
    } catch (NumberFormatException e) {
      log.warn("WATCHDOG_USEC is \"{}\", not a number of microseconds: no watchdog.", period);
      return Duration.ZERO;
    }
  }

  /**
   * The relay answers, after its start or after its configuration was read again.
   *
   * @param status one line for people
   */
  public void ready(String status) {
    send("READY=1\nSTATUS=" + status);
  }

  /** The configuration is being read again; {@link #ready} follows. */
  public void reloading() {
    send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000);
  }

  public void stopping() {
    send("STOPPING=1");
  }

  /**
   * Begins to give signs of life, if the manager waits for them.
   *
   * @param alive asked each time, with the time it may take; no sign is given when it says no
   * @return whether the manager waits for them
   */
  public boolean watch(Predicate<Duration> alive) {
    if (socket == null || !watchdog.isPositive() || pings != null) {
      return false;
    }
    Duration interval = watchdog.dividedBy(SIGNS_EACH_PERIOD);
    pings =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("watchdog").daemon().factory());
    var unused =
        pings.scheduleWithFixedDelay(
            () -> ping(alive, interval), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    return true;
  }

  private void ping(Predicate<Duration> alive, Duration within) {
    try {
      if (alive.test(within)) {
        send("WATCHDOG=1");
        return;
      }
      log.error("The relay does not respond within {} ms.", within.toMillis());
    } catch (RuntimeException e) {
      // Without the catch there would be no further pings, and no word why.
      log.error("The relay's state can't be asked.", e);
    }
  }

  private void send(String state) {
    if (socket == null) {
      return;
    }
    try {
      UnixDatagram.send(socket, state.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      log.warn(
          "The service manager can't be told \"{}\": {}",
          state.lines().findFirst().orElse(""),
          e.getMessage());
    }
  }

  @Override
  public void close() {
    if (pings != null) {
      pings.shutdownNow();
    }
  }
}
