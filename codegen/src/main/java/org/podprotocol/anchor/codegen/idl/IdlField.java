package org.podprotocol.anchor.codegen.idl;

import java.util.List;

/** A named field, or an argument. */
public record IdlField(String name, List<String> docs, IdlType type) {}
