package org.podprotocol.relay.config;

import java.time.Duration;

/**
 * @param challenge how long a challenge is good for
 * @param token how long a login lasts
 */
public record LoginSettings(Duration challenge, Duration token) {}
