package io.threadmark.benchmark;

import java.io.IOException;
import java.time.Instant;

/** The past of a project: conversations evenly over the last days. */
final class ConversationHistory {
  private static final int BATCH = 500;
  private static final int CONNECTIONS = 8;

  private final int threads;
  private final Instant start = Instant.now().minus(History.LENGTH);

  ConversationHistory(int threads) {
    this.threads = threads;
  }

  /** Sends it as fast as the gateway takes it. */
  Filled send(ProjectClient client) throws IOException, InterruptedException {
    Progress progress = new Progress();
    Sent sent = new Sent(0, 0);
    try (Posting posting = new Posting(client, CONNECTIONS)) {
      EventLines batch = new EventLines();
      for (int n = 0; n < threads; n++) {
        Conversation conversation = new Conversation("past-" + n, n);
        for (long i = 0; !conversation.isOver(); i++) {
          conversation.next(batch, at(n).plusSeconds(i));
        }
        sent = sent.plus(conversation.sent());
        if (batch.events() >= BATCH || n == threads - 1) {
          posting.post(batch);
          batch = new EventLines();
        }
        progress.tell("sent %,d of %,d threads", n, threads);
      }
      posting.finish();
      return new Filled(sent, posting.durable());
    }
  }

  private Instant at(int n) {
    return start.plusMillis(History.LENGTH.toMillis() * n / threads);
  }
}
