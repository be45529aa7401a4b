package org.podprotocol.relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.podprotocol.relay.config.ConfigException;
import org.podprotocol.relay.config.RelayConfig;
import org.podprotocol.relay.observe.alerts.Rule;
import org.podprotocol.relay.observe.alerts.RuleBook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pod alerts list}: the rules, and how they stand. */
@Command(
    name = "list",
    description = {
      "List the alert rules of a configuration.",
      "If it names an admin port, or --admin-url is given, the relay is asked how they stand."
    },
    mixinStandardHelpOptions = true)
final class AlertsListCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;

  @Mixin private final Output output = new Output();
  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--admin-url",
      paramLabel = "URL",
      description = "The relay's admin listener. Default: as the configuration has it.")
  private @Nullable URI adminUrl;

  @Override
  public Integer call() throws IOException, InterruptedException, ConfigException {
    RelayConfig config = options.readOrFail();
    Optional<URI> admin = admin(config);
    Map<String, JsonNode> standings = admin.isPresent() ? standings(admin.get()) : Map.of();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode rules = json.putArray("rules");
    var lines = new ArrayList<String>();
    for (Rule rule : RuleBook.of(config.alerts())) {
      JsonNode standing = standings.get(rule.name());
      ObjectNode one =
          rules
              .addObject()
              .put("alert", rule.name())
              .put("severity", rule.severity().text())
              .put("rule", rule.text())
              .put("summary", rule.summary());
      if (standing != null) {
        one.set("state", standing.get("state"));
        one.set("value", standing.get("value"));
      }
      lines.add(line(rule, standing));
    }
    output.result(json, lines.toArray(String[]::new));
    return ExitCode.OK;
  }

  private static String line(Rule rule, @Nullable JsonNode standing) {
    String state =
        standing == null
            ? ""
            : "%-9s %-12s "
                .formatted(standing.get("state").asText(), standing.path("value").asText("-"));
    return "%-19s %-9s %s%s".formatted(rule.name(), rule.severity().text(), state, rule.text());
  }

  private Optional<URI> admin(RelayConfig config) {
    if (adminUrl != null) {
      return Optional.of(adminUrl);
    }
    return config.listen().adminPort() > 0
        ? Optional.of(
            URI.create(
                "http://" + config.listen().adminAddress() + ":" + config.listen().adminPort()))
        : Optional.empty();
  }

  private static Map<String, JsonNode> standings(URI admin)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(admin.resolve("/admin/alerts")).timeout(TIMEOUT).build(),
              BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        throw CommandFault.failed(
            admin + " answers HTTP " + answer.statusCode() + "; is it the admin listener?");
      }
      var standings = new HashMap<String, JsonNode>();
      new ObjectMapper()
          .readTree(answer.body())
          .path("rules")
          .forEach(one -> standings.put(one.get("alert").asText(), one));
      return standings;
    }
  }
}
