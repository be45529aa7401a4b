package org.podprotocol.relay.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.bindings.instructions.Commit;
import org.podprotocol.bindings.runtime.DecodingException;
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

  /** The open log of an epoch; empty if there is none at this commitment. */
  public Optional<LogSnapshot> log(PublicKey relay, int epoch, Commitment commitment) {
    PublicKey address = program.log(relay, epoch);
    Contextual<Optional<AccountInfo>> read =
        SolanaLedger.await(rpc.getAccountInfo(address, ReadOptions.at(commitment)));
    return read.value().flatMap(account -> program.log(address, account, read.slot()));
  }

  /**
   * The commits of a log in the order they landed.
   *
   * @param until the last commit that is known already, base58; null: from the first on
   * @param commitment of the transactions
   */
  public List<LoggedCommit> commits(PublicKey log, @Nullable String until, Commitment commitment) {
    var newestFirst = new ArrayList<SignatureInfo>();
    Signature before = null;
    Signature last = until == null ? null : Signature.ofBase58(until);
    while (true) {
      List<SignatureInfo> lines =
          SolanaLedger.await(rpc.getSignaturesForAddress(log, before, last, PAGE, commitment));
      lines.stream().filter(line -> line.error() == null).forEach(newestFirst::add);
      if (lines.size() < PAGE) {
        break;
      }
      before = lines.getLast().signature();
    }
    var commits = new ArrayList<LoggedCommit>();
    for (SignatureInfo line : newestFirst.reversed()) {
      LandedTransaction transaction =
          SolanaLedger.await(rpc.getTransaction(line.signature(), commitment))
              .orElseThrow(
                  () ->
                      new ChainUnavailableException(
                          "the node does not have transaction " + line.signature()));
      List<Chunk> chunks = chunks(transaction, log);
      if (!chunks.isEmpty()) {
        commits.add(new LoggedCommit(line.signature().toBase58(), line.slot(), chunks));
      }
    }
    return commits;
  }

  /** Chunks of every commit to this log in a transaction, those that programs made included. */
  private List<Chunk> chunks(LandedTransaction transaction, PublicKey log) {
    var chunks = new ArrayList<Chunk>();
    List<CompiledInstruction> outer = transaction.transaction().message().instructions();
    for (int i = 0; i < outer.size(); i++) {
      chunks.addAll(chunks(transaction, outer.get(i), log));
      for (LandedTransaction.InnerInstruction inner : transaction.innerInstructions()) {
        if (inner.outerIndex() == i) {
          chunks.addAll(chunks(transaction, inner.instruction(), log));
        }
      }
    }
    return chunks;
  }

  private List<Chunk> chunks(
      LandedTransaction transaction, CompiledInstruction instruction, PublicKey log) {
    byte[] accounts = instruction.accountIndexes();
    byte[] data = instruction.data();
    byte[] commit = Commit.discriminator();
    if (!transaction.accounts().get(instruction.programIndex()).equals(program.id())
        || accounts.length < 3
        || !transaction.accounts().get(accounts[2] & 0xFF).equals(log)
        || data.length < commit.length
        || !Arrays.equals(data, 0, commit.length, commit, 0, commit.length)) {
      return List.of();
    }
    try {
      return Chunk.readAll(Commit.decode(data).chunks());
    } catch (ChunkException | DecodingException e) {
      throw new ChainUnavailableException("a commit on chain can't be read: " + e.getMessage(), e);
    }
  }
}
