/**
 * What generated bindings need at run time: the sources of this package are copied into the package
 * of the bindings, so that they depend on nothing but the value types of solanaj.
 */
package org.podprotocol.anchor.codegen.runtime;
