/** Tells the service manager that started the relay how it is. */
@NullMarked
package org.podprotocol.relay.supervision;

import org.jspecify.annotations.NullMarked;
