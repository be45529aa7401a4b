package org.podprotocol.relay.cli.demo;

/**
 * One message of the conversation.
 *
 * @param from number of the agent that says it
 * @param to number of the agent it is for, always another one
 * @param isText whether the content is text; otherwise it is any bytes
 * @param content 1 to 4,000 bytes
 */
record Line(int from, int to, boolean isText, byte[] content) {}
