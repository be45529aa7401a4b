package org.podprotocol.anchor.codegen.generate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.podprotocol.anchor.codegen.idl.IdlError;

/** The codes of {@code anchor_lang::error::ErrorCode}. */
final class FrameworkErrors {
  private static final String RESOURCE = "framework-errors.tsv";

  private FrameworkErrors() {}

  static List<IdlError> load() {
    try (InputStream in = FrameworkErrors.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t"))
          .map(cells -> new IdlError(Long.parseLong(cells[0]), cells[1], Optional.of(cells[2])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
