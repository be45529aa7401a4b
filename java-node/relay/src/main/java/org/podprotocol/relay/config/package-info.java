/** One immutable configuration, read from a file, the environment and flags. */
@NullMarked
package org.podprotocol.relay.config;

import org.jspecify.annotations.NullMarked;
