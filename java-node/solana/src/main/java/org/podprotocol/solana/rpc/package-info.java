/**
 * JSON-RPC as types: one method a call, records for answers, errors that keep what the node said.
 */
@NullMarked
package org.podprotocol.solana.rpc;

import org.jspecify.annotations.NullMarked;
