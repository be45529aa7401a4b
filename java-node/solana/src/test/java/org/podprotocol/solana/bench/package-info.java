/** Measures the sender, against a chain or against a stand-in that lands everything. */
@NullMarked
package org.podprotocol.solana.bench;

import org.jspecify.annotations.NullMarked;
