/** Programs on chain: written, deployed, upgraded and looked at through the upgradeable loader. */
@NullMarked
package org.podprotocol.solana.deploy;

import org.jspecify.annotations.NullMarked;
