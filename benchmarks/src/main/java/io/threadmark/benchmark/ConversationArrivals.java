package io.threadmark.benchmark;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;

/** Conversations that are under way at the same time, in turns; where one ends, another begins. */
final class ConversationArrivals implements Arrivals {
  private static final int OPEN = 1_000;

  private final String name;
  private final Queue<Conversation> open = new ArrayDeque<>();
  private long begun;
  private Sent ended = new Sent(0, 0);

  /**
   * @param name begins all ids
   */
  ConversationArrivals(String name) {
    this.name = name;
  }

  @Override
  public void next(EventLines batch, Instant now) {
    Conversation conversation =
        open.size() < OPEN ? new Conversation(name + begun, begun++) : open.remove();
    conversation.next(batch, now);
    if (conversation.isOver()) {
      ended = ended.plus(conversation.sent());
    } else {
      open.add(conversation);
    }
  }

  @Override
  public Sent sent() {
    Sent sent = ended;
    for (Conversation conversation : open) {
      sent = sent.plus(conversation.sent());
    }
    return sent;
  }
}
