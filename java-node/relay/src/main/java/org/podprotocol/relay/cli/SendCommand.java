package org.podprotocol.relay.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.podprotocol.client.MessageDraft;
import org.podprotocol.client.PodAgent;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.SentMessage;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.json.ReceiptJson;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pod send}: one message through a relay. */
@Command(
    name = "send",
    description = {
      "Sign a message and send it through the relay.",
      "Prints its id once it is on the relay's disk and the receipt has been checked against the relay's key on chain."
    },
    mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final Output output = new Output();
  @Mixin private final AgentOptions options = new AgentOptions();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "AGENT",
      description = "The agent that speaks: address, or name of one of your own.")
  @SuppressWarnings("NullAway.Init")
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "AGENT",
      description = "The agent or channel it is for: address, or name of an agent of your own.")
  @SuppressWarnings("NullAway.Init")
  private String to;

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init")
  private Content content;

  /** What is sent. */
  static final class Content {
    @Parameters(paramLabel = "TEXT", arity = "0..1", description = "The text to send.")
    private @Nullable String text;

    @Option(
        names = "--data",
        paramLabel = "FILE",
        description = "Send the file's bytes; - reads standard input. At most 1 MiB.")
    private @Nullable Path data;

    void putInto(MessageDraft draft) throws IOException {
      if (text != null) {
        draft.text(text);
      } else if (data != null) {
        draft.data(bytes(data));
      }
    }

    private static byte[] bytes(Path file) throws IOException {
      try (InputStream in = file.toString().equals("-") ? System.in : Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(Envelope.MAX_CONTENT_LENGTH + 1);
        if (bytes.length == 0 || bytes.length > Envelope.MAX_CONTENT_LENGTH) {
          throw CommandFault.usage("a message has 1 byte to 1 MiB");
        }
        return bytes;
      }
    }
  }

  @Override
  public Integer call() throws IOException {
    AgentNames names = options.names();
    try (PodClient client = options.connect()) {
      PodAgent agent = client.agent(names.resolve(from), options.signer());
      MessageDraft draft = agent.to(names.resolve(to));
      content.putInto(draft);
      SentMessage sent = ChainSession.await(draft.send());
      output.result(
          json(sent),
          "id        " + sent.id(),
          "index     " + sent.index(),
          "deadline  slot " + sent.receipt().body().deadlineSlot());
    }
    return ExitCode.OK;
  }

  private static ObjectNode json(SentMessage sent) throws IOException {
    TokenBuffer receipt = new TokenBuffer(JSON, false);
    try (JsonGenerator out = receipt) {
      ReceiptJson.write(sent.receipt(), out);
    }
    ObjectNode json =
        JSON.createObjectNode().put("id", sent.id().toString()).put("index", sent.index());
    json.set("receipt", JSON.readTree(receipt.asParser()));
    return json;
  }
}
