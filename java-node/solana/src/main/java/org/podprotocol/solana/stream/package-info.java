/**
 * Many listeners, few subscriptions: shared upstreams, bounded consumers, histories without gaps,
 * logs as call trees.
 */
@NullMarked
package org.podprotocol.solana.stream;

import org.jspecify.annotations.NullMarked;
