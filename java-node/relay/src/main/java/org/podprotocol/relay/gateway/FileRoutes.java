package org.podprotocol.relay.gateway;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.ProtocolException;
import org.podprotocol.relay.content.Cid;
import org.podprotocol.relay.content.ContentTooLargeException;
import org.podprotocol.relay.content.FileShelf;
import org.podprotocol.relay.content.FileShelf.Shelved;
import org.podprotocol.relay.content.QueueFullException;
import org.podprotocol.relay.content.QuotaExceededException;
import org.podprotocol.relay.content.UnexpectedCidException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** /v1/content: keeping and reading files. */
final class FileRoutes {
  private static final Logger log = LoggerFactory.getLogger(FileRoutes.class);
  private static final String PATH = "/v1/content";
  private static final List<String> OF_A_FILE = List.of("GET", "HEAD", "PUT", "DELETE");

  private final FileShelf files;
  private final Logins logins;
  private final Semaphore transfers;

  /**
   * @param transfers most files on their way at once
   */
  FileRoutes(FileShelf files, Logins logins, int transfers) {
    this.files = files;
    this.logins = logins;
    this.transfers = new Semaphore(transfers);
  }

  boolean takes(HttpRequest http) {
    String uri = http.uri();
    return http.decoderResult().isSuccess()
        && uri.startsWith(PATH)
        && (uri.length() == PATH.length() || "/?".indexOf(uri.charAt(PATH.length())) >= 0)
        && !http.method().equals(HttpMethod.OPTIONS);
  }

  /** Begins to deal with a request; false if too many are on their way. */
  boolean start(FileTransfers.Transfer transfer, String client) {
    if (!transfers.tryAcquire()) {
      return false;
    }
    Thread.ofVirtual()
        .name("file-transfer")
        .start(
            () -> {
              try {
                serve(transfer, client);
              } finally {
                transfers.release();
              }
            });
    return true;
  }

