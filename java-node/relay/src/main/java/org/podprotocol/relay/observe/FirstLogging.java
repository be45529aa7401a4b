package org.podprotocol.relay.observe;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.podprotocol.relay.config.LogSettings;

/** How Logback starts, before a configuration is read: warnings alone, and no search for files. */
public final class FirstLogging extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Logging.configure(context, new LogSettings("warn", false));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
