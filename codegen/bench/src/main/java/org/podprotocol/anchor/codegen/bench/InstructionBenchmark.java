package org.podprotocol.anchor.codegen.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.p2p.solanaj.core.AccountMeta;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.bindings.PodProtocolPdas;
import org.podprotocol.bindings.PodProtocolProgram;
import org.podprotocol.bindings.instructions.SendMessage;
import org.podprotocol.bindings.runtime.ProgramAddress;
import software.sava.core.accounts.ProgramDerivedAddress;

/** The instruction send_message, with 100 bytes of content, and the address of its message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InstructionBenchmark {
  private static final PublicKey SYSTEM = new PublicKey("11111111111111111111111111111111");
  private static final byte[] SEED = "message".getBytes(StandardCharsets.US_ASCII);

  private final PublicKey signer = key(1);
  private final PublicKey sender = key(2);
  private final PublicKey recipient = key(3);
  private final byte[] content = new byte[100];
  private final ProgramAddress message = PodProtocolPdas.message(sender, 7);
  private final software.sava.core.accounts.PublicKey savaProgram =
      software.sava.core.accounts.PublicKey.createPubKey(
          PodProtocolProgram.PROGRAM_ID.toByteArray());
  private final software.sava.core.accounts.PublicKey savaSigner = sava(signer);
  private final software.sava.core.accounts.PublicKey savaSender = sava(sender);
  private final software.sava.core.accounts.PublicKey savaRecipient = sava(recipient);
  private final software.sava.core.accounts.PublicKey savaMessage = sava(message.address());
  private final software.sava.core.accounts.PublicKey savaSystem = sava(SYSTEM);
  private long nonce;

  private static PublicKey key(int n) {
    byte[] bytes = new byte[32];
    bytes[31] = (byte) n;
    return new PublicKey(bytes);
  }

  private static software.sava.core.accounts.PublicKey sava(PublicKey key) {
    return software.sava.core.accounts.PublicKey.createPubKey(key.toByteArray());
  }

  private static byte[] littleEndian(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private byte[] dataByHand() {
    return ByteBuffer.allocate(22 + content.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(SendMessage.discriminator())
        .put((byte) message.bump())
        .putLong(7)
        .put((byte) 0)
        .putInt(content.length)
        .put(content)
        .array();
  }

  /** Generated: a staged builder that is given the derived address. */
  @Benchmark
  public TransactionInstruction build() {
    return SendMessage.builder()
        .signer(signer)
        .payer(signer)
        .sender(sender)
        .recipient(recipient)
        .bump(message.bump())
        .nonce(7)
        .messageType(0)
        .content(content)
        .message(message.address())
        .build();
  }

  /** By hand, of solanaj's value types. */
  @Benchmark
  public TransactionInstruction buildSolanaj() {
    return new TransactionInstruction(
        PodProtocolProgram.PROGRAM_ID,
        List.of(
            new AccountMeta(signer, true, false),
            new AccountMeta(signer, true, true),
            new AccountMeta(message.address(), false, true),
            new AccountMeta(sender, false, true),
            new AccountMeta(recipient, false, false),
            new AccountMeta(SYSTEM, false, false)),
        dataByHand());
  }

  /** By hand, of sava's value types. */
  @Benchmark
  public software.sava.core.tx.Instruction buildSava() {
    return software.sava.core.tx.Instruction.createInstruction(
        savaProgram,
        List.of(
            software.sava.core.accounts.meta.AccountMeta.createReadOnlySigner(savaSigner),
            software.sava.core.accounts.meta.AccountMeta.createWritableSigner(savaSigner),
            software.sava.core.accounts.meta.AccountMeta.createWrite(savaMessage),
            software.sava.core.accounts.meta.AccountMeta.createWrite(savaSender),
            software.sava.core.accounts.meta.AccountMeta.createRead(savaRecipient),
            software.sava.core.accounts.meta.AccountMeta.createRead(savaSystem)),
        dataByHand());
  }

  /** Generated: an address from a constant, an account and a number that changes. */
  @Benchmark
  public ProgramAddress derive() {
    return PodProtocolPdas.message(sender, nonce++);
  }

  /** solanaj: the same address. */
  @Benchmark
  public PublicKey.ProgramDerivedAddress deriveSolanaj() {
    return PublicKey.findProgramAddress(
        List.of(SEED, sender.toByteArray(), littleEndian(nonce++)), PodProtocolProgram.PROGRAM_ID);
  }

  /** sava: the same address. */
  @Benchmark
  public ProgramDerivedAddress deriveSava() {
    return software.sava.core.accounts.PublicKey.findProgramAddress(
        List.of(SEED, savaSender.toByteArray(), littleEndian(nonce++)), savaProgram);
  }
}
