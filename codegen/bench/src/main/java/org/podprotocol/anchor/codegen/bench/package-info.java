/** Measures generated bindings beside code written by hand, solanaj and sava. */
package org.podprotocol.anchor.codegen.bench;
