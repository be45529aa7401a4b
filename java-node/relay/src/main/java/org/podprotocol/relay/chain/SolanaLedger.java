package org.podprotocol.relay.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.bindings.events.Committed;
import org.podprotocol.protocol.tree.Chunk;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.rpc.Commitment;
import org.podprotocol.solana.rpc.Contextual;
import org.podprotocol.solana.rpc.LandedTransaction;
import org.podprotocol.solana.rpc.ReadOptions;
import org.podprotocol.solana.rpc.SignatureInfo;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.send.ComputeLimits;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendRequest;
import org.podprotocol.solana.send.TransactionSender;

/** The relay's log on a Solana cluster. */
final class SolanaLedger implements RelayLedger {

  private static final long CAPACITY = 1L << 26;

  /**
   * Room of a transaction of 1,232 bytes beside the chunks: signature, five keys, compute budget,
   * call.
   */
  private static final int MAX_CHUNK_BYTES = 1_232 - 316;

  private static final long SIGNATURE_FEE = 5_000;
  private static final int HISTORY_PAGE = 100;
  private static final int HISTORY_PAGES = 50;
  private static final long READ_TIMEOUT_SECONDS = 60;

  /** What the accounts and the program of a commit amount to, with room to grow. */
  private static final int LOADED_BYTES = 256 * 1024;

  private final SolanaRpc rpc;
  private final TransactionSender sender;
  private final PodProgram program;
  private final PublicKey relay;
  private final Signer committer;
  private volatile int epoch;

  SolanaLedger(
      SolanaRpc rpc,
      TransactionSender sender,
      PodProgram program,
      RelayAccount relay,
      Signer committer) {
    this.rpc = rpc;
    this.sender = sender;
    this.program = program;
    this.relay = relay.address();
    this.committer = committer;
    this.epoch = relay.epoch();
  }

  @Override
  public long epochCapacity() {
    return CAPACITY;
  }

  @Override
  public PublicKey logAddress(int epoch) {
    return program.log(relay, epoch);
  }

  @Override
  public LogSnapshot log(Finality finality) {
    Commitment commitment =
        finality == Finality.FINALIZED ? Commitment.FINALIZED : Commitment.CONFIRMED;
    for (int attempt = 0; attempt < 3; attempt++) {
      PublicKey log = logAddress(epoch);
      Contextual<List<Optional<AccountInfo>>> read =
          await(rpc.getMultipleAccounts(List.of(relay, log), ReadOptions.at(commitment)));
      RelayAccount account =
          read.value()
              .getFirst()
              .flatMap(info -> program.relay(relay, info, read.slot()))
              .orElseThrow(() -> new ChainUnavailableException("no Relay account is at " + relay));
      if (account.epoch() == epoch) {
        return read.value()
            .getLast()
            .flatMap(info -> program.log(log, info, read.slot()))
            .orElseThrow(() -> new ChainUnavailableException("no open log is at " + log));
      }
      epoch = account.epoch();
    }
    throw new ChainUnavailableException("the relay's epoch keeps changing");
  }

  @Override
  public int maxChunkBytes() {
    return MAX_CHUNK_BYTES;
  }

  @Override
  public long commitFeeLamports() {
    return SIGNATURE_FEE;
  }

  @Override
  public CompletableFuture<CommitOutcome> commit(int epoch, List<Chunk> chunks) {
    int hashes = chunks.stream().mapToInt(chunk -> chunk.roots().size()).sum();
    var request =
        SendRequest.of(
                committer,
                List.of(program.commit(committer.publicKey(), relay, logAddress(epoch), chunks)))
            .withLimits(ComputeLimits.fixed(units(hashes)).withLoadedBytes(LOADED_BYTES));
    return sender.send(request).outcome().handle(SolanaLedger::outcome).thenCompose(this::withSlot);
  }

  /**
   * The notification of a signature names the slot it was told at; the status names the one it
   * landed in. If that can't be had the other stands, which is a little later.
   */
  private CompletableFuture<CommitOutcome> withSlot(CommitOutcome outcome) {
    if (!(outcome instanceof CommitOutcome.Landed landed)) {
      return CompletableFuture.completedFuture(outcome);
    }
    return rpc.getSignatureStatuses(List.of(Signature.ofBase58(landed.signature())), true)
        .handle(
            (statuses, failure) ->
                failure != null || statuses.value().getFirst().isEmpty()
                    ? landed
                    : new CommitOutcome.Landed(
                        landed.signature(), statuses.value().getFirst().get().slot()));
  }

