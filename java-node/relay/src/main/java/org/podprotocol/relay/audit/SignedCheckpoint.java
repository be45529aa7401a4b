package org.podprotocol.relay.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.VerificationKey;

/**
 * A checkpoint (C2SP tlog-checkpoint) and the one signature that the log itself put under it.
 *
 * @param text what is signed
 * @param origin the log's name
 * @param size leaves
 * @param root of the tree
 * @param signature Ed25519, 64 bytes
 */
record SignedCheckpoint(String text, String origin, long size, Hash root, byte[] signature) {

  /** Empty if it is not a checkpoint with a signature in its own name. */
  static Optional<SignedCheckpoint> read(String note) {
    int blank = note.indexOf("\n\n");
    if (blank < 0) {
      return Optional.empty();
    }
    String text = note.substring(0, blank + 1);
    String[] lines = text.split("\n");
    if (lines.length < 3) {
      return Optional.empty();
    }
    try {
      Hash root = Hash.of(Base64.getDecoder().decode(lines[2]));
      long size = Long.parseLong(lines[1]);
      for (String line : note.substring(blank + 2).split("\n")) {
        String[] parts = line.split(" ");
        if (parts.length == 3 && parts[0].equals("—") && parts[1].equals(lines[0])) {
          byte[] signed = Base64.getDecoder().decode(parts[2]);
          if (signed.length == 4 + VerificationKey.SIGNATURE_LENGTH) {
            return Optional.of(
                new SignedCheckpoint(
                    text, lines[0], size, root, Arrays.copyOfRange(signed, 4, signed.length)));
          }
        }
      }
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  boolean isSignedBy(VerificationKey key) {
    return key.verifies(text.getBytes(StandardCharsets.UTF_8), signature);
  }
}
