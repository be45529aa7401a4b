package org.podprotocol.relay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * @param verifiers threads that verify signatures
 * @param queue most messages that wait for one
 * @param preparedKeys most signers whose keys are held with a table of 15 KB
 * @param timestampWindow how far a timestamp may lie from the relay's clock
 * @param allow agents that may send, base58; empty: all
 * @param deny agents that may not
 * @param policyProgram is asked about each message
 * @param policyTimeout longest time for its answer
 * @param agentRate messages a second of one agent; 0: no limit
 * @param agentBurst messages of one agent at once
 */
public record AdmissionSettings(
    int verifiers,
    int queue,
    int preparedKeys,
    Duration timestampWindow,
    Set<String> allow,
    Set<String> deny,
    Optional<Path> policyProgram,
    Duration policyTimeout,
    int agentRate,
    int agentBurst) {}