  /** Each hash of a chunk becomes a peak; in all they merge at most once each and 26 times more. */
  private static int units(int hashes) {
    return 6_000 + 300 * (hashes + 26);
  }

  @Override
  public CompletableFuture<CommitOutcome> nextEpoch(int epoch) {
    return rpc.getAccountInfo(logAddress(epoch), ReadOptions.at(Commitment.CONFIRMED))
        .thenApply(account -> account.value().flatMap(program::logRentPayer))
        .thenCompose(
            rentPayer ->
                rentPayer.isEmpty()
                    ? CompletableFuture.completedFuture(
                        new CommitOutcome.Unknown("no log is at " + logAddress(epoch)))
                    : sender
                        .send(
                            SendRequest.of(
                                committer,
                                List.of(
                                    program.nextEpoch(
                                        committer.publicKey(), relay, epoch, rentPayer.get()))))
                        .outcome()
                        .handle(SolanaLedger::outcome))
        .exceptionally(failure -> new CommitOutcome.Unknown(String.valueOf(failure)));
  }

  private static CommitOutcome outcome(@Nullable Outcome outcome, @Nullable Throwable failure) {
    return switch (outcome) {
      case null -> new CommitOutcome.Unknown(String.valueOf(failure));
      case Outcome.Landed landed ->
          new CommitOutcome.Landed(landed.signature().toBase58(), landed.slot());
      case Outcome.Failed failed ->
          new CommitOutcome.Refused(failed.signature().toBase58(), failed.error().toString());
      case Outcome.Rejected rejected -> new CommitOutcome.Refused("", rejected.reason());
      case Outcome.Expired expired -> new CommitOutcome.Expired(expired.signature().toBase58());
      case Outcome.Unknown unknown -> new CommitOutcome.Unknown(unknown.reason());
    };
  }

  @Override
  public List<OnChainCommit> commitsSince(int epoch, long size) {
    PublicKey log = logAddress(epoch);
    long firstIndex =
        await(rpc.getAccountInfo(log, ReadOptions.at(Commitment.CONFIRMED)))
            .value()
            .flatMap(program::logFirstIndex)
            .orElseThrow(() -> new ChainUnavailableException("no log is at " + log));
    var newestFirst = new ArrayList<OnChainCommit>();
    Signature before = null;
    for (int page = 0; page < HISTORY_PAGES; page++) {
      List<SignatureInfo> lines =
          await(rpc.getSignaturesForAddress(log, before, null, HISTORY_PAGE, Commitment.CONFIRMED));
      for (SignatureInfo line : lines) {
        if (line.error() == null) {
          for (OnChainCommit commit : commitsOf(log, firstIndex, line)) {
            newestFirst.add(commit);
            if (commit.start() <= size) {
              return newestFirst.reversed();
            }
          }
        }
      }
      if (lines.size() < HISTORY_PAGE) {
        break;
      }
      before = lines.getLast().signature();
    }
    throw new ChainUnavailableException(
        "the chain's history of %s does not reach back to %d messages".formatted(log, size));
  }

  /** Latest first. */
  private List<OnChainCommit> commitsOf(PublicKey log, long firstIndex, SignatureInfo line) {
    Optional<LandedTransaction> transaction =
        await(rpc.getTransaction(line.signature(), Commitment.CONFIRMED));
    List<Committed> events =
        transaction.map(landed -> program.committed(landed.logs())).orElse(List.of()).stream()
            .filter(event -> event.log().equals(log))
            .toList();
    var commits = new ArrayList<OnChainCommit>();
    for (Committed event : events.reversed()) {
      commits.add(
          new OnChainCommit(
              event.firstIndex() - firstIndex,
              event.size(),
              line.signature().toBase58(),
              line.slot()));
    }
    return commits;
  }

  static <T> T await(CompletableFuture<T> call) {
    try {
      return call.get(READ_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChainUnavailableException("interrupted while reading the chain", e);
    } catch (TimeoutException e) {
      throw new ChainUnavailableException(
          "no answer in %d seconds".formatted(READ_TIMEOUT_SECONDS), e);
    } catch (ExecutionException | CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ChainUnavailableException(cause.getMessage(), cause);
    }
  }
}
