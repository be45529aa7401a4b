package org.podprotocol.anchor.codegen.idl;

/** An account type; its fields are those of the type of the same name. */
public record IdlAccount(String name, Discriminator discriminator) {}
