package org.podprotocol.relay.observe;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Lets event loops read /proc, which the kernel answers from memory. */
public final class MemoryFiles implements BlockHoundIntegration {

  @Override
  public void applyTo(BlockHound.Builder builder) {
    String metrics = ProcessMetrics.class.getName();
    builder
        .allowBlockingCallsInside(metrics, "residentBytes")
        .allowBlockingCallsInside(metrics, "sinceStartMs");
  }
}
