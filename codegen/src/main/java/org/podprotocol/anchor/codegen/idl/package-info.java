/**
 * An Anchor IDL as it is written: the model of specification 0.1.0, and the strict parsers that
 * turn JSON of that form, or of the form before it, into the model.
 */
@NullMarked
package org.podprotocol.anchor.codegen.idl;

import org.jspecify.annotations.NullMarked;
