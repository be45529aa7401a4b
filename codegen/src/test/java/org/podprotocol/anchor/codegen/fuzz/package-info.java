/**
 * What is fuzzed with Jazzer, for a moment in every test run and for as long as one likes by hand.
 */
package org.podprotocol.anchor.codegen.fuzz;
