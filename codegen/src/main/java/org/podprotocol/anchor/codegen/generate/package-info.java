/** Writes the bindings of a resolved program, one rule per feature. */
@NullMarked
package org.podprotocol.anchor.codegen.generate;

import org.jspecify.annotations.NullMarked;
