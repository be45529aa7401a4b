/** Judges the metrics by rules, and tells people when one does not hold. */
@NullMarked
package org.podprotocol.relay.observe.alerts;

import org.jspecify.annotations.NullMarked;
