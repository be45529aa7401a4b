package org.podprotocol.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.podprotocol.protocol.Samples.DOMAIN;
import static org.podprotocol.protocol.Samples.KEY;
import static org.podprotocol.protocol.Samples.address;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.podprotocol.client.AnchorCheck.Verdict;
import org.podprotocol.client.chain.LogState;
import org.podprotocol.client.relay.AnchorProof;
import org.podprotocol.client.relay.MessageState;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.Samples;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.Signature;
import org.podprotocol.protocol.tree.Frontier;
import org.podprotocol.protocol.tree.InclusionPath;
import org.podprotocol.protocol.tree.TreeInMemory;

class AnchorCheckTest {
  private static final int SIZE = 23;
  private static final long FIRST = 1000;

  private final List<Envelope> envelopes = new ArrayList<>();
  private final TreeInMemory tree = new TreeInMemory();

  AnchorCheckTest() {
    for (int i = 0; i < SIZE; i++) {
      Envelope envelope = Samples.text().nonce(i).sign(DOMAIN, KEY);
      envelopes.add(envelope);
      tree.append(envelope.leafHash());
    }
  }

  private LogState log(long size, boolean sealed) {
    Frontier frontier =
        sealed ? Frontier.of(size, new byte[Frontier.ENCODED_LENGTH], 0) : Frontier.of(size, tree);
    Hash root = sealed ? Frontier.of(size, tree).root() : Hash.ZERO;
    return new LogState(address(9), address(6), 2, FIRST, frontier, sealed, root, 77);
  }

  private AnchorProof proof(int index, long treeSize, List<Hash> path) {
    return proof(envelopes.get(index), FIRST + index, index, treeSize, path);
  }

  private AnchorProof proof(
      Envelope leaf, long index, long epochIndex, long size, List<Hash> path) {
    return new AnchorProof(
        leaf.id(DOMAIN),
        address(6),
        2,
        index,
        epochIndex,
        leaf,
        path,
        size,
        Hash.ZERO,
        "signature",
        1,
        MessageState.ANCHORED);
  }

  private Verdict check(AnchorProof proof, int index, LogState log) {
    return AnchorCheck.check(proof, envelopes.get(index).id(DOMAIN), DOMAIN, log);
  }

  @Test
  void everyMessageOfALogIsProvenAndEarlierProofsAreProvenOrOld() {
    for (int size = 1; size <= SIZE; size++) {
      for (int index = 0; index < size; index++) {
        AnchorProof proof = proof(index, size, InclusionPath.toPeak(index, size, tree));
        assertEquals(Verdict.PROVEN, check(proof, index, log(size, false)));
        for (int later = size + 1; later <= SIZE; later++) {
          boolean same =
              InclusionPath.peakLevel(index, later) == InclusionPath.peakLevel(index, size);
          assertEquals(
              same ? Verdict.PROVEN : Verdict.PROOF_IS_OLD, check(proof, index, log(later, false)));
        }
      }
    }
  }

  @Test
  void aLogThatIsBehindTheProofIsToBeReadAgain() {
    AnchorProof proof = proof(20, SIZE, InclusionPath.toPeak(20, SIZE, tree));
    assertEquals(Verdict.LOG_IS_OLD, check(proof, 20, log(20, false)));
  }

  @Test
  void aProofOfALaterStateProvesEarlierOnesToo() {
    for (int index = 0; index < SIZE; index++) {
      AnchorProof latest = proof(index, SIZE, InclusionPath.toPeak(index, SIZE, tree));
      for (int earlier = index + 1; earlier <= SIZE; earlier++) {
        assertEquals(Verdict.PROVEN, check(latest, index, log(earlier, false)));
      }
    }
  }

  @Test
  void aSealedLogIsProvenByItsRoot() {
    for (int index = 0; index < SIZE; index++) {
      AnchorProof proof = proof(index, SIZE, InclusionPath.toRoot(index, SIZE, tree));
      assertEquals(Verdict.PROVEN, check(proof, index, log(SIZE, true)));
    }
    AnchorProof toPeak = proof(3, SIZE, InclusionPath.toPeak(3, SIZE, tree));
    assertThrows(ProofException.class, () -> check(toPeak, 3, log(SIZE, true)));
  }

  @Test
  void aFalseProofIsRefused() {
    LogState log = log(SIZE, false);
    List<Hash> path = InclusionPath.toPeak(4, SIZE, tree);
    assertEquals(Verdict.PROVEN, check(proof(4, SIZE, path), 4, log));
    Envelope four = envelopes.get(4);
    // Another message, another place, two indices that contradict each other.
    assertThrows(ProofException.class, () -> check(proof(4, SIZE, path), 5, log));
    assertThrows(ProofException.class, () -> check(proof(four, FIRST + 5, 5, SIZE, path), 4, log));
    assertThrows(ProofException.class, () -> check(proof(four, FIRST + 5, 4, SIZE, path), 4, log));
    // Another path.
    for (int i = 0; i < path.size(); i++) {
      List<Hash> changed = new ArrayList<>(path);
      changed.set(i, Hash.ZERO);
      assertThrows(ProofException.class, () -> check(proof(4, SIZE, changed), 4, log));
    }
  }

  @Test
  void aLeafThatItsSignerDidNotSignIsRefused() {
    byte[] bytes = envelopes.get(0).toBytes();
    byte[] signature = Signature.of(bytes, Envelope.HEADER_LENGTH).toBytes();
    signature[0] ^= 1;
    System.arraycopy(signature, 0, bytes, Envelope.HEADER_LENGTH, 64);
    Envelope forged = Envelope.of(bytes);
    TreeInMemory other = new TreeInMemory();
    other.append(forged.leafHash());
    LogState log =
        new LogState(address(9), address(6), 2, FIRST, Frontier.of(1, other), false, Hash.ZERO, 77);
    AnchorProof proof = proof(forged, FIRST, 0, 1, List.of());
    assertThrows(ProofException.class, () -> check(proof, 0, log));
  }
}
