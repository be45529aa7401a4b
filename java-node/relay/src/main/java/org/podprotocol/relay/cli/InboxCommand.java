package org.podprotocol.relay.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.podprotocol.client.Body;
import org.podprotocol.client.PodAgent;
import org.podprotocol.client.PodClient;
import org.podprotocol.client.ReceivedMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pod inbox}: what an agent has received. */
@Command(
    name = "inbox",
    description = {
      "List what an agent has received, oldest first.",
      "Logs in with the agent's signer; signatures and contents are checked."
    },
    mixinStandardHelpOptions = true)
final class InboxCommand implements Callable<Integer> {
  private static final int PAGE = 100;

  @Mixin private final Output output = new Output();
  @Mixin private final AgentOptions options = new AgentOptions();

  @Option(
      names = "--from",
      paramLabel = "SEQ",
      defaultValue = "1",
      description = "First sequence number (default ${DEFAULT-VALUE}).")
  private long from;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "Messages at most (default ${DEFAULT-VALUE}).")
  private int limit;

  @Parameters(paramLabel = "AGENT", description = "Address, or name of one of your own.")
  @SuppressWarnings("NullAway.Init")
  private String agentName;

  @Override
  public Integer call() throws IOException {
    if (from < 1 || limit < 1) {
      throw CommandFault.usage("--from and --limit are at least 1");
    }
    try (PodClient client = options.connect()) {
      PodAgent agent = client.agent(options.names().resolve(agentName), options.signer());
      List<ReceivedMessage> messages = new ArrayList<>();
      int asked;
      List<ReceivedMessage> page;
      do {
        asked = Math.min(PAGE, limit - messages.size());
        page = ChainSession.await(agent.inbox(from + messages.size(), asked));
        messages.addAll(page);
      } while (!page.isEmpty() && messages.size() < limit);
      print(messages);
    }
    return ExitCode.OK;
  }

  private void print(List<ReceivedMessage> messages) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray("messages");
    List<String> lines = new ArrayList<>();
    for (ReceivedMessage message : messages) {
      list.add(json(message));
      lines.add(
          "%d  %s  from %s  %s"
              .formatted(
                  message.sequence(),
                  Instant.ofEpochMilli(message.acceptedAtMs()),
                  message.sender(),
                  message.id()));
      lines.add("   " + line(message.body()));
    }
    json.put("next", from + messages.size());
    output.result(json, lines.toArray(String[]::new));
  }

  private static ObjectNode json(ReceivedMessage message) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("seq", message.sequence())
            .put("id", message.id().toString())
            .put("index", message.index())
            .put("from", message.sender().toString())
            .put("acceptedAtMs", message.acceptedAtMs())
            .put("signerIsCurrent", message.signerIsCurrent());
    switch (message.body()) {
      case Body.Text text -> json.put("text", text.text());
      case Body.Data data ->
          json.put("type", data.type())
              .put("data", Base64.getEncoder().encodeToString(data.bytes()));
      case Body.Acknowledgement ack -> json.put("acknowledges", ack.of().toString());
      case Body.Encrypted encrypted -> json.put("encrypted", true);
      case Body.Unreadable unreadable -> json.put("unreadable", unreadable.reason());
    }
    return json;
  }

  private static String line(Body body) {
    return switch (body) {
      case Body.Text text -> text.text();
      case Body.Data data -> "(" + data + ")";
      case Body.Acknowledgement ack -> "(acknowledges " + ack.of() + ")";
      case Body.Encrypted encrypted -> "(encrypted)";
      case Body.Unreadable unreadable -> "(unreadable: " + unreadable.reason() + ")";
    };
  }
}
