package org.podprotocol.relay.observe.memory;

/**
 * A cache that can do with less, at the price of doing work again.
 *
 * @param name for metrics and the log
 * @param shrink gives memory back and holds less from now on; must not block for long
 * @param restore lets it grow again
 */
public record Trimmable(String name, Runnable shrink, Runnable restore) {}
