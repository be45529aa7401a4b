package org.podprotocol.relay.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reading and writing JSON, with bounds on what is read. */
final class Json {
  static final String TYPE = "application/json";
  static final String PROBLEM_TYPE = "application/problem+json";

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxNumberLength(32)
                  .maxNameLength(256)
                  // The base64 of the largest content, and some.
                  .maxStringLength(2 << 20)
                  .build())
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private Json() {}

  static JsonParser parser(byte[] body) throws IOException {
    return FACTORY.createParser(body);
  }

  static byte[] bytes(Writer writer) {
    var bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
      writer.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads an object of strings and whole numbers, all of them as text; unknown and repeated members
   * are refused.
   */
  static Map<String, String> flat(byte[] body, Set<String> names) {
    try (JsonParser in = parser(body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new ProblemException(ProblemType.MALFORMED, "The body is not a JSON object.");
      }
      var members = new HashMap<String, String>();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (!names.contains(name)) {
          throw new ProblemException(
              ProblemType.MALFORMED, "The member \"" + shown(name) + "\" is not known.");
        }
        if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NUMBER_INT) {
          throw new ProblemException(
              ProblemType.MALFORMED,
              "The member \"" + name + "\" is neither a string nor a whole number.");
        }
        if (members.put(name, in.getText()) != null) {
          throw new ProblemException(
              ProblemType.MALFORMED, "The member \"" + name + "\" appears twice.");
        }
      }
      if (in.nextToken() != null) {
        throw new ProblemException(ProblemType.MALFORMED, "Something follows the JSON object.");
      }
      return members;
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** Names the place, never repeats the input. */
  static ProblemException malformed(IOException e) {
    String place = "";
    if (e instanceof com.fasterxml.jackson.core.JsonProcessingException json
        && json.getLocation() != null) {
      place = " at byte " + json.getLocation().getByteOffset();
    }
    return new ProblemException(
        ProblemType.MALFORMED, "The body is not well-formed JSON" + place + ".");
  }

  static String shown(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }

  @FunctionalInterface
  interface Writer {
    void write(JsonGenerator out) throws IOException;
  }
}
