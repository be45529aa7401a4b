package org.podprotocol.relay.cli.load;

/**
 * How much load, and of what.
 *
 * @param pace of the operations
 * @param mix of the operations
 * @param agents that talk to each other, at least 2
 * @param contentBytes of a message
 * @param largeBytes of a message of large content
 * @param signBefore whether messages are signed before the first is sent, so that signing takes
 *     nothing from the run
 * @param relayPid process of the relay, if it runs on this machine; 0: not known
 */
public record LoadSettings(
    Pace pace,
    Mix mix,
    int agents,
    int contentBytes,
    int largeBytes,
    boolean signBefore,
    long relayPid) {}
