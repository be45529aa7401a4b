package org.podprotocol.relay.cli.demo;

import java.util.ArrayList;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.bindings.errors.PodProtocolProgramError;
import org.podprotocol.bindings.instructions.VerifyInclusion;
import org.podprotocol.client.VerifiedAnchor;
import org.podprotocol.client.chain.Keys;
import org.podprotocol.protocol.bytes.Hash;
import org.podprotocol.relay.cli.ChainSession;
import org.podprotocol.solana.keys.Keypair;
import org.podprotocol.solana.rpc.TransactionError;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendRequest;
import org.podprotocol.solana.send.Submission;

/** Lets the program itself verify inclusion. */
final class OnChainProof {
  private final ChainSession chain;
  private final PublicKey program;
  private final Keypair payer;

  OnChainProof(ChainSession chain, PublicKey program, Keypair payer) {
    this.chain = chain;
    this.program = program;
    this.payer = payer;
  }

  /**
   * Sends a verification for each, and for one that is false.
   *
   * @return how many the program confirmed
   * @throws DemoFailure if it refused a true one, or confirmed the false one
   */
  int verify(List<VerifiedAnchor> anchors) {
    List<Submission> submissions = new ArrayList<>();
    for (VerifiedAnchor anchor : anchors) {
      submissions.add(send(anchor, anchor.proof().leaf().leafHash()));
    }
    for (Submission submission : submissions) {
      Outcome outcome = ChainSession.await(submission.outcome());
      if (!(outcome instanceof Outcome.Landed)) {
        throw new DemoFailure("the program did not confirm a proof: " + outcome);
      }
    }
    Outcome outcome = ChainSession.await(send(anchors.getFirst(), Hash.ZERO).outcome());
    if (!isMismatch(outcome)) {
      throw new DemoFailure("the program did not refuse a false proof: " + outcome);
    }
    return anchors.size();
  }

  private Submission send(VerifiedAnchor anchor, Hash leafHash) {
    return chain
        .sender()
        .send(
            SendRequest.of(
                payer,
                List.of(
                    VerifyInclusion.builder()
                        .log(Keys.key(anchor.log()))
                        .index(anchor.proof().epochIndex())
                        .leafHash(leafHash.toBytes())
                        .path(anchor.proof().path().stream().map(Hash::toBytes).toList())
                        .programId(program)
                        .build())));
  }

  private static boolean isMismatch(Outcome outcome) {
    TransactionError error =
        switch (outcome) {
          case Outcome.Rejected rejected -> rejected.error();
          case Outcome.Failed failed -> failed.error();
          default -> null;
        };
    Long code = error == null ? null : error.customCode();
    return code != null && code == PodProtocolProgramError.PROOF_MISMATCH.code();
  }
}
