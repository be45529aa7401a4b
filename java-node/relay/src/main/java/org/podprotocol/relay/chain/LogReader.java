package org.podprotocol.relay.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.bindings.instructions.Commit;
import org.podprotocol.bindings.instructions.OpenRelay;
import org.podprotocol.bindings.instructions.UpdateRelay;
import org.podprotocol.bindings.runtime.DecodingException;
import org.podprotocol.protocol.KeyHistory;
import org.podprotocol.protocol.bytes.Address;
import org.podprotocol.protocol.tree.Chunk;
import org.podprotocol.protocol.tree.ChunkException;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.Contextual;
import org.podprotocol.solana.rpc.LandedTransaction;
import org.podprotocol.solana.rpc.ReadOptions;
import org.podprotocol.solana.rpc.SignatureInfo;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.transaction.CompiledInstruction;

/**
 * Reads any relay and its log from the chain. Blocks; fails with {@link ChainUnavailableException}.
 */
public final class LogReader {

  private static final int PAGE = 1_000;

  private final SolanaRpc rpc;
  private final PodProgram program;

  public LogReader(SolanaRpc rpc, PublicKey programId) {
    this.rpc = rpc;
    this.program = new PodProgram(programId);
  }

  /** The relay at this address, if there is one. */
  public Optional<RelayAccount> relay(PublicKey address) {
    return new ChainChecks(rpc, program).findRelay(address);
  }

  /** The cluster's genesis hash. */
  public PublicKey genesisHash() {
    return new ChainChecks(rpc, program).genesisHash();
  }

  /** The slot that is finalized. */
  public long finalizedSlot() {
    return SolanaLedger.await(rpc.getSlot(Commitment.FINALIZED));
  }

  /** The log of an epoch, open or sealed; empty if there is none at this commitment. */
  public Optional<LogAccount> logAccount(PublicKey relay, int epoch, Commitment commitment) {
    PublicKey address = program.log(relay, epoch);
    Contextual<Optional<AccountInfo>> read =
        SolanaLedger.await(rpc.getAccountInfo(address, ReadOptions.at(commitment)));
    return read.value().flatMap(account -> program.logAccount(address, account, read.slot()));
  }

