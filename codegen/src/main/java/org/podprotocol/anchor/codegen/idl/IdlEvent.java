package org.podprotocol.anchor.codegen.idl;

/** An event; its fields are those of the type of the same name. */
public record IdlEvent(String name, Discriminator discriminator) {}
