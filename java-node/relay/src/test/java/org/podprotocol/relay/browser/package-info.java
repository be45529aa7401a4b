/** The dashboard in a real browser. */
@NullMarked
package org.podprotocol.relay.browser;

import org.jspecify.annotations.NullMarked;
