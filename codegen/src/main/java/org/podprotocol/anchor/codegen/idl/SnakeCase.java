package org.podprotocol.anchor.codegen.idl;

/**
 * Turns names of either case into snake case, with the word boundaries of the Rust crate heck,
 * which Anchor names things with. Independent of the locale.
 */
public final class SnakeCase {
  private enum Mode {
    BOUNDARY,
    LOWER,
    UPPER
  }

  private SnakeCase() {}

  /** {@code placeOrderV2} becomes {@code place_order_v2}. */
  public static String of(String name) {
    StringBuilder out = new StringBuilder(name.length() + 8);
    for (String word : name.split("[^\\p{L}\\p{N}]+")) {
      split(word, out);
    }
    return out.toString();
  }

  /** Applies {@link #of} to each segment of a path with dots. */
  static String ofPath(String path) {
    StringBuilder out = new StringBuilder(path.length() + 8);
    for (String segment : path.split("\\.", -1)) {
      if (out.length() > 0) {
        out.append('.');
      }
      out.append(of(segment));
    }
    return out.toString();
  }

  private static void split(String word, StringBuilder out) {
    int start = 0;
    Mode mode = Mode.BOUNDARY;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (i + 1 == word.length()) {
        break;
      }
      char next = word.charAt(i + 1);
      Mode nextMode =
          Character.isLowerCase(c) ? Mode.LOWER : Character.isUpperCase(c) ? Mode.UPPER : mode;
      if (nextMode == Mode.LOWER && Character.isUpperCase(next)) {
        append(word.substring(start, i + 1), out);
        start = i + 1;
        mode = Mode.BOUNDARY;
      } else if (mode == Mode.UPPER && Character.isUpperCase(c) && Character.isLowerCase(next)) {
        append(word.substring(start, i), out);
        start = i;
        mode = Mode.BOUNDARY;
      } else {
        mode = nextMode;
      }
    }
    append(word.substring(start), out);
  }

  private static void append(String word, StringBuilder out) {
    if (word.isEmpty()) {
      return;
    }
    if (out.length() > 0) {
      out.append('_');
    }
    for (int i = 0; i < word.length(); i++) {
      out.append(Character.toLowerCase(word.charAt(i)));
    }
  }
}
