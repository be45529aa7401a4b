package org.podprotocol.relay.observe;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a text what may be a secret: of URLs all but scheme, host and port, credentials as
 * HTTP headers carry them, and key files. The relay writes none of it; libraries quote what they
 * choke on.
 */
public final class Redaction {
  private static final String GONE = "[...]";

  /** As JSON may have it, too. */
  private static final String SLASH = "(?:\\\\?/)";

  /** Scheme, credentials, host and port, and the rest but for a single slash. */
  private static final Pattern URL =
      Pattern.compile(
          "\\b((?:https?|wss?):"
              + SLASH
              + "{2})(?:[^\\s/@\"'<>\\\\]*@)?([^\\s/?#@\"'<>\\\\]+)"
              + "((?:"
              + SLASH
              + "|[?#])(?:[^\\s\"'<>\\\\]|\\\\/)+)?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CREDENTIALS =
      Pattern.compile("\\b(Bearer|Basic) +(?:[A-Za-z0-9._~+/=-]|\\\\/)+", Pattern.CASE_INSENSITIVE);

  /** An array of 32 numbers or more. */
  private static final Pattern KEY_FILE =
      Pattern.compile("\\[\\s*+(?:\\d{1,3}+\\s*+,\\s*+){31,}+\\d{1,3}+\\s*+]");

  private Redaction() {}

  public static String of(String text) {
    String redacted =
        URL.matcher(text)
            .replaceAll(
                url -> {
                  String shown = url.group(1) + url.group(2);
                  return Matcher.quoteReplacement(
                      url.group(3) == null ? shown : shown + "/" + GONE);
                });
    redacted = CREDENTIALS.matcher(redacted).replaceAll("$1 " + GONE);
    return KEY_FILE.matcher(redacted).replaceAll(GONE);
  }
}
