package org.podprotocol.solana.deploy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.keys.Signer;
import org.podprotocol.solana.rpc.AccountInfo;
import org.podprotocol.solana.rpc.SolanaRpc;
import org.podprotocol.solana.rpc.TransactionError;
import org.podprotocol.solana.send.Outcome;
import org.podprotocol.solana.send.TransactionSender;
import org.podprotocol.solana.transaction.SystemProgram;

/**
 * Deploys and changes programs through the upgradeable loader. Every step is confirmed before the
 * next, and what was begun is gone on with when the same is asked for again. Methods block; they
 * fail with {@link DeploymentException}, or with an {@link org.podprotocol.solana.rpc.RpcException}
 * if the chain can't be asked.
 */
public final class ProgramDeployer {

  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
  private static final int MAX_PROGRAM_BYTES =
      UpgradeableLoader.MAX_ACCOUNT_BYTES - UpgradeableLoader.PROGRAM_DATA_HEADER_BYTES;

  /** Base fees of the few transactions that are no writes, with room. */
  private static final long FEES = 100_000;

  /** A write of some 950 bytes by payer and authority costs 10,000 lamports. */
  private static final long FEE_PER_BYTE = 12;

  private final ChainSteps chain;
  private final ProgramReader programs;
  private final PublicKey payer;
  private final Signer authority;
  private final Consumer<String> progress;

  /**
   * @param payer pays rent and fees, and gets back the rent of buffers
   * @param authority may write and upgrade; may be the payer
   * @param progress hears in words what is being done
   */
  public ProgramDeployer(
      SolanaRpc rpc,
      TransactionSender sender,
      Signer payer,
      Signer authority,
      Consumer<String> progress) {
    this.programs = new ProgramReader(rpc);
    this.chain = new ChainSteps(rpc, sender, payer);
    this.payer = payer.publicKey();
    this.authority = authority;
    this.progress = progress;
  }

  /**
   * Deploys a program that is not there yet.
   *
   * @param program the key of its address
   * @param elf its code
   * @param capacity the most bytes that it can have until it is extended
   * @return the program, read back and compared
   */
  public DeployedProgram deploy(Signer program, byte[] elf, int capacity) {
    checkElf(elf);
    if (capacity < elf.length || capacity > MAX_PROGRAM_BYTES) {
      throw new DeploymentException(
          "room for %d bytes is asked for; the program has %d, and there can be %d"
              .formatted(capacity, elf.length, MAX_PROGRAM_BYTES));
    }
    PublicKey address = program.publicKey();
    Optional<DeployedProgram> present = programs.find(address);
    if (present.isPresent()) {
      throw new DeploymentException("the program " + address + " is there already: upgrade it");
    }
    long programRent = chain.rent(UpgradeableLoader.PROGRAM_BYTES);
    ProgramBuffer buffer = buffer(elf);
    if (!buffer.exists()) {
      long rent = chain.rent(UpgradeableLoader.PROGRAM_DATA_HEADER_BYTES + (long) capacity);
      chain.needs(programRent + rent + fees(elf), "deploying");
    }
    buffer.write(progress);
    progress.accept("deploying " + address);
    List<TransactionInstruction> instructions = new ArrayList<>();
    long lacks = programRent - programs.account(address).map(AccountInfo::lamports).orElse(0L);
    if (lacks > 0) {
      instructions.add(SystemProgram.transfer(payer, address, lacks));
    }
    instructions.add(SystemProgram.allocate(address, UpgradeableLoader.PROGRAM_BYTES));
    instructions.add(SystemProgram.assign(address, UpgradeableLoader.PROGRAM));
    instructions.add(
        UpgradeableLoader.deploy(
            payer, address, buffer.address(), authority.publicKey(), capacity));
    chain.land("the deployment", chain.request(instructions, program, authority));
    return verified(address, elf);
  }

  /**
   * Replaces the code of a program, extending it if it is too small. One that has this code is left
   * as it is.
   *
   * @return the program, read back and compared
   */
  public DeployedProgram upgrade(PublicKey program, byte[] elf) {
    checkElf(elf);
    DeployedProgram present = present(program);
    if (present.is(elf)) {
      return present;
    }
    PublicKey programData = UpgradeableLoader.programData(program);
    checkAuthority("the program " + program, present.authority());
    ProgramBuffer buffer = buffer(elf);
    int lacks = elf.length - present.capacity();
    if (!buffer.exists()) {
      long longer = Math.max(0, lacks) + (long) UpgradeableLoader.MIN_EXTENSION_BYTES;
      long extension =
          lacks > 0
              ? chain.rent(present.code().length + longer) - chain.rent(present.code().length)
              : 0;
      chain.needs(chain.rent(buffer.accountBytes()) + extension + fees(elf), "the upgrade");
    }
    buffer.write(progress);
    if (lacks > 0) {
      extend(present, lacks);
    }
    chain.waitPast(present(program).slot());
    progress.accept("upgrading " + program);
    chain.land(
        "the upgrade of " + programData,
        chain.request(
            List.of(
                UpgradeableLoader.upgrade(program, buffer.address(), authority.publicKey(), payer)),
            authority));
    return verified(program, elf);
  }

