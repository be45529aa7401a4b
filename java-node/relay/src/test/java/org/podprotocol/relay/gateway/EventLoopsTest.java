package org.podprotocol.relay.gateway;

import org.podprotocol.solana.local.NettyDisciplineTest;

/** Lost buffers and blocked event loops are noticed on this module's Java as well. */
class EventLoopsTest extends NettyDisciplineTest {}
