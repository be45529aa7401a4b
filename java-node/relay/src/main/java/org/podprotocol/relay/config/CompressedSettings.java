package org.podprotocol.relay.config;

import java.time.Duration;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;

/**
 * Which of Light's output queues are followed.
 *
 * @param queues none: compressed messages are not looked for
 * @param interval between two looks at the chain
 * @param maxLeaves leaves that may be stored, of all queues together
 */
public record CompressedSettings(List<PublicKey> queues, Duration interval, long maxLeaves) {}
