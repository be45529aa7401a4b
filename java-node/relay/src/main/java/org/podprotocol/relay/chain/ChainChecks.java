package org.podprotocol.relay.chain;

import java.util.Optional;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.ReadOptions;
import org.podprotocol.solana.rpc.SolanaRpc;

/** Looks at a cluster before the relay relies on it, and says what is missing. */
final class ChainChecks {

  private final SolanaRpc rpc;
  private final PodProgram program;

  ChainChecks(SolanaRpc rpc, PodProgram program) {
    this.rpc = rpc;
    this.program = program;
  }

  /** The cluster's genesis hash. */
  PublicKey genesisHash() {
    return new PublicKey(SolanaLedger.await(rpc.getGenesisHash()).toBytes());
  }

  /**
   * @throws ChainSetupException if the program is not there
   */
  void programIsDeployed() {
    Optional<AccountInfo> account = read(program.id());
    if (account.isEmpty() || !account.get().executable()) {
      throw new ChainSetupException(
          ("There is no program at %s on the cluster with genesis hash %s. Deploy it there"
                  + " (./localnet.sh up does so locally), or correct chain.program or chain.rpc.")
              .formatted(program.id().toBase58(), genesisHash().toBase58()));
    }
  }

  /**
   * @throws ChainSetupException if there is no relay at the address, or it is sealed
   */
  RelayAccount relay(PublicKey address) {
    RelayAccount relay =
        findRelay(address)
            .orElseThrow(
                () ->
                    new ChainSetupException(
                        ("There is no Relay account at %s on the cluster with genesis hash %s. Open one with"
                                + " \"pod relay init\", or correct chain.relay or chain.rpc.")
                            .formatted(address.toBase58(), genesisHash().toBase58())));
    if (!relay.open()) {
      throw new ChainSetupException(
          "The relay %s is sealed and takes no more messages.".formatted(address.toBase58()));
    }
    return relay;
  }

  Optional<RelayAccount> findRelay(PublicKey address) {
    var options = ReadOptions.at(Commitment.CONFIRMED);
    var read = SolanaLedger.await(rpc.getAccountInfo(address, options));
    return read.value().flatMap(account -> program.relay(address, account, read.slot()));
  }

  /**
   * @throws ChainSetupException if one of the relay's keys is another
   */
  static void keysMatch(RelayAccount relay, PublicKey committer, PublicKey receiptKey) {
    keyMatches("committer", "chain.committer-key", relay.committer(), committer);
    keyMatches("receipt key", "chain.receipt-key", relay.receiptKey(), receiptKey);
  }

  private static void keyMatches(String what, String setting, PublicKey onChain, PublicKey own) {
    if (!onChain.equals(own)) {
      throw new ChainSetupException(
          "The relay's %s on chain is %s, but the key file of %s holds %s."
              .formatted(what, onChain.toBase58(), setting, own.toBase58()));
    }
  }

  /**
   * @throws ChainSetupException if the account can't pay for a single transaction
   */
  void canPay(PublicKey payer, String what) {
    long balance = SolanaLedger.await(rpc.getBalance(payer, Commitment.CONFIRMED));
    if (balance < 5_000) {
      throw new ChainSetupException(
          "The %s %s holds %d lamports; it needs SOL to pay for transactions."
              .formatted(what, payer.toBase58(), balance));
    }
  }

  private Optional<AccountInfo> read(PublicKey address) {
    return SolanaLedger.await(
            rpc.getAccountInfo(address, ReadOptions.at(Commitment.CONFIRMED).withDataSlice(0, 0)))
        .value();
  }
}
