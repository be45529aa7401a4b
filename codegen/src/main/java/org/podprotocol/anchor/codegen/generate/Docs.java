package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.CodeBlock;
import java.util.List;

/** Text of an IDL as Javadoc: nothing in it can end the comment or be taken for markup. */
final class Docs {
  private static final int MAX_LENGTH = 8_000;

  private Docs() {}

  /** The lines, or, if there are none, a sentence in Javadoc's own syntax. */
  static CodeBlock of(List<String> lines, String otherwise) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      escape(line.strip(), text);
      text.append('\n');
    }
    String escaped = text.toString().strip();
    return CodeBlock.of("$L\n", escaped.isEmpty() ? otherwise : escaped);
  }

  /** A name as code; characters that would end it are left out. */
  static String code(String name) {
    String plain = name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) : name;
    return "{@code " + plain.replaceAll("[^A-Za-z0-9_ :<>,;.\\[\\]()-]", "?") + "}";
  }

  static String escapeLine(String line) {
    StringBuilder text = new StringBuilder();
    escape(line, text);
    return text.toString();
  }

  private static void escape(String line, StringBuilder out) {
    int end = Math.min(line.length(), MAX_LENGTH);
    for (int i = 0; i < end; i++) {
      char c = line.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '@' -> out.append("&#64;");
        case '*' -> out.append(followedBy(line, i, '/') ? "&#42;" : "*");
        case '/' -> out.append(i > 0 && line.charAt(i - 1) == '*' ? "&#47;" : "/");
        case '\\' -> out.append("&#92;");
        case '{' -> out.append("&#123;");
        case '}' -> out.append("&#125;");
        case '\n', '\r', '\t' -> out.append(' ');
        default -> {
          if (c >= 0x20 && c < 0x7f) {
            out.append(c);
          } else {
            out.append("&#").append((int) c).append(';');
          }
        }
      }
    }
  }

  private static boolean followedBy(String line, int i, char c) {
    return i + 1 < line.length() && line.charAt(i + 1) == c;
  }
}
