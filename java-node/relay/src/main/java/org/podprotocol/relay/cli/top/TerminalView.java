package org.podprotocol.relay.cli.top;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A terminal that is drawn on in place: on its second screen, without a cursor, until it is closed
 * or the process ends.
 */
public final class TerminalView implements AutoCloseable {
  private static final String ENTER = "\u001b[?1049h\u001b[?25l";
  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String REST_OF_SCREEN = "\u001b[J";

  private final PrintWriter out;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final Thread restore = new Thread(this::leave, "restore-terminal");

  public TerminalView(PrintWriter out) {
    this.out = out;
    Runtime.getRuntime().addShutdownHook(restore);
    out.print(ENTER);
    out.flush();
  }

  /** Draws the lines over what was there. */
  public synchronized void draw(List<String> lines) {
    if (!open.get()) {
      return;
    }
    var frame = new StringBuilder(HOME);
    for (int i = 0; i < lines.size(); i++) {
      frame.append(i == 0 ? "" : "\r\n").append(lines.get(i)).append(REST_OF_LINE);
    }
    out.print(frame.append(REST_OF_SCREEN));
    out.flush();
  }

  private synchronized void leave() {
    if (open.compareAndSet(true, false)) {
      out.print(LEAVE);
      out.flush();
    }
  }

  @Override
  public void close() {
    leave();
    try {
      Runtime.getRuntime().removeShutdownHook(restore);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook has run or will find nothing to do.
    }
  }

  /** A screen of the terminal's size now; 80 by 24 where it does not tell. */
  public static Screen screen() {
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (stty.waitFor(1, TimeUnit.SECONDS) && size.matches("[0-9]{1,4} [0-9]{1,4}\\s*")) {
        String[] fields = size.strip().split(" ");
        int height = Integer.parseInt(fields[0]);
        int width = Integer.parseInt(fields[1]);
        if (height > 0 && width > 0) {
          return new Screen(width, height);
        }
      }
    } catch (IOException e) {
      // No stty, or no terminal: the usual size.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Screen(80, 24);
  }
}
