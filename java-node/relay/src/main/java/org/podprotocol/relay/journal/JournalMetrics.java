package org.podprotocol.relay.journal;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;

/** What the journal counts. */
final class JournalMetrics {
  /** From the first message of a group to its being durable and reported. */
  final Timer group;

  final Histogram groupMessages;

  JournalMetrics(MetricRegistry registry) {
    group = registry.timer("journal.group");
    groupMessages = registry.histogram("journal.group.messages");
  }
}
