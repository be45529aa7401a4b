package org.podprotocol.anchor.codegen.maven;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.podprotocol.anchor.codegen.generate.Generator;

/** Tells whether the same generator would make the same sources again. */
final class Fingerprint {
  private Fingerprint() {}

  /** Of the IDL, the options, and the generator's own code. */
  static String of(byte[] json, String options) throws IOException {
    MessageDigest digest = sha256();
    digest.update(json);
    digest.update(options.getBytes(StandardCharsets.UTF_8));
    addGenerator(digest);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void addGenerator(MessageDigest digest) throws IOException {
    Path code;
    try {
      code = Path.of(Generator.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    if (Files.isRegularFile(code)) {
      addFile(digest, code);
      return;
    }
    try (Stream<Path> walk = Files.walk(code)) {
      List<Path> classes = walk.filter(Files::isRegularFile).sorted().toList();
      for (Path file : classes) {
        addFile(digest, file);
      }
    }
  }

  private static void addFile(MessageDigest digest, Path file) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
