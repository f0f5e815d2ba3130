package io.threadmark.dataset;

import io.threadmark.schema.LabeledThread;
import java.util.Iterator;
import java.util.Locale;
import java.util.Random;

/** Any number of conversations that follow from a seed, many of them with questions in common. */
public final class GeneratedConversations implements Iterator<LabeledThread> {
  private final Random random;
  private final int threads;
  private final int users;
  private final int questions;
  private int made;

  public GeneratedConversations(long seed, int threads, int users, int questions) {
    this.random = new Random(seed);
    this.threads = threads;
    this.users = users;
    this.questions = questions;
  }

  @Override
  public boolean hasNext() {
    return made < threads;
  }

  @Override
  public LabeledThread next() {
    String id = "th-%06d".formatted(made++);
    TestThread thread = TestThread.of(id);
    if (random.nextInt(4) > 0) {
      thread.user("user-" + random.nextInt(users));
    }
    int turns = 1 + random.nextInt(3);
    for (int turn = 0; turn < turns; turn++) {
      turn(thread, id + "-t" + turn);
    }
    return thread.build();
  }

  private void turn(TestThread thread, String traceId) {
    String question = "Question number " + random.nextInt(questions);
    thread
        .trace(traceId)
        .user(random.nextBoolean() ? question : question.toUpperCase(Locale.ROOT) + "  ", traceId);
    thread.assistant("Answer number " + random.nextInt(questions), traceId);
    String rater = "rater-" + random.nextInt(5);
    switch (random.nextInt(4)) {
      case 0 -> thread.corrects(rater, traceId, "\"Better " + random.nextInt(questions) + "\"");
      case 1 ->
          thread.prefers(
              rater,
              traceId,
              "{\"candidates\":[{\"id\":\"a\",\"content\":\"A%d\"},{\"id\":\"b\",\"content\":\"B\"},{\"id\":\"c\",\"content\":\"C\"}],\"ranking\":[\"b\",\"a\",\"c\"]}"
                  .formatted(random.nextInt(questions)));
      default -> thread.likes(rater, traceId, random.nextBoolean());
    }
  }
}
