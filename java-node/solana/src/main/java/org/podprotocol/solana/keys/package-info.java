/** Who signs: key pairs, signers whose keys live elsewhere, and signatures. */
@NullMarked
package org.podprotocol.solana.keys;

import org.jspecify.annotations.NullMarked;
