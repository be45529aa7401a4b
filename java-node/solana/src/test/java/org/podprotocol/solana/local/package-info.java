/**
 * A real local chain for tests, and a proxy that puts faults between it and the code under test.
 */
@NullMarked
package org.podprotocol.solana.local;

import org.jspecify.annotations.NullMarked;
