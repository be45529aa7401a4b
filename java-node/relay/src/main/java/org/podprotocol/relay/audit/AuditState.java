package org.podprotocol.relay.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.tree.Frontier;

/**
 * How far an audit has come: later ones go on from there, and see if what was there has changed.
 *
 * @param relay Relay account, base58
 * @param epoch epoch of the log
 * @param frontier the log's tree
 * @param lastCommit signature of the last commit taken in, base58; null: none
 */
public record AuditState(String relay, int epoch, Frontier frontier, @Nullable String lastCommit) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Before anything is audited. */
  static AuditState begin(String relay, int epoch) {
    return new AuditState(relay, epoch, new Frontier(), null);
  }

  /**
   * @throws IOException if the file is not such a state
   */
  public static AuditState read(Path file) throws IOException {
    JsonNode node = JSON.readTree(file.toFile());
    try {
      byte[] encoded = HexFormat.of().parseHex(node.required("frontier").textValue());
      if (encoded.length != Frontier.ENCODED_LENGTH) {
        throw new IllegalArgumentException("a frontier of " + encoded.length + " bytes");
      }
      JsonNode last = node.required("lastCommit");
      return new AuditState(
          node.required("relay").textValue(),
          node.required("epoch").intValue(),
          Frontier.of(node.required("size").longValue(), encoded, 0),
          last.isNull() ? null : last.textValue());
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not the state of an audit: " + e.getMessage(), e);
    }
  }

  /** Replaces the file. */
  public void write(Path file) throws IOException {
    ObjectNode node =
        JSON.createObjectNode()
            .put("relay", relay)
            .put("epoch", epoch)
            .put("size", frontier.size())
            .put("frontier", HexFormat.of().formatHex(frontier.toBytes()))
            .put("lastCommit", lastCommit);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    JSON.writeValue(next.toFile(), node);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
