package org.podprotocol.solana.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.p2p.solanaj.core.AccountMeta;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.TransactionInstruction;

/** Merges the accounts of all instructions, orders them, and turns addresses into indexes. */
final class MessageCompiler {

  private static final Comparator<PublicKey> BY_BYTES =
      (a, b) -> Arrays.compareUnsigned(a.toByteArray(), b.toByteArray());

  /** What the instructions together ask of one account. */
  private static final class Role {
    boolean signer;
    boolean writable;
    boolean program;
  }

  private final Map<PublicKey, Role> roles = new HashMap<>();
  private final PublicKey feePayer;

  private MessageCompiler(PublicKey feePayer, List<TransactionInstruction> instructions) {
    this.feePayer = feePayer;
    Role payer = role(feePayer);
    payer.signer = true;
    payer.writable = true;
    for (TransactionInstruction instruction : instructions) {
      role(instruction.getProgramId()).program = true;
      for (AccountMeta meta : instruction.getKeys()) {
        Role role = role(meta.getPublicKey());
        role.signer |= meta.isSigner();
        role.writable |= meta.isWritable();
      }
    }
  }

  static Message compile(
      MessageVersion version,
      PublicKey feePayer,
      Blockhash blockhash,
      List<TransactionInstruction> instructions,
      List<AddressLookupTable> tables) {
    return new MessageCompiler(feePayer, instructions)
        .assemble(version, blockhash, instructions, tables);
  }

  private Role role(PublicKey key) {
    return roles.computeIfAbsent(key, unused -> new Role());
  }

  private Message assemble(
      MessageVersion version,
      Blockhash blockhash,
      List<TransactionInstruction> instructions,
      List<AddressLookupTable> tables) {
    List<PublicKey> loadedWritable = new ArrayList<>();
    List<PublicKey> loadedReadonly = new ArrayList<>();
    List<MessageAddressTableLookup> lookups =
        extractLookups(tables, loadedWritable, loadedReadonly);

    List<PublicKey> keys = new ArrayList<>(roles.size());
    keys.add(feePayer);
    append(keys, true, true);
    int writableSigners = keys.size();
    append(keys, true, false);
    int signers = keys.size();
    append(keys, false, true);
    int writable = keys.size();
    append(keys, false, false);

    Map<PublicKey, Integer> indexes = new HashMap<>();
    keys.forEach(key -> indexes.put(key, indexes.size()));
    loadedWritable.forEach(key -> indexes.put(key, indexes.size()));
    loadedReadonly.forEach(key -> indexes.put(key, indexes.size()));
    if (indexes.size() > 256) {
      throw new IllegalArgumentException(
          "a transaction names at most 256 accounts, not " + indexes.size());
    }
    if (signers > 127) {
      throw new IllegalArgumentException("a transaction has at most 127 signers, not " + signers);
    }
    List<CompiledInstruction> compiled =
        instructions.stream().map(instruction -> compile(instruction, indexes)).toList();
    return new Message(
        version,
        signers,
        signers - writableSigners,
        keys.size() - writable,
        keys,
        blockhash,
        compiled,
        lookups);
  }

  private void append(List<PublicKey> keys, boolean signer, boolean writable) {
    roles.entrySet().stream()
        .filter(e -> e.getValue().signer == signer && e.getValue().writable == writable)
        .map(Map.Entry::getKey)
        .filter(key -> !key.equals(feePayer))
        .sorted(BY_BYTES)
        .forEach(keys::add);
  }

  private List<MessageAddressTableLookup> extractLookups(
      List<AddressLookupTable> tables,
      List<PublicKey> loadedWritable,
      List<PublicKey> loadedReadonly) {
    List<MessageAddressTableLookup> lookups = new ArrayList<>();
    Set<PublicKey> seenTables = new HashSet<>();
    for (AddressLookupTable table : tables) {
      if (!seenTables.add(table.address())) {
        continue;
      }
      byte[] writable = take(table, true, loadedWritable);
      byte[] readonly = take(table, false, loadedReadonly);
      if (writable.length + readonly.length > 0) {
        lookups.add(new MessageAddressTableLookup(table.address(), writable, readonly));
      }
    }
    return lookups;
  }

  /** Moves the table's accounts of one kind out of the static keys, in the order of their bytes. */
  private byte[] take(AddressLookupTable table, boolean writable, List<PublicKey> loaded) {
    Map<PublicKey, Integer> positions = new HashMap<>();
    for (int i = 0; i < table.addresses().size(); i++) {
      positions.putIfAbsent(table.addresses().get(i), i);
    }
    List<PublicKey> found =
        roles.entrySet().stream()
            .filter(e -> !e.getValue().signer && !e.getValue().program)
            .filter(e -> e.getValue().writable == writable && positions.containsKey(e.getKey()))
            .map(Map.Entry::getKey)
            .sorted(BY_BYTES)
            .toList();
    byte[] indexes = new byte[found.size()];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = (byte) positions.get(found.get(i)).intValue();
      loaded.add(found.get(i));
      roles.remove(found.get(i));
    }
    return indexes;
  }

  private static CompiledInstruction compile(
      TransactionInstruction instruction, Map<PublicKey, Integer> indexes) {
    List<AccountMeta> metas = instruction.getKeys();
    byte[] accounts = new byte[metas.size()];
    for (int i = 0; i < accounts.length; i++) {
      accounts[i] = (byte) indexes.get(metas.get(i).getPublicKey()).intValue();
    }
    return new CompiledInstruction(
        indexes.get(instruction.getProgramId()), accounts, instruction.getData());
  }
}
