/** Complete small agents to begin with; each has a {@code main}, and the relay's tests run them. */
@NullMarked
package org.podprotocol.examples;

import org.jspecify.annotations.NullMarked;
