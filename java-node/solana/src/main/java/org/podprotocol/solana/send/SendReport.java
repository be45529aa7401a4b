package org.podprotocol.solana.send;

import java.time.Duration;
import java.util.Optional;

/**
 * How the sending of one signed transaction went.
 *
 * @param outcome what became of it
 * @param signatures each costs the base fee if it landed
 * @param sends calls that carried its bytes, the first included
 * @param untilTaken from its being signed until a node took it; empty: none did
 * @param untilEnd from its being signed until its outcome was known
 */
public record SendReport(
    Outcome outcome, int signatures, int sends, Optional<Duration> untilTaken, Duration untilEnd) {}
