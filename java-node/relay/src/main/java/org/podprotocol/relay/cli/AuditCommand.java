package org.podprotocol.relay.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.protocol.json.ReceiptJson;
import org.podprotocol.relay.audit.AuditReport;
import org.podprotocol.relay.audit.AuditState;
import org.podprotocol.relay.audit.Auditor;
import org.podprotocol.relay.audit.Finding;
import org.podprotocol.relay.audit.HttpTiles;
import org.podprotocol.relay.chain.LogReader;
import org.podprotocol.relay.chain.RelayAccount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pod audit}: a relay held to the chain and to its receipts. */
@Command(
    name = "audit",
    description = {
      "Check a relay from outside.",
      "Replays the commits of its log on chain, compares the hashes that the relay publishes, and holds it to receipts.",
      "Everything is read as finalized. Ends with 5 if something is found; --json has the evidence."
    },
    mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private final Output output = new Output();
  @Mixin private final ChainOptions chain = new ChainOptions();

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Where the relay is asked (default: what its account says).")
  private @Nullable URI endpoint;

  @Option(
      names = "--receipt",
      paramLabel = "FILE",
      description =
          "A receipt to hold it to, as the relay gave it: a JSON receipt, an answer that has one, or an array of"
              + " them. May be repeated.")
  private List<Path> receipts = List.of();

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description =
          "Go on from the audit that wrote this file, and write it anew. It must not be lost: it shows whether the"
              + " log was rewritten since.")
  private @Nullable Path state;

  @Option(names = "--follow", description = "Audit again and again until something is found.")
  private boolean follow;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "Time between audits with --follow (default ${DEFAULT-VALUE}).")
  private int intervalSeconds;

  @Parameters(paramLabel = "RELAY", description = "The Relay account.")
  @SuppressWarnings("NullAway.Init")
  private String relay;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Receipt> promises = new ArrayList<>();
    for (Path file : receipts) {
      promises.addAll(read(file));
    }
    if (intervalSeconds < 1) {
      throw CommandFault.usage("--interval must be at least 1");
    }
    PublicKey address = address();
    AuditState before = state != null && Files.exists(state) ? AuditState.read(state) : null;
    if (before != null && !before.relay().equals(address.toBase58())) {
      throw CommandFault.usage(state + " is the state of another relay: " + before.relay());
    }
    try (ChainSession session = chain.connect()) {
      var reader = new LogReader(session.rpc(), chain.program());
      RelayAccount account = account(reader, address);
      URI where = endpoint != null ? endpoint : URI.create(account.endpoint());
      try (var tiles = new HttpTiles(where)) {
        var auditor = new Auditor(reader, tiles, chain.program());
        while (true) {
          AuditReport report = auditor.audit(account, before, promises);
          print(report);
          if (!report.clean()) {
            return ExitCode.NOT_VERIFIED;
          }
          before = report.state();
          if (state != null) {
            before.write(state);
          }
          if (!follow) {
            return ExitCode.OK;
          }
          TimeUnit.SECONDS.sleep(intervalSeconds);
          account = account(reader, address);
        }
      }
    }
  }

  private static RelayAccount account(LogReader reader, PublicKey address) {
    return reader
        .relay(address)
        .orElseThrow(
            () -> CommandFault.refused("not-found", "there is no Relay account at " + address));
  }

  private PublicKey address() {
    try {
      return new PublicKey(relay);
    } catch (IllegalArgumentException e) {
      throw CommandFault.usage("\"" + relay + "\" is no address");
    }
  }

  private static List<Receipt> read(Path file) throws IOException {
    JsonNode root = JSON.readTree(file.toFile());
    var found = new ArrayList<Receipt>();
    for (JsonNode node : root.isArray() ? root : List.of(root)) {
      JsonNode receipt = node.has("receipt") ? node.get("receipt") : node;
      try {
        found.add(ReceiptJson.read(JSON.treeAsTokens(receipt)));
      } catch (ProtocolException e) {
        throw CommandFault.usage(file + " holds something that is no receipt: " + e.getMessage());
      }
    }
    return found;
  }

  private void print(AuditReport report) {
    ObjectNode object =
        JSON.createObjectNode()
            .put("relay", report.state().relay())
            .put("epoch", report.state().epoch())
            .put("size", report.state().frontier().size())
            .put("root", report.state().frontier().root().toString())
            .put("commits", report.commits())
            .put("leaves", report.leaves())
            .put("receiptsKept", report.receiptsKept())
            .put("receiptsPending", report.receiptsPending());
    ArrayNode findings = object.putArray("findings");
    var lines = new ArrayList<String>();
    lines.add(
        "epoch %d: %d messages; %d commits and %d leaves new; receipts kept %d, pending %d"
            .formatted(
                report.state().epoch(),
                report.state().frontier().size(),
                report.commits(),
                report.leaves(),
                report.receiptsKept(),
                report.receiptsPending()));
    for (Finding finding : report.findings()) {
      findings
          .addObject()
          .put("kind", finding.kind().wire())
          .put("proves", finding.kind().proves())
          .put("detail", finding.detail())
          .set("evidence", JSON.valueToTree(finding.evidence()));
      lines.add(finding.kind().wire() + ": " + finding.detail());
    }
    if (report.clean()) {
      lines.add("nothing found");
    }
    output.result(object, lines.toArray(String[]::new));
  }
}
