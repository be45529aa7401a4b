package org.podprotocol.relay.config;

/**
 * @param level error, warn, info, debug or trace
 * @param json one JSON object a line
 */
public record LogSettings(String level, boolean json) {}
