package org.podprotocol.relay.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.podprotocol.relay.anchoring.PublishedLog;

/** /v1/log: checkpoints and hash tiles, in the formats of C2SP tlog-checkpoint and tlog-tiles. */
final class LogRoutes {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final int FULL = 256;
  private static final Map<String, String> IMMUTABLE =
      Map.of("Cache-Control", "public, max-age=31536000, immutable");

  private final PublishedLog log;
  private final Executor files;

  /**
   * @param files for what reads the disk
   */
  LogRoutes(PublishedLog log, Executor files) {
    this.log = log;
    this.files = files;
  }

  void addTo(Router router) {
    router
        .on("GET", "/v1/log", "log", this::about)
        .on("GET", "/v1/log/*/checkpoint", "checkpoint", this::checkpoint)
        .on("GET", "/v1/log/*/tile/*/**", "tile", this::tile);
  }

  private CompletionStage<Response> about(Request request) {
    int epoch = log.epoch();
    return CompletableFuture.completedFuture(
        Response.json(
            200,
            out -> {
              out.writeStartObject();
              out.writeNumberField("epoch", epoch);
              out.writeStringField("verifierKey", log.verifierKey(epoch));
              out.writeEndObject();
            }));
  }

  private CompletionStage<Response> checkpoint(Request request) {
    int epoch = (int) number(request.path().get(2), Integer.MAX_VALUE);
    return read(
        () ->
            log.checkpoint(epoch)
                .map(
                    text ->
                        new Response(200, TEXT, text.getBytes(StandardCharsets.UTF_8), Map.of())));
  }

  private CompletionStage<Response> tile(Request request) {
    List<String> path = request.path();
    int epoch = (int) number(path.get(2), Integer.MAX_VALUE);
    int level = (int) number(path.get(4), 63);
    Tile tile = Tile.parse(path.subList(5, path.size()));
    return read(
        () ->
            log.tile(epoch, level, tile.n, tile.width)
                .map(bytes -> new Response(200, BinaryResults.TYPE, bytes, IMMUTABLE)));
  }

  private CompletionStage<Response> read(Reading reading) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return reading
                .read()
                .orElseThrow(
                    () -> new ProblemException(ProblemType.NOT_FOUND, "The log has no such part."));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        files);
  }

  private static long number(String text, long most) {
    if (text.matches("0|[1-9][0-9]{0,9}") && Long.parseLong(text) <= most) {
      return Long.parseLong(text);
    }
    throw new ProblemException(ProblemType.NOT_FOUND, "The log has no such part.");
  }

  @FunctionalInterface
  private interface Reading {
    Optional<Response> read() throws IOException;
  }

  /**
   * A tile's number as tlog-tiles writes it: three digits a segment, all but the last with an x
   * before them.
   */
  private record Tile(long n, int width) {
    private static final int MOST_SEGMENTS = 4;

    static Tile parse(List<String> segments) {
      int width = FULL;
      List<String> digits = segments;
      if (segments.size() > 1 && segments.get(segments.size() - 2).endsWith(".p")) {
        width = (int) number(segments.getLast(), FULL - 1);
        String last = segments.get(segments.size() - 2);
        digits = new java.util.ArrayList<>(segments.subList(0, segments.size() - 2));
        digits.add(last.substring(0, last.length() - 2));
      }
      if (width == 0 || digits.size() > MOST_SEGMENTS) {
        throw new ProblemException(ProblemType.NOT_FOUND, "The log has no such part.");
      }
      long n = 0;
      for (int i = 0; i < digits.size(); i++) {
        boolean last = i == digits.size() - 1;
        String text = digits.get(i);
        if (!text.matches(last ? "[0-9]{3}" : "x[0-9]{3}")) {
          throw new ProblemException(ProblemType.NOT_FOUND, "The log has no such part.");
        }
        n = n * 1000 + Integer.parseInt(last ? text : text.substring(1));
      }
      return new Tile(n, width);
    }
  }
}
