/**
 * The IDL made ready to be generated from: aliases and generics replaced by what they stand for,
 * sizes, alignments and offsets computed, the paths of PDA seeds followed.
 */
@NullMarked
package org.podprotocol.anchor.codegen.resolve;

import org.jspecify.annotations.NullMarked;
