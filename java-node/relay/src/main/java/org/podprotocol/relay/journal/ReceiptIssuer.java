package org.podprotocol.relay.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.Receipt;
import org.podprotocol.protocol.ReceiptBody;
import org.podprotocol.protocol.ReceiptGroup;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.Signer;

/**
 * Makes the receipts of a group, with one signature over their root ({@code docs/protocol.md}
 * section 5), and makes them again later from what the journal keeps of the group.
 */
public final class ReceiptIssuer {
  private final Domain domain;
  private final Address relay;
  private final long mergeDelaySlots;
  private final Signer signer;
  private final LongSupplier slot;

  /**
   * @param relay the Relay account
   * @param mergeDelaySlots slots after acceptance within which a message is anchored
   * @param signer holds the receipt key
   * @param slot the chain's present slot
   */
  public ReceiptIssuer(
      Domain domain, Address relay, long mergeDelaySlots, Signer signer, LongSupplier slot) {
    this.domain = domain;
    this.relay = relay;
    this.mergeDelaySlots = mergeDelaySlots;
    this.signer = signer;
    this.slot = slot;
  }

  Domain domain() {
    return domain;
  }

  /** What a journal is bound to: cluster, program and relay. */
  byte[] owner() {
    byte[] owner = new byte[96];
    domain.genesisHash().copyTo(owner, 0);
    domain.programId().copyTo(owner, 32);
    relay.copyTo(owner, 64);
    return owner;
  }

  /** Receipts of a new group and the group itself, signed. */
  Issued issue(long first, List<Hash> ids, List<Envelope> envelopes, long acceptedAtMs) {
    long acceptedSlot = slot.getAsLong();
    long deadlineSlot = acceptedSlot + mergeDelaySlots;
    var bodies = bodies(first, acceptedSlot, deadlineSlot, acceptedAtMs, ids, envelopes);
    List<Receipt> receipts = ReceiptGroup.sign(bodies, domain, signer);
    Receipt any = receipts.getFirst();
    var group =
        new Group(
            first,
            ids.size(),
            acceptedSlot,
            deadlineSlot,
            acceptedAtMs,
            any.receiptKey(),
            any.signature().toBytes());
    return new Issued(group, receipts);
  }

  /** The receipt of one message of an old group, all of whose messages are given. */
  Receipt reissue(Group group, List<Hash> ids, List<Envelope> envelopes, long index) {
    var bodies =
        bodies(
            group.first(),
            group.acceptedSlot(),
            group.deadlineSlot(),
            group.acceptedAtMs(),
            ids,
            envelopes);
    return ReceiptGroup.sign(bodies, domain, new Recorded(group.receiptKey(), group.signature()))
        .get((int) (index - group.first()));
  }

  private List<ReceiptBody> bodies(
      long first,
      long acceptedSlot,
      long deadlineSlot,
      long acceptedAtMs,
      List<Hash> ids,
      List<Envelope> envelopes) {
    var bodies = new ArrayList<ReceiptBody>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      bodies.add(
          new ReceiptBody(
              relay,
              first + i,
              ids.get(i),
              envelopes.get(i).leafHash(),
              acceptedSlot,
              deadlineSlot,
              acceptedAtMs));
    }
    return bodies;
  }

  record Issued(Group group, List<Receipt> receipts) {}

  /** Gives the signature that the group got when it was new. */
  private record Recorded(Address address, byte[] signature) implements Signer {
    @Override
    public byte[] sign(byte[] message) {
      return signature.clone();
    }
  }
}
