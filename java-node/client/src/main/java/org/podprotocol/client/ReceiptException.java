package org.podprotocol.client;

import java.io.Serial;
import org.podprotocol.protocol.Receipt;

/**
 * A relay's receipt does not hold: it says something else than it must, or the relay's key did not
 * sign it.
 */
public final class ReceiptException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final transient Receipt receipt;

  ReceiptException(String message, Receipt receipt) {
    super(message);
    this.receipt = receipt;
  }

  /** The receipt, as evidence. */
  public Receipt receipt() {
    return receipt;
  }
}
