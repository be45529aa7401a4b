package org.podprotocol.solana.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.StringJoiner;

/** The key file of the Solana CLI: a JSON array of 64 numbers, seed first. */
final class KeypairFile {

  private static final long MAX_FILE_BYTES = 4096;

  private KeypairFile() {}

  static Keypair read(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException(file + " is too large for a key file");
    }
    String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
    if (!text.startsWith("[") || !text.endsWith("]")) {
      throw new IOException(file + " is not a key file: expected a JSON array of 64 numbers");
    }
    String[] numbers = text.substring(1, text.length() - 1).split(",", -1);
    byte[] secretKey = new byte[numbers.length];
    try {
      for (int i = 0; i < numbers.length; i++) {
        int value = Integer.parseInt(numbers[i].strip());
        if (value < 0 || value > 255) {
          throw new IOException(file + " is not a key file: number " + i + " is not a byte");
        }
        secretKey[i] = (byte) value;
      }
      return Keypair.ofSecretKey(secretKey);
    } catch (NumberFormatException e) {
      // Its message would quote a piece of the secret.
      throw new IOException(file + " is not a key file: expected a JSON array of 64 numbers");
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not a key file: " + e.getMessage());
    }
  }

  static void write(Path file, byte[] secretKey) throws IOException {
    StringJoiner array = new StringJoiner(",", "[", "]");
    for (byte b : secretKey) {
      array.add(Integer.toString(Byte.toUnsignedInt(b)));
    }
    FileAttribute<?>[] ownerOnly =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, ownerOnly)) {
      ByteBuffer bytes = ByteBuffer.wrap(array.toString().getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
