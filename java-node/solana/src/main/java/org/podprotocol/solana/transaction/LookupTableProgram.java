package org.podprotocol.solana.transaction;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.p2p.solanaj.core.AccountMeta;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.PublicKey.ProgramDerivedAddress;
import org.p2p.solanaj.core.TransactionInstruction;

/** Instructions of the address lookup table program. */
public final class LookupTableProgram {

  private LookupTableProgram() {}

  /** Where the table that an authority creates at a recent slot will be. */
  public static PublicKey address(PublicKey authority, long recentSlot) {
    return derive(authority, recentSlot).getAddress();
  }

  private static ProgramDerivedAddress derive(PublicKey authority, long recentSlot) {
    return PublicKey.findProgramAddress(
        List.of(authority.toByteArray(), data(8).putLong(recentSlot).array()),
        AddressLookupTable.PROGRAM);
  }

  /** Makes an empty table; the slot must be among the last 512 that have a block. */
  public static TransactionInstruction create(
      PublicKey authority, PublicKey payer, long recentSlot) {
    ProgramDerivedAddress table = derive(authority, recentSlot);
    return new TransactionInstruction(
        AddressLookupTable.PROGRAM,
        List.of(
            new AccountMeta(table.getAddress(), false, true),
            new AccountMeta(authority, true, false),
            new AccountMeta(payer, true, true),
            new AccountMeta(SystemProgram.PROGRAM, false, false)),
        data(13).putInt(0).putLong(recentSlot).put((byte) table.getNonce()).array());
  }

  /** Adds entries; they can be used from the next slot on. About 30 fit a transaction. */
  public static TransactionInstruction extend(
      PublicKey table, PublicKey authority, PublicKey payer, List<PublicKey> entries) {
    ByteBuffer data = data(12 + 32 * entries.size()).putInt(2).putLong(entries.size());
    entries.forEach(entry -> data.put(entry.toByteArray()));
    return new TransactionInstruction(
        AddressLookupTable.PROGRAM,
        List.of(
            new AccountMeta(table, false, true),
            new AccountMeta(authority, true, false),
            new AccountMeta(payer, true, true),
            new AccountMeta(SystemProgram.PROGRAM, false, false)),
        data.array());
  }

  private static ByteBuffer data(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
