package org.podprotocol.relay.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as a stream for a thread that may block. The event loop offers pieces; when the
 * reader has used them up it asks for more, so that no more than one read of the socket is in
 * memory.
 */
final class BodyStream extends InputStream {
  private static final byte[] END = {};

  private final LinkedBlockingQueue<Object> pieces = new LinkedBlockingQueue<>();
  private final Runnable more;
  private final Duration patience;
  private byte @Nullable [] piece;
  private int at;

  /**
   * @param more asks the connection to read on
   * @param patience longest wait for the next piece
   */
  BodyStream(Runnable more, Duration patience) {
    this.more = more;
    this.patience = patience;
  }

  /** Adds a piece; not copied. */
  void offer(byte[] bytes) {
    if (bytes.length > 0) {
      pieces.add(bytes);
    }
  }

  void end() {
    pieces.add(END);
  }

  /** Makes the reader fail once it has read what came before. */
  void fail(IOException cause) {
    pieces.add(cause);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    byte[] current = piece;
    if (current == null) {
      current = take();
      piece = current;
      at = 0;
    }
    if (current == END) {
      return -1;
    }
    int n = Math.min(length, current.length - at);
    System.arraycopy(current, at, into, offset, n);
    at += n;
    if (at == current.length) {
      piece = null;
    }
    return n;
  }

  private byte[] take() throws IOException {
    Object next = pieces.poll();
    if (next == null) {
      more.run();
      try {
        next = pieces.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    if (next == null) {
      throw new SocketTimeoutException(
          "the body did not go on within %d s".formatted(patience.toSeconds()));
    }
    if (next instanceof IOException failure) {
      throw failure;
    }
    return (byte[]) next;
  }
}
