package io.threadmark.processor.resolve.rows;

import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.PlacedFeedback;
import java.nio.charset.StandardCharsets;

/** The feedback that waits at a ref, or was placed by it. */
public final class FeedbackRows {
  /** Placed feedback as rows and hops keep it. */
  public static final RowCodec<PlacedFeedback> CODEC = new RowCodec<>(PlacedFeedback.class);

  /** The writer of feedback that names a thread: it goes there without a ref between. */
  public static final String WRITTEN_BY_IDENTIFY = "";

  /** Takes one piece of feedback of a ref; see {@link Rows.Visitor}. */
  public interface Visitor {
    boolean visit(String feedbackId, PlacedFeedback row);
  }

  /** Where a row is: at a ref, by an id. */
  public record Place(String ref, String feedbackId) {}

  private FeedbackRows() {}

  public static PlacedFeedback get(Rows rows, byte[] ref, String feedbackId) {
    return CODEC.read(rows.get(key(ref, feedbackId)));
  }

  public static void put(Rows.Mutable rows, byte[] ref, String feedbackId, PlacedFeedback row) {
    rows.put(key(ref, feedbackId), CODEC.write(row));
  }

  public static void delete(Rows.Mutable rows, byte[] ref, String feedbackId) {
    rows.delete(key(ref, feedbackId));
  }

  /**
   * Visits the feedback of a ref in the order of ids.
   *
   * @param afterId visits only what comes behind this id; null for all
   */
  public static void scan(Rows rows, byte[] ref, String afterId, Visitor visitor) {
    byte[] prefix = RowKey.of(ref).bytes();
    byte[] from = afterId == null ? prefix : RowKey.after(key(ref, afterId));
    rows.scan(
        from,
        RowKey.behind(prefix),
        Rows.Direction.FORWARD,
        (key, value) -> visitor.visit(RowKey.textAt(key, prefix.length), CODEC.read(value)));
  }

  /** A piece of feedback placed where its ref says; a null placement lets it wait. */
  public static PlacedFeedback place(LiveFeedback live, Placement placement) {
    if (placement == null) {
      return new PlacedFeedback(live, null, null, null, false);
    }
    return new PlacedFeedback(
        live,
        placement.traceId(),
        placement.threadId(),
        Math.max(live.getFirstIngestedAt(), placement.traceIngestedAt()),
        false);
  }

  /** A piece of feedback that names its thread itself. */
  public static PlacedFeedback onThread(LiveFeedback live, String threadId) {
    return new PlacedFeedback(live, null, threadId, null, false);
  }

  /** Waiting feedback, with its wait over. */
  public static PlacedFeedback unmatched(PlacedFeedback waiting) {
    return new PlacedFeedback(waiting.getLive(), null, null, null, true);
  }

  /** The ref and the id that a row's key names; null where the row is a list's. */
  public static Place placeOf(byte[] rowKey) {
    String ref = RowKey.textAt(rowKey, 0);
    return ref.indexOf('/') < 0
        ? null
        : new Place(ref, RowKey.textAt(rowKey, ref.getBytes(StandardCharsets.UTF_8).length + 1));
  }

  /** When waiting begins: the later of the event's own time and its first ingest. */
  public static long waitsSince(LiveFeedback live) {
    return Math.max(live.getCreatedAt(), live.getFirstIngestedAt());
  }

  /** The row of a waiting piece in the order of time, for the timer that ends the wait. */
  public static byte[] waitingKey(byte[] ref, LiveFeedback live) {
    return RowKey.timeFirst(waitsSince(live))
        .raw(ref)
        .text(live.getFeedback().getFeedbackId())
        .bytes();
  }

  /**
   * Where in the order of waiting that stands which began at a time.
   *
   * @param millis milliseconds since 1970-01-01T00:00:00Z
   */
  public static byte[] waitingSince(long millis) {
    return RowKey.timeFirst(Math.multiplyExact(millis, 1_000L)).bytes();
  }

  /** The ref of a row in the order of waiting. */
  public static byte[] waitingRef(byte[] waitingKey) {
    return RowKey.textAt(waitingKey, Long.BYTES).getBytes(StandardCharsets.UTF_8);
  }

  /** The feedback id of a row in the order of waiting. */
  public static String waitingId(byte[] waitingKey) {
    return RowKey.textAt(waitingKey, Long.BYTES + waitingRef(waitingKey).length + 1);
  }

  private static byte[] key(byte[] ref, String feedbackId) {
    return RowKey.of(ref).text(feedbackId).bytes();
  }
}
