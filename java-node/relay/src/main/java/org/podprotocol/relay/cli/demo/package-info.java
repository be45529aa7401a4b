/** The demo conversation: agents on a test chain that talk, and every promise of it checked. */
@NullMarked
package org.podprotocol.relay.cli.demo;

import org.jspecify.annotations.NullMarked;
