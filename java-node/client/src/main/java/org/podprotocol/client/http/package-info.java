/** HTTP with bounds: connections, waiting, time and answer size, over the platform's client. */
@NullMarked
package org.podprotocol.client.http;

import org.jspecify.annotations.NullMarked;
