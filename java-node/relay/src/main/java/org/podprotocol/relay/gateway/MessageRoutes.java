package org.podprotocol.relay.gateway;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.json.ReceiptJson;
import org.podprotocol.relay.admission.Admission;
import org.podprotocol.relay.admission.Admitted;
import org.podprotocol.relay.anchoring.InclusionProof;
import org.podprotocol.relay.anchoring.ProofSource;
import org.podprotocol.relay.chain.RelayIdentity;
import org.podprotocol.relay.content.Content;
import org.podprotocol.relay.content.UploadState;
import org.podprotocol.relay.journal.Journal;
import org.podprotocol.relay.journal.StoredMessage;

/** /v1/messages: sending, and reading one message and its proof. */
final class MessageRoutes {
  private static final String RETRY_PROOF_SECONDS = "1";

  private final Admission admission;
  private final Journal journal;
  private final Content content;
  private final ProofSource proofs;
  private final RelayIdentity identity;
  private final Access access;
  private final Logins logins;

  MessageRoutes(Services services, Access access, Logins logins) {
    this.admission = services.admission();
    this.journal = services.journal();
    this.content = services.content();
    this.proofs = services.proofs();
    this.identity = services.identity();
    this.access = access;
    this.logins = logins;
  }

  void addTo(Router router) {
    router
        .on("POST", "/v1/messages", "send", this::send)
        .on("GET", "/v1/messages/*", "message", this::read)
        .on("GET", "/v1/messages/*/proof", "proof", this::proof);
  }

  private CompletionStage<Response> send(Request request) {
    request.onlyParameters();
    String type = mediaType(request.header("Content-Type"));
    if (type.equals(BinaryResults.TYPE)) {
      return AdmitAll.run(admission, MessageBody.binary(request.body(), 0))
          .thenApply(
              results ->
                  new Response(
                      200,
                      BinaryResults.TYPE,
                      BinaryResults.of(new byte[0], results, true),
                      Map.of()));
    }
    if (!type.equals(Json.TYPE)) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type is neither application/json nor application/octet-stream.");
    }
    MessageBody.Parsed parsed = MessageBody.json(request.body());
    CompletionStage<List<Admitted>> results = AdmitAll.run(admission, parsed.messages());
    return results.thenCompose(
        all ->
            places(all)
                .thenApply(
                    places ->
                        parsed.many()
                            ? many(all, places)
                            : one(all.getFirst(), places.getFirst())));
  }

  /** Where the content of each is; local for what was refused. */
  private CompletionStage<List<UploadState>> places(List<Admitted> results) {
    List<CompletableFuture<UploadState>> places =
        results.stream().map(this::place).map(CompletionStage::toCompletableFuture).toList();
    return CompletableFuture.allOf(places.toArray(CompletableFuture[]::new))
        .thenApply(done -> places.stream().map(CompletableFuture::join).toList());
  }

  private CompletionStage<UploadState> place(Admitted result) {
    return switch (result) {
      case Admitted.Stored stored -> content.ofMessage(stored.message());
      case Admitted.Refused refused -> CompletableFuture.completedFuture(UploadState.LOCAL);
    };
  }

  private Response one(Admitted result, UploadState place) {
    return switch (result) {
      case Admitted.Stored stored ->
          Response.json(
              stored.duplicate() ? 200 : 202,
              out -> MessageJson.writeResult(stored, place, journal, out));
      case Admitted.Refused refused -> Response.of(Problem.of(refused));
    };
  }

  private Response many(List<Admitted> results, List<UploadState> places) {
    return Response.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeArrayFieldStart("results");
          for (int i = 0; i < results.size(); i++) {
            MessageJson.writeResult(results.get(i), places.get(i), journal, out);
          }
          out.writeEndArray();
          out.writeEndObject();
        });
  }

  private CompletionStage<Response> read(Request request) {
    request.onlyParameters();
    return readable(request).thenCompose(this::describe);
  }

  private CompletionStage<Response> describe(StoredMessage message) {
    return journal
        .receipt(message.index())
        .thenCombine(
            journal.deliveredUpTo(message.envelope().recipient()),
            (receipt, delivered) -> new Whereabouts(receipt, delivered >= message.seq(), null))
        .thenCombine(
            journal.acknowledgement(message),
            (about, ack) ->
                new Whereabouts(
                    about.receipt, about.delivered, ack.map(StoredMessage::id).orElse(null)))
        .thenCombine(
            content.ofMessage(message),
            (about, place) ->
                Response.json(
                    200,
                    out -> {
                      out.writeStartObject();
                      out.writeStringField("state", MessageJson.state(journal, message.index()));
                      out.writeBooleanField("delivered", about.delivered);
                      if (about.acknowledgedBy != null) {
                        out.writeStringField("acknowledgedBy", about.acknowledgedBy.toString());
                      }
                      MessageJson.writePlace(place, out);
                      MessageJson.writeMessage(message, out);
                      out.writeFieldName("receipt");
                      ReceiptJson.write(about.receipt, out);
                      out.writeEndObject();
                    }));
  }

  private record Whereabouts(Receipt receipt, boolean delivered, @Nullable Hash acknowledgedBy) {}

  private CompletionStage<Response> proof(Request request) {
    request.onlyParameters();
    return readable(request)
        .thenCompose(
            message -> {
              if (message.index() >= journal.anchoredSize()) {
                return notAnchored();
              }
              return proofs
                  .proof(message.index())
                  .thenCompose(
                      found ->
                          found.isEmpty()
                              ? notAnchored()
                              : CompletableFuture.completedFuture(proof(message, found.get())));
            });
  }

  private static CompletionStage<Response> notAnchored() {
    return CompletableFuture.completedFuture(
        Response.of(
                Problem.of(
                    ProblemType.NOT_ANCHORED, "The message is accepted and waits for a commit."))
            .with(Map.of("Retry-After", RETRY_PROOF_SECONDS)));
  }

  private Response proof(StoredMessage message, InclusionProof proof) {
    return Response.json(
        200,
        out -> {
          out.writeStartObject();
          out.writeStringField("id", message.id().toString());
          out.writeStringField("relay", identity.relay().toBase58());
          out.writeNumberField("index", proof.index());
          out.writeStringField("leafHash", HexFormat.of().formatHex(proof.leafHash()));
          ProofJson.write(message, proof, out);
          out.writeStringField("state", proof.finalized() ? "finalized" : "anchored");
          out.writeEndObject();
        });
  }

  /** The message the path names, if the request may read it. */
  private CompletionStage<StoredMessage> readable(Request request) {
    Hash id = request.hash(2, "A message id");
    Optional<Session> session = logins.of(request);
    return journal
        .find(id)
        .thenCompose(
            found -> {
              StoredMessage message =
                  found.orElseThrow(
                      () ->
                          new ProblemException(
                              ProblemType.NOT_FOUND, "This relay has no message with this id."));
              return access.toMessage(session, message).thenApply(allowed -> message);
            });
  }

  private static String mediaType(@Nullable String header) {
    if (header == null) {
      return "";
    }
    int semicolon = header.indexOf(';');
    return (semicolon < 0 ? header : header.substring(0, semicolon))
        .strip()
        .toLowerCase(java.util.Locale.ROOT);
  }
}
