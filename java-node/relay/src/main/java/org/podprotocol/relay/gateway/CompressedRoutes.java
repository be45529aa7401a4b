package org.podprotocol.relay.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.compressed.CompressedLeaves;
import org.podprotocol.relay.compressed.FoundLeaf;
import org.podprotocol.relay.compressed.LeafMessage;

/** /v1/compressed: leaves of Light's state trees. They are on chain, so anybody may ask. */
final class CompressedRoutes {
  private final Optional<CompressedLeaves> leaves;
  private final Executor files;

  /**
   * @param files for what reads the disk
   */
  CompressedRoutes(Optional<CompressedLeaves> leaves, Executor files) {
    this.leaves = leaves;
    this.files = files;
  }

  void addTo(Router router) {
    router.on("GET", "/v1/compressed/*", "compressed", this::leaf);
  }

  private CompletionStage<Response> leaf(Request request) {
    request.onlyParameters();
    Hash hash = request.hash(2, "A leaf's hash");
    CompressedLeaves followed =
        leaves.orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.NOT_FOUND,
                    "This relay follows none of Light's queues (compressed.queues)."));
    return CompletableFuture.supplyAsync(() -> read(followed, hash), files);
  }

  private static Response read(CompressedLeaves leaves, Hash hash) {
    try {
      FoundLeaf found =
          leaves
              .find(hash)
              .orElseThrow(
                  () ->
                      new ProblemException(
                          ProblemType.NOT_FOUND,
                          "The queues that this relay follows have no such leaf."));
      return Response.json(200, out -> write(found, out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(FoundLeaf leaf, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("hash", leaf.hash().toString());
    out.writeStringField("queue", leaf.queue().toBase58());
    out.writeStringField("tree", leaf.tree().toBase58());
    out.writeNumberField("index", leaf.index());
    out.writeStringField("signature", leaf.signature());
    out.writeNumberField("slot", leaf.slot());
    LeafMessage message = leaf.message();
    if (message != null) {
      out.writeFieldName("message");
      write(message, out);
    }
    out.writeStringField("place", leaf.place().name().toLowerCase(Locale.ROOT));
    out.writeStringField(
        "check",
        switch (leaf.check()) {
          case NONE -> "none";
          case HASH_CHAIN -> "hash-chain";
          case ROOT -> "root";
        });
    out.writeArrayFieldStart("unknown");
    out.writeString("spent");
    out.writeEndArray();
    FoundLeaf.Inclusion inclusion = leaf.inclusion();
    if (inclusion == null) {
      out.writeStringField("noPath", leaf.detail());
    } else {
      out.writeArrayFieldStart("path");
      for (Hash sibling : inclusion.path()) {
        out.writeString(sibling.toString());
      }
      out.writeEndArray();
      out.writeStringField("root", inclusion.root().toString());
      out.writeNumberField("treeSize", inclusion.treeSize());
    }
    out.writeEndObject();
  }

  private static void write(LeafMessage message, JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("sender", message.sender().toString());
    out.writeStringField("recipient", message.recipient().toString());
    out.writeStringField("contentHash", message.contentHash().toString());
    out.writeNumberField("timestamp", message.timestamp());
    out.writeStringField("nonce", Long.toUnsignedString(message.nonce()));
    out.writeNumberField("contentLength", message.contentLength());
    out.writeNumberField("messageType", message.messageType());
    out.writeNumberField("codec", message.codec());
    out.writeNumberField("version", message.version());
    out.writeEndObject();
  }
}
