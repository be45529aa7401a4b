package org.podprotocol.solana.deploy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.send.ComputeLimits;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.SendRequest;
import org.podprotocol.solana.transaction.ComputeBudget;
import org.podprotocol.solana.transaction.MessageSize;
import org.podprotocol.solana.transaction.MessageVersion;
import org.podprotocol.solana.transaction.Sha256;
import org.podprotocol.solana.transaction.SystemProgram;

/**
 * The account that a program is written to before it is deployed. Its address follows from payer,
 * authority and program: who writes the same again finds what is written already.
 */
final class ProgramBuffer {

  /** A write takes 2,370 units, and 150 for each instruction of the compute budget. */
  private static final int WRITE_UNITS = 5_000;

  private static final int SEED_LENGTH = 32;
  private static final int ROUNDS = 5;
  private static final int AT_ONCE = 256;

  private final ChainSteps chain;
  private final Signer authority;
  private final byte[] elf;
  private final String seed;
  private final PublicKey address;

  ProgramBuffer(ChainSteps chain, Signer authority, byte[] elf) {
    this.chain = chain;
    this.authority = authority;
    this.elf = elf;
    this.seed = seed(authority.publicKey(), elf);
    this.address =
        SystemProgram.addressWithSeed(chain.payer().publicKey(), seed, UpgradeableLoader.PROGRAM);
  }

  private static String seed(PublicKey authority, byte[] elf) {
    byte[] hash = Sha256.of(authority.toByteArray(), elf);
    return HexFormat.of().formatHex(hash).substring(0, SEED_LENGTH);
  }

  PublicKey address() {
    return address;
  }

  /** Bytes of the account. */
  int accountBytes() {
    return UpgradeableLoader.BUFFER_HEADER_BYTES + elf.length;
  }

  boolean exists() {
    return read().isPresent();
  }

  /** Writes what is not written yet. */
  void write(Consumer<String> progress) {
    if (read().isEmpty()) {
      make();
    }
    int pieceBytes = pieceBytes();
    int pieces = (elf.length + pieceBytes - 1) / pieceBytes;
    for (int round = 0; round < ROUNDS; round++) {
      List<Integer> missing = missing(pieceBytes);
      if (missing.isEmpty()) {
        return;
      }
      progress.accept(
          "writing %d of %d pieces to buffer %s".formatted(missing.size(), pieces, address));
      for (int from = 0; from < missing.size(); from += AT_ONCE) {
        write(missing.subList(from, Math.min(missing.size(), from + AT_ONCE)), pieceBytes);
      }
    }
    int left = missing(pieceBytes).size();
    if (left > 0) {
      throw new DeploymentException(
          "%d of %d pieces did not land in %d attempts; the same command goes on from here"
              .formatted(left, pieces, ROUNDS));
    }
  }

  /** Gives the lamports of the buffer back to the payer. */
  void close() {
    chain.land(
        "closing the buffer",
        chain.request(
            List.of(
                UpgradeableLoader.closeBuffer(
                    address, chain.payer().publicKey(), authority.publicKey())),
            authority));
  }

  /** In a way that lamports that somebody sent to the address before do not hinder. */
  private void make() {
    PublicKey payer = chain.payer().publicKey();
    long there = chain.account(address).map(AccountInfo::lamports).orElse(0L);
    long lacks = chain.rent(accountBytes()) - there;
    List<TransactionInstruction> instructions = new ArrayList<>();
    if (lacks > 0) {
      instructions.add(SystemProgram.transfer(payer, address, lacks));
    }
    instructions.add(
        SystemProgram.allocateWithSeed(payer, seed, accountBytes(), UpgradeableLoader.PROGRAM));
    instructions.add(UpgradeableLoader.initializeBuffer(address, authority.publicKey()));
    chain.land("making the buffer", chain.request(instructions));
  }

  private Optional<LoaderAccount.Buffer> read() {
    Optional<LoaderAccount> account = chain.account(address).flatMap(LoaderAccount::read);
    if (account.isEmpty()) {
      return Optional.empty();
    }
    if (account.get() instanceof LoaderAccount.Buffer buffer
        && buffer.code().length == elf.length
        && buffer.authority().equals(Optional.of(authority.publicKey()))) {
      return Optional.of(buffer);
    }
    throw new DeploymentException(
        "the buffer %s has another authority than %s: that one has to use or close it"
            .formatted(address, authority.publicKey()));
  }

  /** Offsets of the pieces that are not on chain as they should be. */
  private List<Integer> missing(int pieceBytes) {
    byte[] written =
        read()
            .orElseThrow(() -> new DeploymentException("the buffer " + address + " is gone"))
            .code();
    List<Integer> missing = new ArrayList<>();
    for (int at = 0; at < elf.length; at += pieceBytes) {
      int end = Math.min(elf.length, at + pieceBytes);
      if (!Arrays.equals(written, at, end, elf, at, end)) {
        missing.add(at);
      }
    }
    return missing;
  }

  /** Writes pieces; one whose transaction expired is for the next round. */
  private void write(List<Integer> offsets, int pieceBytes) {
    List<CompletableFuture<Outcome>> outcomes =
        offsets.stream().map(at -> chain.begin(writing(at, pieceBytes))).toList();
    for (CompletableFuture<Outcome> pending : outcomes) {
      Outcome outcome = ChainSteps.await(pending);
      if (!(outcome instanceof Outcome.Expired)) {
        ChainSteps.landed("writing to the buffer", outcome);
      }
    }
  }

  private SendRequest writing(int at, int pieceBytes) {
    byte[] piece = Arrays.copyOfRange(elf, at, Math.min(elf.length, at + pieceBytes));
    return chain
        .request(List.of(write(at, piece)), authority)
        .withLimits(ComputeLimits.fixed(WRITE_UNITS))
        .withoutPreflight();
  }

  private TransactionInstruction write(int at, byte[] piece) {
    return UpgradeableLoader.write(address, authority.publicKey(), at, piece);
  }

  /** What fits a transaction besides limit and price of its compute units. */
  private int pieceBytes() {
    int empty =
        MessageSize.of(
            MessageVersion.LEGACY,
            chain.payer().publicKey(),
            List.of(
                ComputeBudget.unitLimit(WRITE_UNITS),
                ComputeBudget.unitPrice(1),
                write(0, new byte[0])),
            List.of());
    // The length of the instruction's data takes one byte more than with none.
    return MessageVersion.LEGACY.maxTransactionBytes() - empty - 1;
  }
}
