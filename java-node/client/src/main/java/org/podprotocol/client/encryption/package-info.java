/** Encryption of content to its recipient: HPKE (RFC 9180) bound to the envelope's header. */
@NullMarked
package org.podprotocol.client.encryption;

import org.jspecify.annotations.NullMarked;
