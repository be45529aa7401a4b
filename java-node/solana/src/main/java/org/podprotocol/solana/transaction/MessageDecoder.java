package org.podprotocol.solana.transaction;

import java.util.ArrayList;
import java.util.List;
import org.p2p.solanaj.core.PublicKey;

/** Reads a message and checks what the runtime's own sanitizing checks. */
final class MessageDecoder {

  private MessageDecoder() {}

  static Message decode(byte[] wire) {
    WireReader in = new WireReader(wire);
    MessageVersion version = MessageVersion.LEGACY;
    if ((in.peek() & 0x80) != 0) {
      int number = in.u8() & 0x7f;
      if (number != 0) {
        throw in.malformed("message version " + number + " is unknown");
      }
      version = MessageVersion.V0;
    }
    int signatures = in.u8();
    int readonlySigners = in.u8();
    int readonlyOthers = in.u8();
    List<PublicKey> keys = in.keys();
    Blockhash blockhash = Blockhash.of(in.bytes(32));
    List<CompiledInstruction> instructions = instructions(in);
    List<MessageAddressTableLookup> lookups =
        version == MessageVersion.V0 ? lookups(in) : List.of();
    in.end();
    if (signatures == 0
        || readonlySigners >= signatures
        || signatures + readonlyOthers > keys.size()) {
      throw in.malformed("the header does not fit the accounts");
    }
    int accounts = keys.size();
    for (MessageAddressTableLookup lookup : lookups) {
      accounts += lookup.writableIndexes().length + lookup.readonlyIndexes().length;
    }
    for (CompiledInstruction instruction : instructions) {
      check(in, instruction, keys.size(), accounts);
    }
    return new Message(
        version,
        signatures,
        readonlySigners,
        readonlyOthers,
        keys,
        blockhash,
        instructions,
        lookups);
  }

  private static void check(
      WireReader in, CompiledInstruction instruction, int staticKeys, int accounts) {
    if (instruction.programIndex() == 0 || instruction.programIndex() >= staticKeys) {
      throw in.malformed("a program index is out of range");
    }
    for (int i = 0; i < instruction.accountCount(); i++) {
      if (instruction.accountIndex(i) >= accounts) {
        throw in.malformed("an account index is out of range");
      }
    }
  }

  private static List<CompiledInstruction> instructions(WireReader in) {
    int count = in.count(3);
    List<CompiledInstruction> instructions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int program = in.u8();
      byte[] accounts = in.bytes(in.length());
      byte[] data = in.bytes(in.length());
      instructions.add(new CompiledInstruction(program, accounts, data));
    }
    return instructions;
  }

  private static List<MessageAddressTableLookup> lookups(WireReader in) {
    int count = in.count(34);
    List<MessageAddressTableLookup> lookups = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      PublicKey table = in.key();
      byte[] writable = in.bytes(in.length());
      byte[] readonly = in.bytes(in.length());
      lookups.add(new MessageAddressTableLookup(table, writable, readonly));
    }
    return lookups;
  }
}
