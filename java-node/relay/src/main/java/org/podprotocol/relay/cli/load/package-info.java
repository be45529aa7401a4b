/** The load tester: sends on a clock, whatever the answers do, and measures what comes of it. */
@NullMarked
package org.podprotocol.relay.cli.load;

import org.jspecify.annotations.NullMarked;
