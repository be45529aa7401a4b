/**
 * The one signature rule: what counts as an Ed25519 key and signature, and making such signatures.
 */
@NullMarked
package org.podprotocol.protocol.crypto;

import org.jspecify.annotations.NullMarked;
