package org.podprotocol.relay.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.HexFormat;
import org.podprotocol.relay.anchoring.InclusionProof;
import org.podprotocol.relay.journal.StoredMessage;

/** What every JSON form of an inclusion proof has. */
final class ProofJson {
  private static final HexFormat HEX = HexFormat.of();

  private ProofJson() {}

  /** Members of the object that is open. */
  static void write(StoredMessage message, InclusionProof proof, JsonGenerator out)
      throws IOException {
    out.writeNumberField("epoch", proof.epoch());
    out.writeStringField("logAddress", proof.log().toBase58());
    out.writeNumberField("epochIndex", proof.epochIndex());
    out.writeStringField("leaf", HEX.formatHex(message.envelope().toBytes()));
    writeHashes("path", proof.path(), out);
    out.writeNumberField("treeSize", proof.treeSize());
    out.writeStringField("peak", HEX.formatHex(proof.peak()));
    out.writeStringField("commitSignature", proof.commitSignature());
    out.writeNumberField("slot", proof.slot());
  }

  static void writeHashes(String name, Iterable<byte[]> hashes, JsonGenerator out)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (byte[] hash : hashes) {
      out.writeString(HEX.formatHex(hash));
    }
    out.writeEndArray();
  }
}
