package org.podprotocol.anchor.codegen.idl;

import java.util.List;

/**
 * A constant.
 *
 * @param value a Rust literal or expression
 */
public record IdlConstant(String name, List<String> docs, IdlType type, String value) {}
