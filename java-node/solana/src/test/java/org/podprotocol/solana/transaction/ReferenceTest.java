package org.podprotocol.solana.transaction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.p2p.solanaj.core.AccountMeta;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;
import org.podprotocol.solana.keys.Keypair;

/**
 * Against transactions and instructions made by {@code @solana/web3.js} 1 with keys from repeated
 * bytes.
 */
class ReferenceTest {

  private static JsonNode vectors;

  @BeforeAll
  static void load() throws Exception {
    try (InputStream in = ReferenceTest.class.getResourceAsStream("/reference-transactions.json")) {
      vectors = new JsonMapper().readTree(in);
    }
  }

  private static Keypair key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return Keypair.ofSeed(bytes);
  }

  private static List<TransactionInstruction> instructions(JsonNode vector) {
    List<TransactionInstruction> all = new ArrayList<>();
    for (JsonNode node : vector.get("instructions")) {
      List<AccountMeta> metas = new ArrayList<>();
      for (JsonNode meta : node.get("keys")) {
        metas.add(
            new AccountMeta(
                new PublicKey(meta.get("key").asText()),
                meta.get("signer").asBoolean(),
                meta.get("writable").asBoolean()));
      }
      all.add(
          new TransactionInstruction(
              new PublicKey(node.get("program").asText()),
              metas,
              HexFormat.of().parseHex(node.get("data").asText())));
    }
    return all;
  }

  private static void assertSame(
      List<TransactionInstruction> expected, List<TransactionInstruction> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(text(expected.get(i)), text(actual.get(i)));
    }
  }

  private static String text(TransactionInstruction instruction) {
    StringBuilder text = new StringBuilder(instruction.getProgramId().toBase58());
    for (AccountMeta meta : instruction.getKeys()) {
      text.append(' ').append(meta.getPublicKey()).append(meta.isSigner() ? " s" : "");
      text.append(meta.isWritable() ? " w" : "");
    }
    return text.append(' ').append(HexFormat.of().formatHex(instruction.getData())).toString();
  }

  private static Transaction decode(JsonNode vector) {
    return Transaction.decode(Base64.getDecoder().decode(vector.get("base64").asText()));
  }

  @Test
  void readsVerifiesAndWritesTheirTransactions() {
    for (int i = 0; i < 2; i++) {
      Transaction transaction = decode(vectors.get(i));
      assertTrue(transaction.verify());
      assertEquals(vectors.get(i).get("base64").asText(), transaction.toBase64());
    }
  }

  @Test
  void instructionsHaveTheSameBytesAndAccounts() {
    PublicKey a = key(1).publicKey();
    PublicKey b = key(2).publicKey();
    PublicKey c = key(3).publicKey();
    assertSame(
        instructions(vectors.get(0)),
        List.of(
            ComputeBudget.unitLimit(200_000),
            ComputeBudget.unitPrice(1_234_567),
            SystemProgram.transfer(b, c, 42),
            SystemProgram.createAccount(a, c, 1_447_680, 80, SystemProgram.PROGRAM),
            SystemProgram.initializeNonce(c, b),
            SystemProgram.advanceNonce(c, b),
            SystemProgram.withdrawNonce(c, b, a, 7)));
    PublicKey table = LookupTableProgram.address(b, 123_456);
    assertEquals(vectors.get(2).get("table").asText(), table.toBase58());
    assertSame(
        instructions(vectors.get(2)),
        List.of(
            LookupTableProgram.create(b, a, 123_456),
            LookupTableProgram.extend(table, b, a, List.of(c))));
  }

  @Test
  void compilesToTheSameSizeAndMeaning() {
    Message theirs = decode(vectors.get(0)).message();
    Message ours =
        Message.legacy(key(1).publicKey(), theirs.blockhash(), instructions(vectors.get(0)));
    assertEquals(theirs.transactionSize(), ours.transactionSize());
    assertEquals(meaning(theirs, List.of()), meaning(ours, List.of()));
    assertTrue(Transaction.signed(ours, key(3), key(1), key(2)).verify());
  }

  @Test
  void takesTheSameAccountsFromLookupTables() {
    JsonNode vector = vectors.get(1);
    List<PublicKey> entries = new ArrayList<>();
    vector.get("entries").forEach(entry -> entries.add(new PublicKey(entry.asText())));
    Message theirs = decode(vector).message();
    Message ours =
        Message.v0(
            key(1).publicKey(),
            theirs.blockhash(),
            instructions(vector),
            List.of(new AddressLookupTable(new PublicKey(vector.get("table").asText()), entries)));
    assertEquals(theirs.transactionSize(), ours.transactionSize());
    assertEquals(meaning(theirs, entries), meaning(ours, entries));
    assertArrayEquals(
        sorted(theirs.lookups().get(0).writableIndexes()),
        sorted(ours.lookups().get(0).writableIndexes()));
  }

  private static byte[] sorted(byte[] bytes) {
    Arrays.sort(bytes);
    return bytes;
  }

  /**
   * Each instruction with addresses and roles in place of indexes: the order of accounts is free
   * within a group.
   */
  private static List<String> meaning(Message message, List<PublicKey> entries) {
    List<String> accounts = new ArrayList<>();
    for (int i = 0; i < message.accountKeys().size(); i++) {
      accounts.add(
          message.accountKeys().get(i)
              + (i < message.signers().size() ? " s" : "")
              + (message.isWritable(i) ? " w" : ""));
    }
    for (MessageAddressTableLookup lookup : message.lookups()) {
      for (byte index : lookup.writableIndexes()) {
        accounts.add(entries.get(index) + " w");
      }
    }
    for (MessageAddressTableLookup lookup : message.lookups()) {
      for (byte index : lookup.readonlyIndexes()) {
        accounts.add(entries.get(index).toString());
      }
    }
    List<String> meanings = new ArrayList<>();
    for (CompiledInstruction instruction : message.instructions()) {
      StringBuilder text = new StringBuilder(accounts.get(instruction.programIndex()));
      for (byte index : instruction.accountIndexes()) {
        text.append(", ").append(accounts.get(Byte.toUnsignedInt(index)));
      }
      meanings.add(text + " " + HexFormat.of().formatHex(instruction.data()));
    }
    return meanings;
  }
}
