package org.podprotocol.protocol;

import java.util.ArrayList;
import java.util.List;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.Signature;
import org.podprotocol.protocol.crypto.Signer;
import org.podprotocol.protocol.tree.InclusionPath;
import org.podprotocol.protocol.tree.TreeInMemory;

/** The receipts of one group commit, signed at once. */
public final class ReceiptGroup {
  private ReceiptGroup() {}

  /**
   * Signs the bodies with one signature.
   *
   * @param bodies of one relay, at least one
   * @return one receipt for each body, in the same order
   */
  public static List<Receipt> sign(List<ReceiptBody> bodies, Domain domain, Signer receiptKey) {
    Address relay = bodies.get(0).relay();
    TreeInMemory tree = new TreeInMemory();
    for (ReceiptBody body : bodies) {
      if (!body.relay().equals(relay)) {
        throw new IllegalArgumentException("receipts of two relays in one group");
      }
      tree.append(body.groupLeafHash());
    }
    Hash root = tree.root();
    byte[] signed =
        domain.signedBytes(Tag.RECEIPTS, Receipt.signedBody(relay, bodies.size(), root));
    Signature signature = Signature.of(receiptKey.sign(signed));
    List<Receipt> receipts = new ArrayList<>(bodies.size());
    for (int i = 0; i < bodies.size(); i++) {
      receipts.add(
          new Receipt(
              bodies.get(i),
              i,
              bodies.size(),
              InclusionPath.toRoot(i, bodies.size(), tree),
              receiptKey.address(),
              signature));
    }
    return List.copyOf(receipts);
  }
}
