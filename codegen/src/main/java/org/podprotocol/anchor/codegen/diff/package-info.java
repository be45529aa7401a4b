/** Compares two IDLs of a program: which changes break those who use it. */
@NullMarked
package org.podprotocol.anchor.codegen.diff;

import org.jspecify.annotations.NullMarked;
