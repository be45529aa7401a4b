/** One test class for each item of the specification; docs/coverage.md is made of them. */
package org.podprotocol.anchor.codegen.coverage;
