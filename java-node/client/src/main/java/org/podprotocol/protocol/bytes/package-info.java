/** Addresses, hashes and the plain encodings under them: the vocabulary of the rooms above. */
@NullMarked
package org.podprotocol.protocol.bytes;

import org.jspecify.annotations.NullMarked;
