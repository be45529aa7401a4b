package org.podprotocol.client.relay;

import java.util.List;

/**
 * A run of an inbox.
 *
 * @param messages in order of their sequence numbers, without gaps
 * @param next sequence number to go on from
 */
public record InboxPage(List<StoredMessage> messages, long next) {
  public InboxPage {
    messages = List.copyOf(messages);
  }
}
