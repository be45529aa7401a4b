package org.podprotocol.solana.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.podprotocol.solana.keys.Signature;
import org.podprotocol.solana.transaction.Blockhash;
import org.podprotocol.solana.transaction.Transaction;

/**
 * Solana's JSON-RPC methods, asynchronous and typed.
 *
 * <p>Futures fail with an {@link RpcException}; they complete on a network thread, see {@link
 * RpcTransport}. Every answer is checked: what does not have the promised shape is a {@link
 * MalformedResponseException}.
 */
public final class SolanaRpc {

  /** The most signatures that {@code getSignatureStatuses} takes. */
  public static final int MAX_STATUSES = 256;

  /** The most addresses that {@code getMultipleAccounts} takes. */
  public static final int MAX_ACCOUNTS = 100;

  private final RpcTransport transport;

  /** Calls go through the transport: one endpoint or a pool. */
  public SolanaRpc(RpcTransport transport) {
    this.transport = Objects.requireNonNull(transport, "transport");
  }

  /**
   * Completes if the node calls itself healthy; fails with {@link RpcErrorException} if it is
   * behind.
   */
  public CompletableFuture<Void> getHealth() {
    return read("getHealth", Json.array(), result -> null);
  }

  /** The hash of the cluster's first block: it tells clusters apart. */
  public CompletableFuture<Blockhash> getGenesisHash() {
    return read(
        "getGenesisHash",
        Json.array(),
        result -> Json.parsed(Json.text(result), Blockhash::ofBase58));
  }

  /** What the node runs. */
  public CompletableFuture<NodeVersion> getVersion() {
    return read(
        "getVersion",
        Json.array(),
        result -> {
          Long features = Json.optionalInteger(result, "feature-set");
          return new NodeVersion(Json.text(result, "solana-core"), features == null ? 0 : features);
        });
  }

  /** The slot that has reached the commitment. */
  public CompletableFuture<Long> getSlot(Commitment commitment) {
    return read("getSlot", params(config(commitment)), Json::integer);
  }

  /** The number of blocks beneath the one that has reached the commitment. */
  public CompletableFuture<Long> getBlockHeight(Commitment commitment) {
    return read("getBlockHeight", params(config(commitment)), Json::integer);
  }

  /** Slot and block height together, as one node saw them at one moment. */
  public CompletableFuture<BlockPosition> getBlockPosition(Commitment commitment) {
    return read(
        "getEpochInfo",
        params(config(commitment)),
        result ->
            new BlockPosition(
                Json.integer(result, "absoluteSlot"), Json.integer(result, "blockHeight")));
  }

  /** A blockhash for new transactions. */
  public CompletableFuture<LatestBlockhash> getLatestBlockhash(Commitment commitment) {
    return read(
        "getLatestBlockhash",
        params(config(commitment)),
        result -> {
          JsonNode value = Json.member(result, "value");
          return new LatestBlockhash(
              Json.parsed(Json.text(value, "blockhash"), Blockhash::ofBase58),
              Json.integer(value, "lastValidBlockHeight"),
              contextSlot(result));
        });
  }

  /** The balance in lamports. */
  public CompletableFuture<Long> getBalance(PublicKey address, Commitment commitment) {
    return read(
        "getBalance",
        params(config(commitment), address.toBase58()),
        result -> Json.integer(result, "value"));
  }

  /** Lamports that an account of so many bytes needs to live. */
  public CompletableFuture<Long> getMinimumBalanceForRentExemption(long bytes) {
    return read("getMinimumBalanceForRentExemption", Json.array().add(bytes), Json::integer);
  }

  /** One account; empty if there is none. */
  public CompletableFuture<Contextual<Optional<AccountInfo>>> getAccountInfo(
      PublicKey address, ReadOptions options) {
    return read(
        "getAccountInfo",
        params(options.toJson(), address.toBase58()),
        result -> new Contextual<>(contextSlot(result), account(Json.member(result, "value"))));
  }

