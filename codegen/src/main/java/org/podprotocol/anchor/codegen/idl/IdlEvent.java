package org.podprotocol.anchor.codegen.idl;

/**
 * An event.
 *
 * @param typeName of the type that has its fields; in specification 0.1.0 the same as the name
 */
public record IdlEvent(String name, Discriminator discriminator, String typeName) {}
