package org.podprotocol.solana.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendRequest;
import org.podprotocol.solana.send.TransactionSender;

/** Reads and transactions, one after the other: each waits until it is confirmed. */
final class ChainSteps {

  private static final int ATTEMPTS = 5;
  private static final long POLL_MS = 200;
  private static final long SLOT_PATIENCE_MS = 60_000;

  private final SolanaRpc rpc;
  private final ProgramReader programs;
  private final TransactionSender sender;
  private final Signer payer;

  ChainSteps(SolanaRpc rpc, TransactionSender sender, Signer payer) {
    this.rpc = rpc;
    this.programs = new ProgramReader(rpc);
    this.sender = sender;
    this.payer = payer;
  }

  Signer payer() {
    return payer;
  }

  Optional<AccountInfo> account(PublicKey address) {
    return programs.account(address);
  }

  long rent(long bytes) {
    return await(rpc.getMinimumBalanceForRentExemption(bytes));
  }

  /** Fails if the payer has less. */
  void needs(long lamports, String what) {
    long balance = await(rpc.getBalance(payer.publicKey(), Commitment.CONFIRMED));
    if (balance < lamports) {
      throw new DeploymentException(
          "the payer %s has %d lamports, %s takes %d: send it %d more"
              .formatted(payer.publicKey(), balance, what, lamports, lamports - balance));
    }
  }

  /** A transaction that the payer pays for. */
  SendRequest request(List<TransactionInstruction> instructions, Signer... signers) {
    List<Signer> others = new ArrayList<>();
    for (Signer signer : signers) {
      boolean known =
          signer.publicKey().equals(payer.publicKey())
              || others.stream().anyMatch(other -> other.publicKey().equals(signer.publicKey()));
      if (!known) {
        others.add(signer);
      }
    }
    return SendRequest.of(payer, instructions).withSigners(others);
  }

  /** On its way. */
  CompletableFuture<Outcome> begin(SendRequest request) {
    return sender.send(request).outcome();
  }

  /** What became of it; one that expired is sent anew, a few times. */
  Outcome send(SendRequest request) {
    Outcome outcome = await(begin(request));
    for (int more = 1; more < ATTEMPTS && outcome instanceof Outcome.Expired; more++) {
      outcome = await(begin(request));
    }
    return outcome;
  }

  /**
   * Sends, and fails if it does not land.
   *
   * @param what for the message: "the upgrade"
   */
  void land(String what, SendRequest request) {
    landed(what, send(request));
  }

  static void landed(String what, Outcome outcome) {
    if (outcome instanceof Outcome.Landed) {
      return;
    }
    if (outcome instanceof Outcome.Rejected rejected) {
      String logs = rejected.logs().isEmpty() ? "" : "; logs: " + rejected.logs();
      throw new DeploymentException(what + " is refused: " + rejected.reason() + logs);
    }
    if (outcome instanceof Outcome.Failed failed) {
      throw new DeploymentException(
          what + " failed: " + failed.error() + ", transaction " + failed.signature());
    }
    throw new DeploymentException(
        what
            + " did not land, or it is not known: "
            + outcome
            + "; the same command goes on from here");
  }

  /** Waits until a slot after this one is confirmed: a program changes once in a slot. */
  void waitPast(long slot) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SLOT_PATIENCE_MS);
    while (await(rpc.getSlot(Commitment.CONFIRMED)) <= slot) {
      if (System.nanoTime() > deadline) {
        throw new DeploymentException("the chain stands still at slot " + slot);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  }

  /** Waits; requests and transactions end by time limits of their own. */
  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static DeploymentException interrupted() {
    Thread.currentThread().interrupt();
    return new DeploymentException("interrupted; the same command goes on from here");
  }
}