  /**
   * Several accounts read at one slot, in the order of the addresses; empty where there is none.
   *
   * @throws IllegalArgumentException if there are more than {@link #MAX_ACCOUNTS}
   */
  public CompletableFuture<Contextual<List<Optional<AccountInfo>>>> getMultipleAccounts(
      List<PublicKey> addresses, ReadOptions options) {
    if (addresses.size() > MAX_ACCOUNTS) {
      throw new IllegalArgumentException("at most " + MAX_ACCOUNTS + " accounts in one call");
    }
    ArrayNode keys = Json.array();
    addresses.forEach(address -> keys.add(address.toBase58()));
    return read(
        "getMultipleAccounts",
        Json.array().add(keys).add(options.toJson()),
        result ->
            new Contextual<>(
                contextSlot(result),
                sized(
                    Json.list(Json.member(result, "value"), SolanaRpc::account),
                    addresses.size())));
  }

  /** The accounts that a program owns, as far as they pass all filters. */
  public CompletableFuture<Contextual<List<KeyedAccount>>> getProgramAccounts(
      PublicKey program, List<AccountFilter> filters, ReadOptions options) {
    ObjectNode config = options.toJson().put("withContext", true);
    ArrayNode list = config.putArray("filters");
    filters.forEach(filter -> list.add(filter.toJson()));
    return read(
        "getProgramAccounts",
        params(config, program.toBase58()),
        result ->
            new Contextual<>(
                contextSlot(result),
                Json.list(Json.member(result, "value"), KeyedAccount::decode)));
  }

  /** Runs a transaction without sending it. */
  public CompletableFuture<Simulation> simulateTransaction(
      Transaction transaction, SimulateOptions options) {
    ObjectNode config = config(options.commitment()).put("encoding", "base64");
    config.put("sigVerify", options.verifySignatures());
    config.put("replaceRecentBlockhash", options.replaceBlockhash());
    if (options.minContextSlot() != null) {
      config.put("minContextSlot", options.minContextSlot());
    }
    return transport.call(
        new RpcRequest<>(
            "simulateTransaction",
            params(config, transaction.toBase64()),
            MethodClass.SIMULATE,
            true,
            result -> Simulation.decode(contextSlot(result), Json.member(result, "value"))));
  }

  /**
   * Hands a signed transaction to a node. That it was taken doesn't mean that it will land. An
   * answer with another signature than the transaction's own is a {@link
   * MalformedResponseException}.
   *
   * @throws IllegalArgumentException if a signature is missing
   */
  public CompletableFuture<Signature> sendTransaction(
      Transaction transaction, SendOptions options) {
    return transport.call(sendRequest(transaction, options));
  }

  /**
   * Hands several signed transactions to a node in one HTTP request; each has a fate of its own.
   *
   * @throws IllegalArgumentException if a signature is missing
   */
  public List<CompletableFuture<Signature>> sendTransactions(
      List<Transaction> transactions, SendOptions options) {
    return transport.batch(transactions.stream().map(t -> sendRequest(t, options)).toList());
  }

  private static RpcRequest<Signature> sendRequest(Transaction transaction, SendOptions options) {
    if (!transaction.missingSigners().isEmpty()) {
      throw new IllegalArgumentException("signatures are missing: " + transaction.missingSigners());
    }
    ObjectNode config = Json.object().put("encoding", "base64");
    config.put("skipPreflight", options.skipPreflight());
    config.put("preflightCommitment", options.preflightCommitment().wire());
    if (options.maxRetries() != null) {
      config.put("maxRetries", options.maxRetries());
    }
    if (options.minContextSlot() != null) {
      config.put("minContextSlot", options.minContextSlot());
    }
    return new RpcRequest<>(
        "sendTransaction",
        params(config, transaction.toBase64()),
        MethodClass.SEND,
        true,
        result -> sentSignature(transaction, result));
  }

  private static Signature sentSignature(Transaction transaction, JsonNode result) {
    Signature id = transaction.id();
    String answered = Json.text(result);
    if (!answered.equals(id.toBase58())) {
      throw new MalformedResponseException(
          "the node answered with the signature of another transaction: " + answered);
    }
    return id;
  }

