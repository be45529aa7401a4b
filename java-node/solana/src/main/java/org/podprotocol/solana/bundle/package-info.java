/** Many operations in few transactions: packed to the byte, each with an outcome of its own. */
@NullMarked
package org.podprotocol.solana.bundle;

import org.jspecify.annotations.NullMarked;
