/**
 * From instructions to wire bytes and back: messages, lookup tables, transactions, native
 * instructions.
 */
@NullMarked
package org.podprotocol.solana.transaction;

import org.jspecify.annotations.NullMarked;
