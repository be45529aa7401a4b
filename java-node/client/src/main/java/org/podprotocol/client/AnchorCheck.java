package org.podprotocol.client;

import org.podprotocol.client.chain.LogState;
import org.podprotocol.client.relay.AnchorProof;
import org.podprotocol.protocol.Domain;
import org.podprotocol.protocol.Envelope;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.protocol.crypto.VerificationKey;
import org.podprotocol.protocol.tree.InclusionPath;

/** Holds a proof against the log on chain; asks nobody. */
public final class AnchorCheck {
  /** What became of a check. */
  public enum Verdict {
    /** The message is in the log at the index the proof names. */
    PROVEN,
    /** The log has grown past the proof: fetch a new one, of which this is the beginning. */
    PROOF_IS_OLD,
    /** The log, as it was read, does not reach the message yet: read it again. */
    LOG_IS_OLD
  }

  private AnchorCheck() {}

  /**
   * Checks.
   *
   * @param id the message that is to be proven
   * @param log of the proof's relay and epoch, read from the chain
   * @throws ProofException if the proof is false
   */
  public static Verdict check(AnchorProof proof, Hash id, Domain domain, LogState log) {
    Envelope leaf = proof.leaf();
    require(leaf.id(domain).equals(id), "the leaf is another message");
    VerificationKey signer = VerificationKey.of(leaf.signer());
    require(
        signer != null && leaf.isSignedBy(signer, domain),
        "the leaf's signature is not its signer's");
    require(
        proof.relay().equals(log.relay()) && proof.epoch() == log.epoch(), "it is of another log");
    require(
        proof.index() == log.firstIndex() + proof.epochIndex(),
        "its two indices contradict each other");
    if (proof.epochIndex() >= log.tree().size()) {
      return Verdict.LOG_IS_OLD;
    }
    return log.sealed() ? checkSealed(proof, log) : checkOpen(proof, log);
  }

  private static Verdict checkSealed(AnchorProof proof, LogState log) {
    long size = log.tree().size();
    Hash leafHash = proof.leaf().leafHash();
    if (InclusionPath.provesToRoot(leafHash, proof.epochIndex(), size, proof.path(), log.root())) {
      return Verdict.PROVEN;
    }
    require(proof.treeSize() < size, "the path does not lead to the log's root");
    return Verdict.PROOF_IS_OLD;
  }

  private static Verdict checkOpen(AnchorProof proof, LogState log) {
    long index = proof.epochIndex();
    int level = InclusionPath.peakLevel(index, log.tree().size());
    if (proof.path().size() < level) {
      return Verdict.PROOF_IS_OLD;
    }
    // A path to a peak begins every later one: of a later proof than the log that was read, the
    // beginning counts.
    require(
        InclusionPath.provesToPeak(
            proof.leaf().leafHash(), index, proof.path().subList(0, level), log.tree()),
        "the path does not lead to the log's peak");
    return Verdict.PROVEN;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ProofException("the proof is false: " + otherwise);
    }
  }
}
