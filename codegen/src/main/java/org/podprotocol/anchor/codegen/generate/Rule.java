package org.podprotocol.anchor.codegen.generate;

/** Generates what one feature of the IDL calls for. */
interface Rule {
  /** Adds files to the context. */
  void run(Context context);
}
