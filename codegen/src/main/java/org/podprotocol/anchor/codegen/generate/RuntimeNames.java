package org.podprotocol.anchor.codegen.generate;

import com.palantir.javapoet.ClassName;

/** The classes that generated code leans on. */
final class RuntimeNames {
  static final ClassName PUBLIC_KEY = ClassName.get("org.p2p.solanaj.core", "PublicKey");
  static final ClassName ACCOUNT_META = ClassName.get("org.p2p.solanaj.core", "AccountMeta");
  static final ClassName INSTRUCTION =
      ClassName.get("org.p2p.solanaj.core", "TransactionInstruction");

  final ClassName reader;
  final ClassName writer;
  final ClassName view;
  final ClassName contents;
  final ClassName decodingException;
  final ClassName memcmpFilter;
  final ClassName programAddress;
  final ClassName programLogs;
  final ClassName seeds;

  RuntimeNames(String packageName) {
    reader = ClassName.get(packageName, "ByteReader");
    writer = ClassName.get(packageName, "ByteWriter");
    view = ClassName.get(packageName, "FixedView");
    contents = ClassName.get(packageName, "Contents");
    decodingException = ClassName.get(packageName, "DecodingException");
    memcmpFilter = ClassName.get(packageName, "MemcmpFilter");
    programAddress = ClassName.get(packageName, "ProgramAddress");
    programLogs = ClassName.get(packageName, "ProgramLogs");
    seeds = ClassName.get(packageName, "Seeds");
  }
}
