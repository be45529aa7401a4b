package org.podprotocol.anchor.codegen.idl;

import java.util.Optional;

/**
 * An error that the program answers with.
 *
 * @param code u32
 */
public record IdlError(long code, String name, Optional<String> message) {}
