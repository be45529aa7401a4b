/** Turns an Anchor IDL into Java bindings: read, resolve, generate. */
@NullMarked
package org.podprotocol.anchor.codegen;

import org.jspecify.annotations.NullMarked;
