package org.podprotocol.relay.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Files that come with the relay. Each is read when it is asked for: that is so seldom that keeping
 * it would be a waste.
 *
 * @param reads for what reads the disk
 */
record PackagedFiles(Executor reads) {

  /**
   * Answers with a file.
   *
   * @param name its path beside this class
   */
  CompletionStage<Response> answer(String name, String type, Map<String, String> headers) {
    return CompletableFuture.supplyAsync(() -> new Response(200, type, read(name), headers), reads);
  }

  private static byte[] read(String name) {
    try (InputStream in = PackagedFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not packaged");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