  /** Writes a buffer and leaves it, for an authority that uses it later. */
  public PublicKey writeBuffer(byte[] elf) {
    checkElf(elf);
    ProgramBuffer buffer = buffer(elf);
    if (!buffer.exists()) {
      chain.needs(chain.rent(buffer.accountBytes()) + fees(elf), "writing the buffer");
    }
    buffer.write(progress);
    return buffer.address();
  }

  /**
   * Closes the buffer that a deployment or upgrade with this code left behind.
   *
   * @return false if there is none
   */
  public boolean closeBuffer(byte[] elf) {
    checkElf(elf);
    ProgramBuffer buffer = buffer(elf);
    if (!buffer.exists()) {
      return false;
    }
    buffer.close();
    return true;
  }

  /**
   * Gives a program, or a buffer, to another authority, which signs.
   *
   * @param address the program or buffer
   */
  public void giveTo(PublicKey address, Signer next) {
    PublicKey account = governed(address);
    chain.land(
        "the change of authority",
        chain.request(
            List.of(
                UpgradeableLoader.setAuthorityChecked(
                    account, authority.publicKey(), next.publicKey())),
            authority,
            next));
  }

  /**
   * Gives a program, or a buffer, to an authority that does not sign, such as a multisig's vault.
   *
   * @param next null: nobody, for ever
   */
  public void giveUnchecked(PublicKey address, @Nullable PublicKey next) {
    PublicKey account = governed(address);
    chain.land(
        "the change of authority",
        chain.request(
            List.of(UpgradeableLoader.setAuthority(account, authority.publicKey(), next)),
            authority));
  }

  /** The account that holds the authority over a program or buffer, which is ours. */
  private PublicKey governed(PublicKey address) {
    LoaderAccount account = programs.account(address).flatMap(LoaderAccount::read).orElse(null);
    if (account instanceof LoaderAccount.Buffer buffer) {
      checkAuthority("the buffer " + address, buffer.authority());
      return address;
    }
    DeployedProgram program = present(address);
    checkAuthority("the program " + address, program.authority());
    return program.programData();
  }

  private void extend(DeployedProgram program, int lacks) {
    int room = MAX_PROGRAM_BYTES - program.capacity();
    int bytes = Math.min(room, Math.max(lacks, UpgradeableLoader.MIN_EXTENSION_BYTES));
    progress.accept("extending %s by %d bytes".formatted(program.address(), bytes));
    chain.waitPast(program.slot());
    String what = "the extension";
    Outcome outcome =
        chain.send(
            chain.request(List.of(UpgradeableLoader.extend(program.address(), payer, bytes))));
    if (isSuperseded(outcome)) {
      chain.land(
          what,
          chain.request(
              List.of(
                  UpgradeableLoader.extendChecked(
                      program.address(), authority.publicKey(), payer, bytes)),
              authority));
    } else {
      ChainSteps.landed(what, outcome);
    }
  }

  /** Whether the cluster only takes the instruction that the authority signs. */
  private static boolean isSuperseded(Outcome outcome) {
    TransactionError error = outcome instanceof Outcome.Rejected rejected ? rejected.error() : null;
    return error != null
        && error.instruction() != null
        && error.instruction().kind().equals("InvalidInstructionData");
  }

  private DeployedProgram verified(PublicKey address, byte[] elf) {
    DeployedProgram program = present(address);
    if (!program.is(elf)) {
      throw new DeploymentException(
          "what is on chain at %s now is another program (%s) than the file (%s)"
              .formatted(address, program.hash(), DeployedProgram.hash(elf)));
    }
    return program;
  }

  private DeployedProgram present(PublicKey program) {
    return programs
        .find(program)
        .orElseThrow(
            () ->
                new DeploymentException(
                    "there is no program at %s; give its key to deploy it".formatted(program)));
  }

  private void checkAuthority(String what, Optional<PublicKey> present) {
    if (present.isEmpty()) {
      throw new DeploymentException(what + " has no authority and can never be changed");
    }
    if (!present.get().equals(authority.publicKey())) {
      throw new DeploymentException(
          "the authority of %s is %s, not %s"
              .formatted(what, present.get(), authority.publicKey()));
    }
  }

  private ProgramBuffer buffer(byte[] elf) {
    return new ProgramBuffer(chain, authority, elf);
  }

  private static long fees(byte[] elf) {
    return FEES + FEE_PER_BYTE * elf.length;
  }

  private static void checkElf(byte[] elf) {
    if (elf.length > MAX_PROGRAM_BYTES
        || !Arrays.equals(elf, 0, Math.min(4, elf.length), ELF, 0, 4)) {
      throw new DeploymentException(
          "a program is an ELF file of at most %d bytes".formatted(MAX_PROGRAM_BYTES));
    }
  }
}
