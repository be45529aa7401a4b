package org.podprotocol.solana.endpoint;

import org.podprotocol.solana.rpc.MethodClass;

/**
 * How a pool sees one endpoint in one class of calls.
 *
 * @param endpoint its name
 * @param methodClass the class
 * @param score 0 to 1
 * @param successRate 0 to 1
 * @param latencyMs recent mean, 0 if unknown
 * @param slotLag slots behind the best endpoint
 * @param calls that were answered or failed
 * @param errors those that went wrong for the node's fault
 * @param breaker CLOSED, OPEN or HALF_OPEN
 * @param pausedMs how long it will still be left alone because it asked for that, or 0
 */
public record EndpointStatus(
    String endpoint,
    MethodClass methodClass,
    double score,
    double successRate,
    double latencyMs,
    long slotLag,
    long calls,
    long errors,
    String breaker,
    long pausedMs) {}
