package org.podprotocol.relay.anchoring;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.podprotocol.relay.chain.ReceiptSigner;
import org.podprotocol.relay.chain.RelayIdentity;

/**
 * Writes checkpoints: signed notes (C2SP signed-note, Ed25519) by the relay's receipt key. A note
 * is text, so it can neither be a receipt, whose signed bytes begin with 0xFF, nor a transaction.
 */
public final class CheckpointSigner {

  private static final byte ED25519 = 1;

  private final RelayIdentity identity;
  private final ReceiptSigner signer;

  public CheckpointSigner(RelayIdentity identity, ReceiptSigner signer) {
    this.identity = identity;
    this.signer = signer;
  }

  /** Name of an epoch's log, the first line of its checkpoints. */
  public String origin(int epoch) {
    return "podprotocol.org/" + identity.relay().toBase58() + "/" + epoch;
  }

  /** A checkpoint of a tree. */
  String checkpoint(int epoch, long size, byte[] root) {
    String origin = origin(epoch);
    Base64.Encoder base64 = Base64.getEncoder();
    String text = origin + "\n" + size + "\n" + base64.encodeToString(root) + "\n";
    byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
    var line = new ByteArrayOutputStream();
    line.writeBytes(keyId(origin));
    line.writeBytes(signature);
    return text + "\n— " + origin + " " + base64.encodeToString(line.toByteArray()) + "\n";
  }

  String verifierKey(int epoch) {
    String origin = origin(epoch);
    return origin
        + "+"
        + HexFormat.of().formatHex(keyId(origin))
        + "+"
        + Base64.getEncoder().encodeToString(typedKey());
  }

  private byte[] keyId(String name) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(sha256.digest(typedKey()), 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private byte[] typedKey() {
    byte[] typed = new byte[33];
    typed[0] = ED25519;
    System.arraycopy(identity.receiptKey().toByteArray(), 0, typed, 1, 32);
    return typed;
  }
}
