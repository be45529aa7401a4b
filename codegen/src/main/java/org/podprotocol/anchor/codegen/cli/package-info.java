/** The command line: generate, inspect, diff, fetch. */
@NullMarked
package org.podprotocol.anchor.codegen.cli;

import org.jspecify.annotations.NullMarked;
