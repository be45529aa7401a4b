package org.podprotocol.relay.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.anchoring.ChainProof;
import org.podprotocol.relay.chain.LogSnapshot;
import org.podprotocol.relay.journal.CommitRecord;
import org.podprotocol.relay.journal.Journal;
import org.podprotocol.relay.journal.StoredMessage;

/**
 * /admin: what became of a message, its proof, and the latest commits, for the operator. Envelopes
 * are shown, contents never.
 */
final class OperatorRoutes {
  private static final int MOST_COMMITS = 100;

  private final Services services;
  private final AdminHost host;
  private final Executor files;

  /**
   * @param files for what reads the disk
   */
  OperatorRoutes(Services services, AdminHost host, Executor files) {
    this.services = services;
    this.host = host;
    this.files = files;
  }

  void addTo(Router router) {
    router
        .on("GET", "/admin/messages/*", "admin-message", host.guarding(this::message))
        .on("GET", "/admin/messages/*/proof", "admin-proof", host.guarding(this::proof))
        .on("GET", "/admin/commits", "admin-commits", host.guarding(this::commits));
  }

  private CompletionStage<Response> message(Request request) {
    request.onlyParameters();
    Journal journal = services.journal();
    return find(request)
        .thenCompose(
            found ->
                journal
                    .deliveredUpTo(found.envelope().recipient())
                    .thenApply(delivered -> message(found, delivered >= found.seq())));
  }

  private Response message(StoredMessage found, boolean delivered) {
    Envelope envelope = found.envelope();
    return Response.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("id", found.id().toString());
          out.writeNumberField("index", found.index());
          out.writeNumberField("seq", found.seq());
          out.writeStringField("state", MessageJson.state(services.journal(), found.index()));
          out.writeBooleanField("delivered", delivered);
          out.writeNumberField("acceptedAtMs", found.acceptedAtMs());
          out.writeStringField("sender", envelope.sender().toString());
          out.writeStringField("recipient", envelope.recipient().toString());
          out.writeNumberField("messageType", envelope.messageType());
          out.writeBooleanField("encrypted", envelope.isEncrypted());
          out.writeNumberField("contentLength", envelope.contentLength());
          out.writeEndObject();
        });
  }

  private CompletionStage<Response> proof(Request request) {
    request.onlyParameters();
    return find(request)
        .thenCompose(
            message ->
                services
                    .chainProofs()
                    .proof(message.index())
                    .thenApply(
                        found ->
                            found
                                .map(proof -> proof(message, proof))
                                .orElseGet(OperatorRoutes::notAnchored)));
  }

  private static Response notAnchored() {
    return Response.of(
        Problem.of(
            ProblemType.NOT_ANCHORED,
            "The message is accepted; the log on chain does not have it yet."));
  }

  private Response proof(StoredMessage message, ChainProof checked) {
    HexFormat hex = HexFormat.of();
    return Response.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField(
              "genesisHash", hex.formatHex(services.identity().genesisHash().toByteArray()));
          out.writeStringField(
              "program", hex.formatHex(services.identity().programId().toByteArray()));
          ProofJson.write(message, checked.proof(), out);
          explorer(out);
          out.writeStringField("chainProblem", checked.problem());
          out.writeFieldName("chain");
          if (checked.account().isEmpty()) {
            out.writeNull();
          } else {
            LogSnapshot account = checked.account().get();
            out.writeStartObject();
            out.writeNumberField("size", account.size());
            out.writeNumberField("slot", account.contextSlot());
            ProofJson.writeHashes("peaks", account.peaks(), out);
            out.writeEndObject();
          }
          out.writeEndObject();
        });
  }

  private void explorer(JsonGenerator out) throws IOException {
    Optional<String> url = services.explorer().url();
    if (url.isPresent()) {
      out.writeStringField("explorer", url.get());
    } else {
      out.writeNullField("explorer");
    }
  }

  private CompletionStage<Response> commits(Request request) {
    request.onlyParameters("limit");
    int limit = (int) request.number("limit", 20, 1, MOST_COMMITS);
    return CompletableFuture.supplyAsync(() -> commits(limit), files);
  }

  private Response commits(int limit) {
    Journal journal = services.journal();
    List<CommitRecord> latest = new ArrayList<>();
    long before = journal.anchoredSize();
    while (latest.size() < limit && before > 0) {
      Optional<CommitRecord> commit = journal.commitCovering(before - 1);
      if (commit.isEmpty()) {
        break;
      }
      latest.add(commit.get());
      before = commit.get().start();
    }
    return Response.json(
        200,
        out -> {
          out.writeStartObject();
          explorer(out);
          out.writeArrayFieldStart("commits");
          for (CommitRecord commit : latest) {
            out.writeStartObject();
            out.writeNumberField("start", commit.start());
            out.writeNumberField("end", commit.end());
            out.writeStringField("signature", commit.signature());
            out.writeNumberField("slot", commit.slot());
            out.writeStringField("state", MessageJson.state(journal, commit.end() - 1));
            out.writeEndObject();
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private CompletionStage<StoredMessage> find(Request request) {
    Hash id = request.hash(2, "A message id");
    return services
        .journal()
        .find(id)
        .thenApply(
            found ->
                found.orElseThrow(
                    () ->
                        new ProblemException(
                            ProblemType.NOT_FOUND, "This relay has no message with this id.")));
  }
}
