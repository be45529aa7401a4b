package org.podprotocol.relay.gateway;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.podprotocol.relay.admission.Submission;

/**
 * Whatever the bytes are, as a body of {@code POST /v1/messages} in either form and as a frame of a
 * stream: they are messages or a command, or are refused as malformed.
 */
public final class MessagesTarget {
  private MessagesTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    refusedOr(() -> checkJson(input));
    refusedOr(() -> checkBinary(input));
    refusedOr(() -> checkCommand(input));
  }

  private static void refusedOr(Runnable accepted) {
    try {
      accepted.run();
    } catch (ProblemException e) {
      if (e.problem().type() != ProblemType.MALFORMED || e.problem().detail().isEmpty()) {
        throw new AssertionError("refused as something else than malformed", e);
      }
    }
  }

  private static void checkJson(byte[] body) {
    MessageBody.Parsed parsed = MessageBody.json(body);
    int count = parsed.messages().size();
    if (count < 1 || count > (parsed.many() ? MessageBody.MOST_JSON : 1)) {
      throw new AssertionError(count + " messages");
    }
  }

  private static void checkBinary(byte[] body) {
    List<Submission> messages = MessageBody.binary(body, 0);
    var again = new ByteArrayOutputStream();
    for (Submission message : messages) {
      again.writeBytes(message.envelope().toBytes());
      again.writeBytes(message.content());
    }
    if (!Arrays.equals(body, again.toByteArray())) {
      throw new AssertionError(messages.size() + " messages that are not what was sent");
    }
  }

  private static void checkCommand(byte[] frame) {
    StreamCommand command = StreamCommand.read(frame);
    if (command.type().equals("send") == (command.envelope() == null)) {
      throw new AssertionError("a command without what it needs: " + command);
    }
    for (String name : List.of("from", "seq")) {
      if (command.number(name, 1, 1) < 1) {
        throw new AssertionError(name + " is out of its range");
      }
    }
  }
}
