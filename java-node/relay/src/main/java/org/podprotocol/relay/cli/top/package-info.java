/** The terminal dashboard: asks a relay for its metrics and draws them. */
@NullMarked
package org.podprotocol.relay.cli.top;

import org.jspecify.annotations.NullMarked;
