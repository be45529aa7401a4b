/** The Maven plugin: bindings are generated before a module compiles. */
@NullMarked
package org.podprotocol.anchor.codegen.maven;

import org.jspecify.annotations.NullMarked;
