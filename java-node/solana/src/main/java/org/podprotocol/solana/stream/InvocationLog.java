package org.podprotocol.solana.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The log lines of a transaction with the program that wrote each, by a real call stack: a program
 * leaves it on success and on failure, and calls inside calls are kept apart.
 *
 * @param lines what programs logged
 * @param truncated true if the runtime cut the log: later lines are missing
 */
public record InvocationLog(List<Line> lines, boolean truncated) {

  /** What a line is. */
  public enum Kind {
    /** {@code Program log:} text. */
    TEXT,
    /** {@code Program data:} bytes, as events are written. */
    DATA
  }

  /**
   * One line.
   *
   * @param program who wrote it, in base58
   * @param depth 1 for the transaction's own instructions, 2 for their calls, and so on
   * @param outerIndex the instruction of the transaction under which it was written, from 0
   * @param failed true if that program invocation failed in the end
   * @param kind text or data
   * @param text the text, or empty for data
   * @param data the parts of a data line, or empty
   */
  public record Line(
      String program,
      int depth,
      int outerIndex,
      boolean failed,
      Kind kind,
      String text,
      List<byte[]> data) {}

  private static final Pattern INVOKE = Pattern.compile("Program (\\w{32,44}) invoke \\[(\\d+)]");
  private static final Pattern LEAVE =
      Pattern.compile("Program (\\w{32,44}) (success|failed: .*|failed)");
  private static final String TEXT_PREFIX = "Program log: ";
  private static final String DATA_PREFIX = "Program data: ";

  /** An invocation that is under way. */
  private static final class Frame {
    final String program;
    final int firstLine;

    Frame(String program, int firstLine) {
      this.program = program;
      this.firstLine = firstLine;
    }
  }

  /**
   * Reads the lines. A program can't forge the lines of the runtime: what it logs has a prefix.
   *
   * @throws IllegalArgumentException if the lines don't make a call stack
   */
  public static InvocationLog parse(List<String> logs) {
    List<Line> lines = new ArrayList<>();
    ArrayDeque<Frame> stack = new ArrayDeque<>();
    int outer = -1;
    for (String log : logs) {
      if (log.equals("Log truncated")) {
        return new InvocationLog(List.copyOf(lines), true);
      }
      Frame top = stack.peek();
      if (log.startsWith(TEXT_PREFIX)) {
        lines.add(line(top, stack.size(), outer, Kind.TEXT, log.substring(TEXT_PREFIX.length())));
        continue;
      }
      if (log.startsWith(DATA_PREFIX)) {
        lines.add(line(top, stack.size(), outer, Kind.DATA, log.substring(DATA_PREFIX.length())));
        continue;
      }
      Matcher invoke = INVOKE.matcher(log);
      if (invoke.matches()) {
        stack.push(new Frame(invoke.group(1), lines.size()));
        if (Integer.parseInt(invoke.group(2)) != stack.size()) {
          throw new IllegalArgumentException("the call depth doesn't fit: " + log);
        }
        outer += stack.size() == 1 ? 1 : 0;
        continue;
      }
      Matcher leave = LEAVE.matcher(log);
      if (leave.matches()) {
        if (top == null || !top.program.equals(leave.group(1))) {
          throw new IllegalArgumentException("a program leaves that is not on top: " + log);
        }
        stack.pop();
        if (!leave.group(2).equals("success")) {
          markFailed(lines, top.firstLine);
        }
      }
    }
    return new InvocationLog(List.copyOf(lines), false);
  }

  private static Line line(@Nullable Frame top, int depth, int outer, Kind kind, String rest) {
    if (top == null) {
      throw new IllegalArgumentException("a line outside of any program: " + rest);
    }
    return kind == Kind.TEXT
        ? new Line(top.program, depth, outer, false, kind, rest, List.of())
        : new Line(top.program, depth, outer, false, kind, "", parts(rest));
  }

  private static List<byte[]> parts(String rest) {
    List<byte[]> parts = new ArrayList<>();
    for (String part : rest.split(" ")) {
      parts.add(Base64.getDecoder().decode(part));
    }
    return List.copyOf(parts);
  }

  /** What a failed invocation wrote, its calls included, happened in vain. */
  private static void markFailed(List<Line> lines, int from) {
    for (int i = from; i < lines.size(); i++) {
      Line l = lines.get(i);
      lines.set(i, new Line(l.program, l.depth, l.outerIndex, true, l.kind, l.text, l.data));
    }
  }
}
