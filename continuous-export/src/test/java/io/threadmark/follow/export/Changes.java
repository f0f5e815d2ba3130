package io.threadmark.follow.export;

import io.threadmark.follow.part.ThreadChange;
import io.threadmark.schema.Content;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Makes what records say. */
public final class Changes {
  static final Instant TIME = Instant.parse("2026-01-01T00:00:00.250Z");

  private Changes() {}

  /** A thread as it is from an offset on. */
  public static ThreadChange upsert(int partition, long offset, String id, String text) {
    return new ThreadChange(
        partition, offset, TIME.plusSeconds(offset), "default", id, thread(id, text));
  }

  /** A thread that is gone from an offset on. */
  public static ThreadChange removal(int partition, long offset, String id) {
    return new ThreadChange(partition, offset, TIME.plusSeconds(offset), "default", id, null);
  }

  /** A thread of somebody else. */
  public static ThreadChange ofAnotherProject(int partition, long offset, String id) {
    return new ThreadChange(
        partition, offset, TIME.plusSeconds(offset), "other", id, thread(id, "not yours"));
  }

  private static LabeledThread thread(String id, String text) {
    LabeledMessage message =
        LabeledMessage.newBuilder()
            .setMessageId("m-" + id)
            .setRole("user")
            .setContent(new Content(text, null))
            .setTags(Map.of())
            .setMetadata(Map.of())
            .setCreatedAt(TIME)
            .setUpdatedAt(TIME)
            .build();
    return LabeledThread.newBuilder()
        .setProjectId("default")
        .setThreadId(id)
        .setKind("thread")
        .setCreatedAt(TIME)
        .setUpdatedAt(TIME)
        .setMessages(List.of(message))
        .setIntents(List.of("tried"))
        .setMessageCount(1)
        .setTraceCount(0)
        .setFeedbackCount(0)
        .build();
  }
}
