package org.podprotocol.relay.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * @param webhooks addresses that get each alert as JSON
 * @param alertmanagers Alertmanagers, without the path of their API
 * @param repeat after how long an alert that still fires is told again
 * @param off built-in rules that are not wanted
 * @param rules further rules, and changes of built-in ones
 */
public record AlertSettings(
    List<URI> webhooks,
    List<URI> alertmanagers,
    Duration repeat,
    Set<String> off,
    List<RuleSettings> rules) {}
