package org.podprotocol.relay.cli.demo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** What the agents say to each other: all writing systems in turn, every tenth line binary. */
final class Conversation {
  static final int MIN_BYTES = 1;
  static final int MAX_BYTES = 4000;
  private static final int BINARY_EVERY = 10;

  private Conversation() {}

  /**
   * Lines in which every agent speaks in turn; sizes are spread evenly over their logarithm, with
   * the smallest and the largest among them.
   *
   * @param agents at least 2
   */
  static List<Line> of(int agents, int lines, RandomGenerator random) {
    if (agents < 2) {
      throw new IllegalArgumentException("a conversation needs two agents, not " + agents);
    }
    Writing[] writings = Writing.values();
    List<Line> conversation = new ArrayList<>(lines);
    for (int i = 0; i < lines; i++) {
      int from = i % agents;
      int to = (from + 1 + random.nextInt(agents - 1)) % agents;
      int bytes = size(i, random);
      boolean isText = i % BINARY_EVERY != BINARY_EVERY - 1;
      byte[] content = isText ? text(writings[i % writings.length], bytes) : binary(bytes, random);
      conversation.add(new Line(from, to, isText, content));
    }
    return conversation;
  }

  private static int size(int line, RandomGenerator random) {
    return switch (line) {
      case 0 -> MIN_BYTES;
      case 1 -> MAX_BYTES;
      default -> (int) Math.round(Math.exp(random.nextDouble() * Math.log(MAX_BYTES)));
    };
  }

  /** Exactly {@code bytes} bytes of UTF-8: whole code points, and full stops where none fits. */
  static byte[] text(Writing writing, int bytes) {
    int[] codePoints = writing.text().codePoints().toArray();
    StringBuilder text = new StringBuilder();
    int left = bytes;
    for (int i = 0; left > 0; i++) {
      String next = Character.toString(codePoints[i % codePoints.length]);
      int length = next.getBytes(StandardCharsets.UTF_8).length;
      if (length > left) {
        break;
      }
      text.append(next);
      left -= length;
    }
    byte[] content = Arrays.copyOf(text.toString().getBytes(StandardCharsets.UTF_8), bytes);
    Arrays.fill(content, bytes - left, bytes, (byte) '.');
    return content;
  }

  private static byte[] binary(int bytes, RandomGenerator random) {
    byte[] content = new byte[bytes];
    random.nextBytes(content);
    // No UTF-8 text begins like this.
    content[0] = (byte) 0xFF;
    return content;
  }
}
