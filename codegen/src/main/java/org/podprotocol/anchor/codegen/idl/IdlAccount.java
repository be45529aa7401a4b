package org.podprotocol.anchor.codegen.idl;

/**
 * An account type.
 *
 * @param typeName of the type that has its fields; in specification 0.1.0 the same as the name
 */
public record IdlAccount(String name, Discriminator discriminator, String typeName) {}
