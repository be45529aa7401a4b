package org.podprotocol.solana.deploy;

import java.util.Optional;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.ReadOptions;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.transaction.SystemProgram;

/** Reads programs from the chain, as confirmed. Blocks. */
public final class ProgramReader {

  private final SolanaRpc rpc;

  public ProgramReader(SolanaRpc rpc) {
    this.rpc = rpc;
  }

  /**
   * A program as it is on chain; empty if there is none.
   *
   * @throws DeploymentException if something else is at the address, or the program was closed
   * @throws org.podprotocol.solana.rpc.RpcException if the chain can't be asked
   */
  public Optional<DeployedProgram> find(PublicKey program) {
    Optional<AccountInfo> account = account(program);
    if (account.isEmpty() || account.get().owner().equals(SystemProgram.PROGRAM)) {
      return Optional.empty();
    }
    if (LoaderAccount.read(account.get()).orElse(null) instanceof LoaderAccount.Program found) {
      AccountInfo code = account(found.programData()).orElseThrow(() -> closed(program));
      if (LoaderAccount.read(code).orElse(null) instanceof LoaderAccount.ProgramData data) {
        return Optional.of(
            new DeployedProgram(
                program,
                found.programData(),
                data.slot(),
                data.authority(),
                data.code(),
                code.lamports()));
      }
      throw closed(program);
    }
    throw new DeploymentException(
        "%s is no program of the upgradeable loader; its owner is %s"
            .formatted(program, account.get().owner()));
  }

  private static DeploymentException closed(PublicKey program) {
    return new DeploymentException(
        "the program %s has been closed; its address can't be used again".formatted(program));
  }

  Optional<AccountInfo> account(PublicKey address) {
    return ChainSteps.await(rpc.getAccountInfo(address, ReadOptions.at(Commitment.CONFIRMED)))
        .value();
  }
}
