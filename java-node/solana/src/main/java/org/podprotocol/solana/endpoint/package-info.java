/**
 * Getting calls to nodes: HTTP connections of one endpoint, and a pool of endpoints with health and
 * budgets.
 */
@NullMarked
package org.podprotocol.solana.endpoint;

import org.jspecify.annotations.NullMarked;