  /**
   * The receipt keys of a relay, one after the other, found in its transactions and proven by the
   * key chain in its account.
   *
   * @throws ChainUnavailableException if the node does not have the transactions that make the
   *     chain
   */
  public KeyHistory receiptKeys(RelayAccount relay) {
    List<SignatureInfo> all = signatures(relay.address(), null, Commitment.CONFIRMED).reversed();
    // Most transactions of a relay are commits, which are those of its logs, too.
    var ofLogs = new HashSet<Signature>();
    for (int epoch = 0; epoch <= relay.epoch(); epoch++) {
      signatures(program.log(relay.address(), epoch), null, Commitment.CONFIRMED)
          .forEach(line -> ofLogs.add(line.signature()));
    }
    List<SignatureInfo> likely = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      // The first opens the relay and its first log.
      if (i == 0 || !ofLogs.contains(all.get(i).signature())) {
        likely.add(all.get(i));
      }
    }
    return receiptKeys(relay, likely)
        .or(() -> receiptKeys(relay, all))
        .orElseThrow(
            () ->
                new ChainUnavailableException(
                    "the node does not have all transactions that changed the receipt key of "
                        + relay.address()));
  }

  private Optional<KeyHistory> receiptKeys(RelayAccount relay, List<SignatureInfo> lines) {
    var periods = new ArrayList<KeyHistory.Period>();
    for (SignatureInfo line : lines) {
      LandedTransaction transaction = transaction(line.signature(), Commitment.CONFIRMED);
      for (CompiledInstruction instruction : instructions(transaction)) {
        receiptKey(transaction, instruction, relay.address())
            .ifPresent(
                key ->
                    periods.add(
                        new KeyHistory.Period(Address.of(key.toByteArray()), transaction.slot())));
      }
    }
    if (periods.isEmpty()) {
      return Optional.empty();
    }
    var history = new KeyHistory(periods);
    return history.isOf(
            relay.receiptKeyChain(),
            Address.of(relay.receiptKey().toByteArray()),
            relay.receiptKeySince())
        ? Optional.of(history)
        : Optional.empty();
  }

  /** The receipt key that an instruction gives to a relay. */
  private Optional<PublicKey> receiptKey(
      LandedTransaction transaction, CompiledInstruction instruction, PublicKey relay) {
    byte[] data = instruction.data();
    try {
      if (isOurs(transaction, instruction, OpenRelay.discriminator(), 1, relay)) {
        return Optional.of(OpenRelay.decode(data).receiptKey());
      }
      return isOurs(transaction, instruction, UpdateRelay.discriminator(), 1, relay)
          ? UpdateRelay.decode(data).receiptKey()
          : Optional.empty();
    } catch (DecodingException e) {
      throw new ChainUnavailableException(
          "an instruction on chain can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * The commits of a log in the order they landed.
   *
   * @param until the last commit that is known already, base58; null: from the first on
   * @param commitment of the transactions
   */
  public List<LoggedCommit> commits(PublicKey log, @Nullable String until, Commitment commitment) {
    var commits = new ArrayList<LoggedCommit>();
    for (SignatureInfo line : signatures(log, until, commitment).reversed()) {
      LandedTransaction transaction = transaction(line.signature(), commitment);
      List<Chunk> chunks = chunks(transaction, log);
      if (!chunks.isEmpty()) {
        commits.add(new LoggedCommit(line.signature().toBase58(), line.slot(), chunks));
      }
    }
    return commits;
  }

  /** The transactions of an account that succeeded, newest first. */
  private List<SignatureInfo> signatures(
      PublicKey account, @Nullable String until, Commitment commitment) {
    var newestFirst = new ArrayList<SignatureInfo>();
    Signature before = null;
    Signature last = until == null ? null : Signature.ofBase58(until);
    while (true) {
      List<SignatureInfo> lines =
          SolanaLedger.await(rpc.getSignaturesForAddress(account, before, last, PAGE, commitment));
      lines.stream().filter(line -> line.error() == null).forEach(newestFirst::add);
      if (lines.size() < PAGE) {
        return newestFirst;
      }
      before = lines.getLast().signature();
    }
  }

  private LandedTransaction transaction(Signature signature, Commitment commitment) {
    return SolanaLedger.await(rpc.getTransaction(signature, commitment))
        .orElseThrow(
            () -> new ChainUnavailableException("the node does not have transaction " + signature));
  }

  /** The instructions of a transaction as they ran, those that programs made included. */
  private static List<CompiledInstruction> instructions(LandedTransaction transaction) {
    var all = new ArrayList<CompiledInstruction>();
    List<CompiledInstruction> outer = transaction.transaction().message().instructions();
    for (int i = 0; i < outer.size(); i++) {
      all.add(outer.get(i));
      for (LandedTransaction.InnerInstruction inner : transaction.innerInstructions()) {
        if (inner.outerIndex() == i) {
          all.add(inner.instruction());
        }
      }
    }
    return all;
  }

  /** Chunks of every commit to this log in a transaction. */
  private List<Chunk> chunks(LandedTransaction transaction, PublicKey log) {
    var chunks = new ArrayList<Chunk>();
    try {
      for (CompiledInstruction instruction : instructions(transaction)) {
        if (isOurs(transaction, instruction, Commit.discriminator(), 2, log)) {
          chunks.addAll(Chunk.readAll(Commit.decode(instruction.data()).chunks()));
        }
      }
    } catch (ChunkException | DecodingException e) {
      throw new ChainUnavailableException("a commit on chain can't be read: " + e.getMessage(), e);
    }
    return chunks;
  }

  /** Whether an instruction is this one of the program, with this account at this place. */
  private boolean isOurs(
      LandedTransaction transaction,
      CompiledInstruction instruction,
      byte[] discriminator,
      int place,
      PublicKey account) {
    byte[] accounts = instruction.accountIndexes();
    byte[] data = instruction.data();
    return transaction.accounts().get(instruction.programIndex()).equals(program.id())
        && accounts.length > place
        && transaction.accounts().get(accounts[place] & 0xFF).equals(account)
        && data.length >= discriminator.length
        && Arrays.equals(data, 0, discriminator.length, discriminator, 0, discriminator.length);
  }
}