  /**
   * What is known of transactions, in the order of the signatures; empty where nothing is known.
   *
   * @param searchHistory true: look in the ledger too, not only among the last 150 blocks or so
   * @throws IllegalArgumentException if there are more than {@link #MAX_STATUSES}
   */
  public CompletableFuture<Contextual<List<Optional<SignatureStatus>>>> getSignatureStatuses(
      List<Signature> signatures, boolean searchHistory) {
    if (signatures.size() > MAX_STATUSES) {
      throw new IllegalArgumentException("at most " + MAX_STATUSES + " signatures in one call");
    }
    ArrayNode list = Json.array();
    signatures.forEach(signature -> list.add(signature.toBase58()));
    return read(
        "getSignatureStatuses",
        Json.array().add(list).add(Json.object().put("searchTransactionHistory", searchHistory)),
        result ->
            new Contextual<>(
                contextSlot(result),
                sized(
                    Json.list(
                        Json.member(result, "value"),
                        node -> Optional.ofNullable(SignatureStatus.decode(node))),
                    signatures.size())));
  }

  /**
   * The history of an address, newest first.
   *
   * @param before start below this transaction, or null for the newest
   * @param until stop above this transaction, or null for the oldest
   * @param limit 1 to 1000
   */
  public CompletableFuture<List<SignatureInfo>> getSignaturesForAddress(
      PublicKey address,
      @Nullable Signature before,
      @Nullable Signature until,
      int limit,
      Commitment commitment) {
    ObjectNode config = config(commitment).put("limit", limit);
    if (before != null) {
      config.put("before", before.toBase58());
    }
    if (until != null) {
      config.put("until", until.toBase58());
    }
    return read(
        "getSignaturesForAddress",
        params(config, address.toBase58()),
        result -> Json.list(result, SignatureInfo::decode));
  }

  /** A transaction from the ledger; empty if the node doesn't know it at this commitment. */
  public CompletableFuture<Optional<LandedTransaction>> getTransaction(
      Signature signature, Commitment commitment) {
    ObjectNode config = config(commitment).put("encoding", "base64");
    config.put("maxSupportedTransactionVersion", 0);
    return read(
        "getTransaction",
        params(config, signature.toBase58()),
        result -> Optional.ofNullable(LandedTransaction.decode(result)));
  }

  /**
   * Prices that got transactions into the last 150 blocks or so, if they locked all of these
   * accounts for writing.
   */
  public CompletableFuture<List<PrioritizationFee>> getRecentPrioritizationFees(
      Collection<PublicKey> writableAccounts) {
    ArrayNode keys = Json.array();
    writableAccounts.forEach(key -> keys.add(key.toBase58()));
    return read(
        "getRecentPrioritizationFees",
        Json.array().add(keys),
        result ->
            Json.list(
                result,
                fee ->
                    new PrioritizationFee(
                        Json.integer(fee, "slot"), Json.integer(fee, "prioritizationFee"))));
  }

  /** Asks a test cluster for lamports; not repeated on failure. */
  public CompletableFuture<Signature> requestAirdrop(PublicKey address, long lamports) {
    return transport.call(
        new RpcRequest<>(
            "requestAirdrop",
            Json.array().add(address.toBase58()).add(lamports),
            MethodClass.READ,
            false,
            result -> Json.parsed(Json.text(result), Signature::ofBase58)));
  }

  private <T> CompletableFuture<T> read(
      String method, ArrayNode params, Function<JsonNode, T> decoder) {
    return transport.call(RpcRequest.read(method, params, decoder));
  }

  private static ObjectNode config(Commitment commitment) {
    return Json.object().put("commitment", commitment.wire());
  }

  private static ArrayNode params(ObjectNode config) {
    return Json.array().add(config);
  }

  private static ArrayNode params(ObjectNode config, String first) {
    return Json.array().add(first).add(config);
  }

  private static long contextSlot(JsonNode result) {
    return Json.integer(Json.member(result, "context"), "slot");
  }

  private static Optional<AccountInfo> account(JsonNode node) {
    return node.isNull() ? Optional.empty() : Optional.of(AccountInfo.decode(node));
  }

  private static <T> List<T> sized(List<T> list, int expected) {
    if (list.size() != expected) {
      throw new MalformedResponseException("asked for " + expected + " values, got " + list.size());
    }
    return list;
  }
}
