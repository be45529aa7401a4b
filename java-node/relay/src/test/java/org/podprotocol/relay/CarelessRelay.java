package org.podprotocol.relay;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.podprotocol.relay.config.ConfigFile;
import org.podprotocol.relay.config.RelayConfig;
import org.podprotocol.relay.journal.Synchronous;
import org.podprotocol.relay.observe.Logging;

/**
 * A relay that does not wait for the disk, in a process of its own: what the test of power loss
 * must notice. Takes the arguments of {@code pod relay}, of which it knows {@code --set}.
 */
public final class CarelessRelay {
  private CarelessRelay() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < arguments.length - 1; i++) {
      if (arguments[i].equals("--set")) {
        String[] pair = arguments[i + 1].split("=", 2);
        settings.put(pair[0], pair[1]);
      }
    }
    RelayConfig config = ConfigFile.read(Optional.empty(), Map.of(), settings);
    Logging.configure(config.log());
    try (Relay relay = Relay.start(config, "careless", Synchronous.NORMAL)) {
      while (relay.port() > 0) {
        LockSupport.park();
      }
    }
  }
}
