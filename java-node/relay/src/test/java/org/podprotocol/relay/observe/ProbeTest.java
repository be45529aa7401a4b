package org.podprotocol.relay.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProbeTest {
  private final AtomicLong now = new AtomicLong(1);
  private final Metrics metrics = new Metrics();

  private void pass(long ms) {
    now.addAndGet(ms * 1_000_000);
  }

  @Test
  void aFailedProbeKeepsItsLastValueAndSaysHowOldItIs() {
    Probe probe = Probe.told(metrics, "chain.balance{account=committer}", "lamports", now::get);
    assertFalse(PrometheusText.of(metrics).contains("pod_chain_balance_lamports{"));
    probe.succeeded(5_000L);
    pass(1_500);
    probe.failed();
    String text = PrometheusText.of(metrics);
    assertTrue(text.contains("pod_chain_balance_lamports{account=\"committer\"} 5000\n"), text);
    assertTrue(text.contains("pod_chain_balance_age_seconds{account=\"committer\"} 1.5\n"), text);
    assertTrue(text.contains("pod_chain_balance_errors_total{account=\"committer\"} 1\n"), text);
    probe.succeeded(4_000L);
    text = PrometheusText.of(metrics);
    assertTrue(text.contains("pod_chain_balance_lamports{account=\"committer\"} 4000\n"), text);
    assertTrue(text.contains("pod_chain_balance_age_seconds{account=\"committer\"} 0\n"), text);
  }

  @Test
  void aValueThatCanNotBeReadIsNotZero() {
    var value = new AtomicReference<Integer>();
    Probe.asked(
        metrics,
        "journal.disk",
        "free.bytes",
        now::get,
        () -> {
          if (value.get() == null) {
            throw new IOException("no such disk");
          }
          return value.get();
        });
    assertFalse(PrometheusText.of(metrics).contains("\npod_journal_disk_free_bytes "));
    value.set(77);
    assertTrue(PrometheusText.of(metrics).contains("pod_journal_disk_free_bytes 77\n"));
    value.set(null);
    assertTrue(PrometheusText.of(metrics).contains("pod_journal_disk_free_bytes 77\n"));
    assertEquals(2, metrics.counter("journal.disk.errors").getCount());
  }
}
