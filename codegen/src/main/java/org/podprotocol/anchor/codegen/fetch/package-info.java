/** Finds the IDL that a program's authority has stored on chain. */
@NullMarked
package org.podprotocol.anchor.codegen.fetch;

import org.jspecify.annotations.NullMarked;
