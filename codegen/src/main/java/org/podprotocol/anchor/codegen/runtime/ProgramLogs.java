package org.podprotocol.anchor.codegen.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2p.solanaj.core.PublicKey;

/**
 * What one program logged with {@code sol_log_data} in a transaction, found by following the stack
 * of invocations: lines of other programs, also of those it calls or is called by, are not its own.
 *
 * @param data the payloads in order
 * @param truncated the runtime cut the log, so that payloads may be missing
 */
public record ProgramLogs(List<byte[]> data, boolean truncated) {
  private static final Pattern INVOKE =
      Pattern.compile("Program ([1-9A-HJ-NP-Za-km-z]{32,44}) invoke \\[(\\d{1,3})\\]");
  private static final Pattern RESULT =
      Pattern.compile("Program ([1-9A-HJ-NP-Za-km-z]{32,44}) (success|failed.*)");
  private static final String DATA = "Program data: ";

  /**
   * Reads the log lines of one transaction.
   *
   * @param logs {@code meta.logMessages} of the RPC answer
   */
  public static ProgramLogs of(List<String> logs, PublicKey program) {
    String own = program.toBase58();
    Deque<String> stack = new ArrayDeque<>();
    List<byte[]> data = new ArrayList<>();
    boolean truncated = false;
    for (String line : logs) {
      if (line.startsWith(DATA)) {
        if (own.equals(stack.peek())) {
          decode(line.substring(DATA.length()), data);
        }
        continue;
      }
      if (line.equals("Log truncated")) {
        truncated = true;
        continue;
      }
      Matcher invoke = INVOKE.matcher(line);
      if (invoke.matches()) {
        // The depth is stated, so a result lost to an earlier cut cannot shift what follows.
        int depth = Integer.parseInt(invoke.group(2));
        while (stack.size() >= Math.max(depth, 1)) {
          stack.pop();
        }
        stack.push(invoke.group(1));
        continue;
      }
      Matcher result = RESULT.matcher(line);
      if (result.matches() && result.group(1).equals(stack.peek())) {
        stack.pop();
      }
    }
    return new ProgramLogs(List.copyOf(data), truncated);
  }

  private static void decode(String fields, List<byte[]> data) {
    for (String field : fields.split(" ")) {
      try {
        data.add(Base64.getDecoder().decode(field));
      } catch (IllegalArgumentException e) {
        throw new DecodingException("program data is not base64: " + e.getMessage());
      }
    }
  }
}
