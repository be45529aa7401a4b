package org.podprotocol.relay.gateway;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.podprotocol.relay.admission.Admission;
import org.podprotocol.relay.admission.Admitted;
import org.podprotocol.relay.admission.Submission;

/** Sends many messages through admission and gathers their results in order. */
final class AdmitAll {
  private AdmitAll() {}

  static CompletionStage<List<Admitted>> run(Admission admission, List<Submission> messages) {
    var results = new AtomicReferenceArray<Admitted>(messages.size());
    var missing = new AtomicInteger(messages.size());
    var all = new CompletableFuture<List<Admitted>>();
    for (int i = 0; i < messages.size(); i++) {
      int at = i;
      admission
          .admit(messages.get(i))
          .whenComplete(
              (admitted, failure) -> {
                if (failure != null) {
                  all.completeExceptionally(failure);
                  return;
                }
                results.set(at, admitted);
                if (missing.decrementAndGet() == 0) {
                  all.complete(
                      IntStream.range(0, results.length()).mapToObj(results::get).toList());
                }
              });
    }
    return all;
  }
}
