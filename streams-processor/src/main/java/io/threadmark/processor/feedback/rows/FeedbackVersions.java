package io.threadmark.processor.feedback.rows;

import io.threadmark.processor.store.RowCodec;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.StampOrder;
import io.threadmark.schema.state.FeedbackRow;
import io.threadmark.schema.state.LiveFeedback;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The versions of one feedback id. The greatest stamp wins, whole. Versions of equal content are
 * one, at their greatest stamp: a retry changes nothing but the time of the last word.
 */
public final class FeedbackVersions {
  /** How many versions are kept as history. */
  public static final int KEPT = 10;

  /** How many bytes of versions are kept; the winner always is. */
  private static final long KEPT_BYTES = 2L * 1024 * 1024;

  /** More than any version has. */
  private static final long MOST_BYTES = 5L * 1024 * 1024 / 4;

  private static final RowCodec<Feedback> SIZES = new RowCodec<>(Feedback.class);

  private static final Comparator<Ingest> LATEST_FIRST =
      Comparator.comparing(Ingest::getReceivedAt).thenComparing(Ingest::getDoor).reversed();

  private static final Comparator<Feedback> NEWEST_FIRST =
      Comparator.comparing(Feedback::getStamp, StampOrder.INSTANCE).reversed();

  private FeedbackVersions() {}

  /** The row after one more version; the old row may be null. */
  public static FeedbackRow merge(FeedbackRow row, Feedback version) {
    long eventTime = Micros.of(version.getStamp().getEventTime());
    long ingestedAt = Micros.of(version.getIngest().getReceivedAt());
    if (row == null) {
      return new FeedbackRow(List.of(version), eventTime, ingestedAt);
    }
    List<Feedback> versions = new ArrayList<>();
    Feedback said = version;
    for (Feedback held : row.getVersions()) {
      if (sameContent(held, version)) {
        said = newer(held, version);
      } else {
        versions.add(held);
      }
    }
    versions.add(said);
    versions.sort(NEWEST_FIRST);
    return new FeedbackRow(
        newest(versions),
        Math.min(row.getCreatedAt(), eventTime),
        Math.min(row.getFirstIngestedAt(), ingestedAt));
  }

  /** The winning version. */
  public static Feedback winner(FeedbackRow row) {
    return row.getVersions().get(0);
  }

  /**
   * Whether a row has taken in the version of a stamp. Exact while the history has room for all
   * versions; past that, what is older than the history counts as come.
   */
  public static boolean holds(FeedbackRow row, Stamp stamp) {
    for (Feedback held : row.getVersions()) {
      if (held.getStamp().getContentHash().equals(stamp.getContentHash())) {
        return StampOrder.INSTANCE.compare(held.getStamp(), stamp) >= 0;
      }
    }
    Feedback oldest = row.getVersions().get(row.getVersions().size() - 1);
    return StampOrder.INSTANCE.compare(oldest.getStamp(), stamp) > 0 && isFull(row);
  }

  /** Whether a row remembers the version of a stamp, or one of the same content that is newer. */
  public static boolean remembers(FeedbackRow row, Stamp stamp) {
    return row.getVersions().stream()
        .anyMatch(held -> held.getStamp().getContentHash().equals(stamp.getContentHash()));
  }

  /** Whether there may have been versions that the history had no room for. */
  private static boolean isFull(FeedbackRow row) {
    long bytes = 0;
    for (Feedback version : row.getVersions()) {
      bytes += SIZES.write(version).length;
    }
    return row.getVersions().size() >= KEPT || bytes > KEPT_BYTES - MOST_BYTES;
  }

  /**
   * The feedback as the later stages see it; null where it is not there or was retracted.
   *
   * @param supersededBy the feedback that overrides it, or null
   */
  public static LiveFeedback live(FeedbackRow row, String supersededBy) {
    if (row == null || winner(row).getRetracted() || winner(row).getTarget() == null) {
      return null;
    }
    return new LiveFeedback(
        winner(row), supersededBy, row.getCreatedAt(), row.getFirstIngestedAt());
  }

  /**
   * The newest versions, as many as fit. What stands above a version only grows, so one that no
   * longer fits never fits again, and which stay does not depend on the order of arrival.
   */
  private static List<Feedback> newest(List<Feedback> versions) {
    int kept = 0;
    long bytes = 0;
    for (Feedback version : versions) {
      bytes += SIZES.write(version).length;
      if (kept > 0 && (kept == KEPT || bytes > KEPT_BYTES)) {
        break;
      }
      kept++;
    }
    return List.copyOf(versions.subList(0, kept));
  }

  private static boolean sameContent(Feedback a, Feedback b) {
    return a.getStamp().getContentHash().equals(b.getStamp().getContentHash());
  }

  /**
   * Of two deliveries of one statement the earlier ingest stays, so that duplicates leave no trace;
   * of two at one time that of the smaller door, as something has to decide.
   */
  private static Feedback newer(Feedback held, Feedback said) {
    int order = StampOrder.INSTANCE.compare(said.getStamp(), held.getStamp());
    if (order == 0) {
      order = LATEST_FIRST.compare(said.getIngest(), held.getIngest());
    }
    return order > 0 ? said : held;
  }
}
