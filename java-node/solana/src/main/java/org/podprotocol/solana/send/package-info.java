/**
 * From instructions to a known fate: blockhash, compute budget, fee, signing, sending again,
 * confirmation, expiry.
 */
@NullMarked
package org.podprotocol.solana.send;

import org.jspecify.annotations.NullMarked;
