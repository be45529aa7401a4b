package org.podprotocol.relay.config;

import java.nio.file.Path;

/**
 * @param key file of the key pair that creates and pays for hosted agents
 * @param tokenFile file with the token that callers have to show
 */
public record HostingSettings(Path key, Path tokenFile) {}
