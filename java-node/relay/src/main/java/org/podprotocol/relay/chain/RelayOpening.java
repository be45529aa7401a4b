package org.podprotocol.relay.chain;

import java.util.List;
import java.util.Optional;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendRequest;

/** Opens a relay on chain. */
public final class RelayOpening {

  private final ChainConnection connection;
  private final PodProgram program;
  private final ChainChecks checks;

  public RelayOpening(ChainConnection connection, PublicKey programId) {
    this.connection = connection;
    this.program = new PodProgram(programId);
    this.checks = new ChainChecks(connection.rpc(), program);
  }

  /**
   * Opens the relay of this creator and id, who pays for it and becomes its operator; waits until
   * it is confirmed. A relay that is there already with the same keys is returned as it is. Blocks.
   *
   * @throws ChainSetupException if the program is not deployed, the creator can't pay, the relay is
   *     there with other keys, or the program refuses
   * @throws ChainUnavailableException if the chain can't be asked
   */
  public RelayAccount open(Signer creator, RelayTerms terms) {
    checks.programIsDeployed();
    PublicKey address = program.relay(creator.publicKey(), terms.id());
    Optional<RelayAccount> existing = checks.findRelay(address);
    if (existing.isPresent()) {
      ChainChecks.keysMatch(existing.get(), terms.committer(), terms.receiptKey());
      return checks.relay(address);
    }
    checks.canPay(creator.publicKey(), "creator");
    Outcome outcome =
        SolanaLedger.await(
            connection
                .sender()
                .send(
                    SendRequest.of(creator, List.of(program.openRelay(creator.publicKey(), terms))))
                .outcome());
    return switch (outcome) {
      case Outcome.Landed landed -> checks.relay(address);
      case Outcome.Failed failed ->
          throw new ChainSetupException("The program refused to open the relay: " + failed.error());
      case Outcome.Rejected rejected ->
          throw new ChainSetupException("The relay can't be opened: " + rejected.reason());
      case Outcome.Expired expired ->
          throw new ChainUnavailableException(
              "the transaction that opens the relay expired: " + expired.signature());
      case Outcome.Unknown unknown ->
          throw new ChainUnavailableException(
              "what became of transaction %s is not known: %s"
                  .formatted(unknown.signature(), unknown.reason()));
    };
  }
}
