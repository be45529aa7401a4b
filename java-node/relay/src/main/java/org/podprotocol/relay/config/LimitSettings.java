package org.podprotocol.relay.config;

import java.time.Duration;
import java.util.Set;

/**
 * What the edge allows; see the shipped configuration file for the meaning of each.
 *
 * @param body bytes
 * @param bodies bytes
 * @param headers bytes
 * @param outbound bytes
 * @param addressRate requests a second; 0: no limit
 */
public record LimitSettings(
    int connections,
    int connectionsPerAddress,
    int body,
    long bodies,
    int headers,
    Duration idle,
    Duration request,
    int outbound,
    Duration slowConsumer,
    int subscriptions,
    int addressRate,
    int addressBurst,
    Set<String> trustedProxies) {}
