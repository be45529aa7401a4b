package org.podprotocol.relay.cli;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import org.podprotocol.relay.Relay;
import org.podprotocol.relay.config.ConfigException;
import org.podprotocol.relay.config.RelayConfig;
import org.podprotocol.relay.journal.JournalOpenException;
import org.podprotocol.relay.observe.Logging;
import org.podprotocol.relay.supervision.ServiceManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** A relay that is this process: from its start to the signal that ends it. */
final class RelayDaemon {
  private static final Logger log = LoggerFactory.getLogger(RelayDaemon.class);

  private static final String DRAINED = "drained";

  private final ConfigSource source;

  RelayDaemon(ConfigSource source) {
    this.source = source;
  }

  /** Runs until SIGTERM or SIGINT, or until it was drained. */
  void run() throws IOException, JournalOpenException {
    RelayConfig config = source.readOrFail();
    Logging.configure(config.log());
    var signals = new LinkedBlockingQueue<String>();
    for (String name : new String[] {"TERM", "INT", "HUP", "USR1"}) {
      Signal.handle(new Signal(name), signal -> signals.add(signal.getName()));
    }
    try (var manager = ServiceManager.of(System.getenv(), ProcessHandle.current().pid());
        Relay relay = Relay.start(config, version())) {
      String status = "Answers at port " + relay.port();
      manager.ready(status);
      manager.watch(relay::responds);
      relay.drained().thenRun(() -> signals.add(DRAINED));
      for (String signal = signals.take(); !stops(signal); signal = signals.take()) {
        if (signal.equals("USR1")) {
          relay.drain();
        } else {
          manager.reloading();
          reload(relay);
          manager.ready(status);
        }
      }
      // Told twice, it goes at once: what was acknowledged is on disk.
      Signal.handle(new Signal("INT"), signal -> Runtime.getRuntime().halt(130));
      log.info("Stopping.");
      manager.stopping();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.info("Stopped.");
  }

  private static boolean stops(String signal) {
    return !signal.equals("HUP") && !signal.equals("USR1");
  }

  private void reload(Relay relay) {
    try {
      relay.reload(source.read());
    } catch (ConfigException e) {
      log.error("The configuration was read again and is not taken over: {}", e.getMessage());
    }
  }

  private static String version() {
    String version = RelayDaemon.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
