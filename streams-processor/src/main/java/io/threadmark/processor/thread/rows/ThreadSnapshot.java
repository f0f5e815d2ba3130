package io.threadmark.processor.thread.rows;

import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.Micros;
import io.threadmark.schema.TraceId;
import io.threadmark.schema.state.HeadRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A labeled thread as it goes to its topic. A thread that is larger than a snapshot may be carries
 * its newest items, says so, and tells how many there are.
 *
 * @param thread null where the thread is not there or has no label
 * @param bytes that it is made from, as they are stored
 */
public record ThreadSnapshot(LabeledThread thread, long bytes) {
  private static final int MIB = 1024 * 1024;

  /** Of the items of a thread that is read whole, a third for each kind. */
  public static final long LARGEST_BYTES = 48L * MIB;

  /** Of a thread as it is now. */
  public static ThreadSnapshot of(Rows rows, Key thread) {
    ThreadReader reader = new ThreadReader(rows, thread.bytes());
    HeadRow head = reader.head();
    if (!ThreadReader.isLabeled(head)) {
      return new ThreadSnapshot(null, 0);
    }
    // Together well below the largest record that a topic takes.
    return of(
        reader,
        head,
        thread,
        new Budget(1_000, MIB),
        new Budget(1_000, 2 * MIB),
        new Budget(500, 3 * MIB),
        MIB / 2);
  }

  /**
   * Of a thread with all that is in it, labeled or not. One whose items take more than {@link
   * #LARGEST_BYTES} carries its newest ones, and says so.
   */
  public static ThreadSnapshot whole(Rows rows, Key thread) {
    ThreadReader reader = new ThreadReader(rows, thread.bytes());
    HeadRow head = reader.head();
    if (head == null) {
      return new ThreadSnapshot(null, 0);
    }
    return of(
        reader,
        head,
        thread,
        new Budget(Integer.MAX_VALUE, LARGEST_BYTES / 3),
        new Budget(Integer.MAX_VALUE, LARGEST_BYTES / 3),
        new Budget(Integer.MAX_VALUE, LARGEST_BYTES / 3),
        Integer.MAX_VALUE);
  }

  private static ThreadSnapshot of(
      ThreadReader reader,
      HeadRow head,
      Key thread,
      Budget ofFeedback,
      Budget ofMessages,
      Budget ofTraces,
      int metadataBytes) {
    ThreadReader.Slice<LabeledFeedback> feedback = reader.newestFeedback(ofFeedback);
    ThreadReader.Slice<LabeledMessage> messages = reader.newestMessages(ofMessages);
    ThreadReader.Slice<LabeledTrace> traces = reader.newestTraces(ofTraces);
    Map<String, String> metadata = reader.metadata();
    Map<String, String> carried = withinBytes(metadata, metadataBytes);
    LabeledThread labeled =
        LabeledThread.newBuilder(fill(head, thread))
            .setMetadata(carried)
            .setFeedback(feedback.items())
            .setMessages(messages.items())
            .setTraces(traces.items())
            .setTruncated(
                !feedback.complete()
                    || !messages.complete()
                    || !traces.complete()
                    || carried.size() < metadata.size())
            .build();
    return new ThreadSnapshot(
        labeled, reader.ownBytes() + ofFeedback.taken() + ofMessages.taken() + ofTraces.taken());
  }

  /** The first entries by key, so many as fit. */
  private static Map<String, String> withinBytes(Map<String, String> entries, int most) {
    Map<String, String> carried = new TreeMap<>();
    long chars = 0;
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      chars += entry.getKey().length() + (long) entry.getValue().length();
      if (3 * chars > most) { // a char takes at most three bytes
        break;
      }
      carried.put(entry.getKey(), entry.getValue());
    }
    return carried;
  }

  /** A thread as its head knows it, without items. */
  public static LabeledThread fill(HeadRow head, Key thread) {
    return LabeledThread.newBuilder()
        .setProjectId(thread.project())
        .setThreadId(thread.id())
        .setKind(thread.id().startsWith(TraceId.OWN_THREAD_PREFIX) ? "trace" : "thread")
        .setTitle(head.getTitle())
        .setUser(head.getUser())
        .setCreatedAt(Micros.toInstant(head.getCreatedAt()))
        .setUpdatedAt(Micros.toInstant(head.getUpdatedAt()))
        .setMessages(List.of())
        .setTraces(List.of())
        .setFeedback(List.of())
        .setIntents(head.getIntents())
        .setIssues(head.getIssues())
        .setTags(head.getTags())
        .setMessageCount(head.getMessageCount())
        .setTraceCount(head.getTraceCount())
        .setFeedbackCount(head.getFeedbackCount())
        .build();
  }
}