  private void serve(FileTransfers.Transfer transfer, String client) {
    try {
      Request request = request(transfer, client);
      List<String> allowed = request.path().size() == 2 ? List.of("POST") : OF_A_FILE;
      if (!allowed.contains(request.method())) {
        String names = String.join(", ", allowed);
        transfer.answer(
            Response.of(Problem.of(ProblemType.METHOD_NOT_ALLOWED, "Possible here: " + names + "."))
                .with(Map.of("Allow", names)));
        return;
      }
      if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
        login(request);
      }
      switch (request.method()) {
        case "GET", "HEAD" -> read(transfer, request);
        case "PUT" -> keep(transfer, request, cid(request));
        case "POST" -> keep(transfer, request, null);
        case "DELETE" -> remove(transfer, request);
        default -> throw new IllegalStateException("refused above");
      }
    } catch (ProblemException e) {
      transfer.answer(Response.of(e.problem()));
    } catch (IOException | RuntimeException e) {
      transfer.answer(Response.of(problem(e, transfer.requestId)));
    }
  }

  private static Request request(FileTransfers.Transfer transfer, String client) {
    Map<String, String> query = new HashMap<>();
    List<String> path;
    try {
      var decoder = new QueryStringDecoder(transfer.http.uri());
      decoder.parameters().forEach((name, values) -> query.put(name, values.getFirst()));
      path = Arrays.asList(decoder.path().substring(1).split("/", -1));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemType.MALFORMED, "The address can't be decoded.");
    }
    return new Request(
        transfer.requestId,
        transfer.http.method().name(),
        path,
        query,
        transfer.http.headers(),
        new byte[0],
        client);
  }

  private static Cid cid(Request request) {
    if (request.path().size() != 3) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "Files are at /v1/content/CID; POST /v1/content makes one.");
    }
    try {
      return Cid.parse(request.path().get(2));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(ProblemType.MALFORMED, "The CID is " + e.getMessage() + ".");
    }
  }

  private Session login(Request request) {
    return logins
        .of(request)
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.UNAUTHORIZED,
                    "Log in to keep files, and send Authorization: Bearer TOKEN."));
  }

  private void keep(FileTransfers.Transfer transfer, Request request, @Nullable Cid expected)
      throws IOException {
    request.onlyParameters("publish", "readers");
    if (expected == null && request.path().size() != 2) {
      throw new ProblemException(
          ProblemType.METHOD_NOT_ALLOWED, "PUT keeps a file under a known CID.");
    }
    Session session = login(request);
    boolean publish = publish(request);
    List<Address> readers = readers(request);
    transfer.expectBody();
    Shelved kept = files.keep(transfer.body, session.agent(), readers, publish, expected);
    transfer.answer(Response.json(201, out -> describe(kept, out)));
  }

  private static boolean publish(Request request) {
    return switch (request.query().getOrDefault("publish", "false").toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new ProblemException(
              ProblemType.MALFORMED, "The parameter publish is true or false.");
    };
  }

  private static List<Address> readers(Request request) {
    var readers = new ArrayList<Address>();
    String given = request.query().getOrDefault("readers", "");
    for (String reader : given.isEmpty() ? new String[0] : given.split(",", -1)) {
      try {
        readers.add(Address.parse(reader));
      } catch (ProtocolException e) {
        throw new ProblemException(
            ProblemType.MALFORMED, "A reader is not an address: " + Json.shown(reader) + ".");
      }
    }
    if (readers.size() > FileShelf.MAX_READERS) {
      throw new ProblemException(
          ProblemType.MALFORMED, "A file has at most " + FileShelf.MAX_READERS + " readers.");
    }
    return readers;
  }

  private static void describe(Shelved file, com.fasterxml.jackson.core.JsonGenerator out)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("cid", file.root().toString());
    out.writeNumberField("size", file.size());
    out.writeBooleanField("published", file.published());
    MessageJson.writePlace(file.upload(), out);
    out.writeEndObject();
  }

  private void read(FileTransfers.Transfer transfer, Request request) throws IOException {
    request.onlyParameters();
    Cid cid = cid(request);
    Optional<Session> session = logins.of(request);
    Shelved file = readable(cid, session);
    String tag = "\"" + cid + "\"";
    var headers = headers(file, tag);
    if (tag.equals(request.header("If-None-Match"))) {
      transfer.answer(new Response(304, "application/octet-stream", new byte[0], headers));
      return;
    }
    Optional<ByteRange> range = ByteRange.of(request.header("Range"), file.size());
    if (range.isEmpty()) {
      headers.put("Content-Range", "bytes */" + file.size());
      transfer.answer(new Response(416, "application/octet-stream", new byte[0], headers));
      return;
    }
    send(transfer, request, file, range.get(), headers);
  }

  private void send(
      FileTransfers.Transfer transfer,
      Request request,
      Shelved file,
      ByteRange range,
      Map<String, String> headers)
      throws IOException {
    int status = range.isWhole(file.size()) ? 200 : 206;
    if (status == 206) {
      headers.put("Content-Range", range.contentRange(file.size()));
    }
    headers.put("Content-Type", "application/octet-stream");
    OutputStream out = transfer.begin(status, range.length(), headers);
    try {
      if (!request.method().equals("HEAD") && range.length() > 0) {
        files.copy(file, range.from(), range.length(), out);
      }
      transfer.finish(status);
    } catch (IOException e) {
      log.warn("File {} was not sent whole: {}", file.root(), e.getMessage());
      transfer.abort();
    }
  }

  private static Map<String, String> headers(Shelved file, String tag) {
    var headers = new HashMap<String, String>();
    headers.put("ETag", tag);
    headers.put("Accept-Ranges", "bytes");
    headers.put("Content-Disposition", "attachment");
    headers.put("X-Pod-Place", file.upload().place().name().toLowerCase(Locale.ROOT));
    headers.put(
        "Cache-Control",
        file.published() ? "public, max-age=31536000, immutable" : "private, no-store");
    return headers;
  }

  /** The file, if this reader may have it; others can't tell whether it is here. */
  private Shelved readable(Cid cid, Optional<Session> session) throws IOException {
    Optional<Shelved> file = files.find(cid);
    Address reader = session.map(Session::agent).orElse(null);
    if (file.isPresent() && files.mayRead(file.get(), reader)) {
      return file.get();
    }
    throw session.isPresent()
        ? new ProblemException(ProblemType.NOT_FOUND, "There is no such file for you here.")
        : new ProblemException(
            ProblemType.UNAUTHORIZED,
            "No published file has this CID. For one kept for you, log in.");
  }

  private void remove(FileTransfers.Transfer transfer, Request request) throws IOException {
    request.onlyParameters();
    Cid cid = cid(request);
    if (!files.remove(cid, login(request).agent())) {
      throw new ProblemException(ProblemType.NOT_FOUND, "You keep no such file here.");
    }
    transfer.answer(new Response(204, "application/json", new byte[0], Map.of()));
  }

  private static Problem problem(Exception failure, String requestId) {
    String message = String.valueOf(failure.getMessage());
    String sentence = Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
    return switch (failure) {
      case ContentTooLargeException e -> Problem.of(ProblemType.CONTENT_TOO_LARGE, sentence);
      case UnexpectedCidException e -> Problem.of(ProblemType.CONTENT_MISMATCH, sentence);
      case QuotaExceededException e -> Problem.of(ProblemType.QUOTA_EXCEEDED, sentence);
      case QueueFullException e ->
          Problem.later(ProblemType.OVERLOADED, sentence, Duration.ofSeconds(5));
      case SocketTimeoutException e -> Problem.of(ProblemType.MALFORMED, sentence);
      case IOException e -> {
        log.warn("Content: {}", e.getMessage());
        yield Problem.later(ProblemType.STORAGE_UNAVAILABLE, sentence, Duration.ofSeconds(30));
      }
      default -> Problems.of(failure, requestId);
    };
  }
}
