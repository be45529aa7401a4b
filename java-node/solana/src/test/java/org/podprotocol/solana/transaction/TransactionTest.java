package org.podprotocol.solana.transaction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2p.solanaj.core.AccountMeta;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.keys.Keypair;

class TransactionTest {

  private final Keypair payer = key(1);
  private final Keypair other = key(2);
  private final Blockhash blockhash = Blockhash.of(key(9).publicKey().toByteArray());

  private static Keypair key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return Keypair.ofSeed(bytes);
  }

  @Test
  void signaturesGoToTheirKeysWhateverOrderTheSignersComeIn() {
    Message message =
        Message.legacy(
            payer.publicKey(),
            blockhash,
            List.of(
                SystemProgram.transfer(other.publicKey(), payer.publicKey(), 1),
                SystemProgram.transfer(payer.publicKey(), other.publicKey(), 1)));
    Transaction one = Transaction.signed(message, payer, other);
    Transaction two = Transaction.sign(message, List.of(other, payer)).join();
    assertTrue(one.verify());
    assertArrayEquals(one.toBytes(), two.toBytes());
    assertEquals(payer.signNow(message.toBytes()), one.id());
  }

  @Test
  void refusesASignatureOfAStranger() {
    Message message =
        Message.legacy(
            payer.publicKey(),
            blockhash,
            List.of(SystemProgram.transfer(payer.publicKey(), other.publicKey(), 1)));
    assertThrows(IllegalArgumentException.class, () -> Transaction.signed(message, other));
    assertEquals(List.of(payer.publicKey()), Transaction.unsigned(message).missingSigners());
    assertFalse(Transaction.unsigned(message).verify());
  }

  @Test
  void accountsStandInTheRuntimesOrder() {
    PublicKey program = key(7).publicKey();
    List<AccountMeta> metas = new ArrayList<>();
    for (int i = 10; i < 14; i++) {
      metas.add(new AccountMeta(key(i).publicKey(), i % 2 == 0, i < 12));
    }
    Collections.shuffle(metas, new Random(5));
    Message message =
        Message.legacy(
            payer.publicKey(),
            blockhash,
            List.of(new TransactionInstruction(program, metas, new byte[] {1})));
    assertEquals(payer.publicKey(), message.feePayer());
    assertEquals(
        List.of(payer.publicKey(), key(10).publicKey(), key(12).publicKey()), message.signers());
    assertEquals(key(11).publicKey(), message.accountKeys().get(3));
    assertEquals(
        List.of(payer.publicKey(), key(10).publicKey(), key(11).publicKey()),
        message.writableAccounts());
    assertEquals(6, message.accountKeys().size());
  }

  @Test
  void anAccountNamedTwiceGetsTheStrongerRole() {
    PublicKey program = key(7).publicKey();
    PublicKey account = key(8).publicKey();
    Message message =
        Message.legacy(
            payer.publicKey(),
            blockhash,
            List.of(
                new TransactionInstruction(
                    program, List.of(new AccountMeta(account, false, false)), new byte[0]),
                new TransactionInstruction(
                    program, List.of(new AccountMeta(account, false, true)), new byte[0])));
    assertEquals(3, message.accountKeys().size());
    assertTrue(message.writableAccounts().contains(account));
  }

  @Test
  void lookupTablesTakeWhatIsNeitherSignerNorProgram() {
    PublicKey program = key(7).publicKey();
    List<AccountMeta> metas = new ArrayList<>();
    List<PublicKey> entries = new ArrayList<>();
    for (int i = 20; i < 60; i++) {
      metas.add(new AccountMeta(key(i).publicKey(), i == 20, i % 3 == 0));
      entries.add(key(i).publicKey());
    }
    entries.add(program);
    var table = new AddressLookupTable(key(99).publicKey(), entries);
    var unused = new AddressLookupTable(key(98).publicKey(), List.of(key(97).publicKey()));
    var instruction = new TransactionInstruction(program, metas, new byte[] {1});
    assertThrows(
        TransactionTooLargeException.class,
        () -> Message.legacy(payer.publicKey(), blockhash, List.of(instruction)));
    Message message =
        Message.v0(payer.publicKey(), blockhash, List.of(instruction), List.of(unused, table));
    assertEquals(3, message.accountKeys().size(), "payer, signer and program stay");
    assertEquals(1, message.lookups().size());
    assertEquals(13, message.lookups().get(0).writableIndexes().length);
    assertEquals(26, message.lookups().get(0).readonlyIndexes().length);
    assertEquals(message, Message.decode(message.toBytes()));
  }

  @Test
  void sizeIsCheckedToTheByte() {
    Message fits = memo(1232 - memoOverhead());
    assertEquals(1232, Transaction.signed(fits, payer).toBytes().length);
    TransactionTooLargeException e =
        assertThrows(TransactionTooLargeException.class, () -> memo(1233 - memoOverhead()));
    assertEquals(1233, e.size());
    assertEquals(1232, e.limit());
  }

  private int memoOverhead() {
    // Lengths from 128 up take two bytes.
    return memo(500).transactionSize() - 500;
  }

  private Message memo(int bytes) {
    return Message.legacy(
        payer.publicKey(),
        blockhash,
        List.of(new TransactionInstruction(key(7).publicKey(), List.of(), new byte[bytes])));
  }

  @Test
  void decodesWhatItEncodesAndNothingCutOrLengthened() {
    Message message =
        Message.legacy(
            payer.publicKey(),
            blockhash,
            List.of(SystemProgram.transfer(payer.publicKey(), other.publicKey(), 42)));
    byte[] wire = Transaction.signed(message, payer).toBytes();
    Transaction decoded = Transaction.decode(wire);
    assertArrayEquals(wire, decoded.toBytes());
    assertTrue(decoded.verify());
    for (int cut = 0; cut < wire.length; cut++) {
      byte[] part = Arrays.copyOf(wire, cut);
      assertThrows(IllegalArgumentException.class, () -> Transaction.decode(part));
    }
    byte[] longer = Arrays.copyOf(wire, wire.length + 1);
    assertThrows(IllegalArgumentException.class, () -> Transaction.decode(longer));
  }

  @Test
  void randomInputNeverBreaksTheDecoder() {
    Random random = new Random(7);
    Message message =
        Message.v0(
            payer.publicKey(),
            blockhash,
            List.of(SystemProgram.transfer(payer.publicKey(), other.publicKey(), 42)),
            List.of(new AddressLookupTable(key(99).publicKey(), List.of(other.publicKey()))));
    byte[] wire = Transaction.signed(message, payer).toBytes();
    for (int round = 0; round < 20_000; round++) {
      byte[] mutated = wire.clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
      }
      try {
        assertArrayEquals(mutated, Transaction.decode(mutated).toBytes());
      } catch (IllegalArgumentException expected) {
        assertTrue(expected.getMessage().length() > 10);
      }
    }
  }

  @Test
  void computeBudgetInstructionsHaveTheirDocumentedBytes() {
    assertArrayEquals(
        new byte[] {2, 0x40, 0x0d, 0x03, 0}, ComputeBudget.unitLimit(200_000).getData());
    assertArrayEquals(new byte[] {3, 1, 0, 0, 0, 0, 0, 0, 0}, ComputeBudget.unitPrice(1).getData());
    assertArrayEquals(
        new byte[] {4, 0, 0, 1, 0}, ComputeBudget.loadedAccountsDataSize(65_536).getData());
    assertEquals(1, ComputeBudget.priorityFeeLamports(1, 1));
    assertEquals(200, ComputeBudget.priorityFeeLamports(200_000, 1_000));
  }
}
