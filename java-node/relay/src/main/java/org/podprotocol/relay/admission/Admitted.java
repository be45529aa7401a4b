package org.podprotocol.relay.admission;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.journal.StoredMessage;

/** What became of a message that was sent in. */
public sealed interface Admitted {

  /**
   * It is durable.
   *
   * @param duplicate whether it was so before; the receipt is the first one then
   */
  record Stored(StoredMessage message, Receipt receipt, boolean duplicate) implements Admitted {}

  /**
   * It is not accepted.
   *
   * @param detail one sentence for people
   * @param relayTimeMs the relay's clock, for {@link RefusalCode#TIMESTAMP_OUT_OF_WINDOW};
   *     otherwise 0
   * @param other the message that holds the nonce, for {@link RefusalCode#DUPLICATE_NONCE}
   * @param retryAfter when to try again; zero: the same message will not be accepted later
   */
  record Refused(
      RefusalCode code, String detail, long relayTimeMs, @Nullable Hash other, Duration retryAfter)
      implements Admitted {

    static Refused of(RefusalCode code, String detail) {
      return new Refused(code, detail, 0, null, Duration.ZERO);
    }

    static Refused later(RefusalCode code, String detail, Duration retryAfter) {
      return new Refused(code, detail, 0, null, retryAfter);
    }
  }
}
