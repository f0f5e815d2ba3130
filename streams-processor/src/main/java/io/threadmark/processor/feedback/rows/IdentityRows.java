package io.threadmark.processor.feedback.rows;

import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.store.StateSchemas;
import io.threadmark.schema.state.FeedbackRow;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What Identify keeps: for each feedback id its versions, and who overrides it. Both are rows of
 * one store; an override is a row of its overrider's, so that no one else changes it.
 */
public final class IdentityRows {
  private static final RowCodec<FeedbackRow> CODEC = new RowCodec<>(FeedbackRow.class);
  private static final char VERSIONS = 'v';
  private static final char OVERRIDERS = 'o';
  private static final byte[] PRESENT = {StateSchemas.VERSION};

  private IdentityRows() {}

  /** The versions of a feedback id; null where none has come. */
  public static FeedbackRow versions(Rows rows, byte[] feedbackKey) {
    return CODEC.read(rows.get(versionsKey(feedbackKey)));
  }

  /** The versions that a row holds. */
  public static FeedbackRow read(byte[] row) {
    return CODEC.read(row);
  }

  public static void putVersions(Rows.Mutable rows, byte[] feedbackKey, FeedbackRow row) {
    rows.put(versionsKey(feedbackKey), CODEC.write(row));
  }

  public static void deleteVersions(Rows.Mutable rows, byte[] feedbackKey) {
    rows.delete(versionsKey(feedbackKey));
  }

  /** The feedback whose versions a row holds; null where the row is another. */
  public static byte[] feedbackOf(byte[] rowKey) {
    byte[] feedback = RowKey.textAt(rowKey, 0).getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(rowKey, versionsKey(feedback)) ? feedback : null;
  }

  /** Records that a feedback overrides this one, or no longer does. */
  public static void setOverrider(
      Rows.Mutable rows, byte[] feedbackKey, String overriderId, boolean live) {
    byte[] key = overriderKey(feedbackKey, overriderId);
    if (live) {
      rows.put(key, PRESENT);
    } else {
      rows.delete(key);
    }
  }

  /** Whether a feedback overrides this one, alone or among others. */
  public static boolean isOverriddenBy(Rows rows, byte[] feedbackKey, String overriderId) {
    return rows.get(overriderKey(feedbackKey, overriderId)) != null;
  }

  /** The feedback that overrides this one, the smallest id where there are several; or null. */
  public static String supersededBy(Rows rows, byte[] feedbackKey) {
    byte[] prefix = RowKey.of(feedbackKey).section(OVERRIDERS).bytes();
    String[] first = new String[1];
    rows.scan(
        prefix,
        RowKey.behind(prefix),
        Rows.Direction.FORWARD,
        (key, value) -> {
          first[0] = RowKey.textAt(key, prefix.length);
          return false;
        });
    return first[0];
  }

  private static byte[] overriderKey(byte[] feedbackKey, String overriderId) {
    return RowKey.of(feedbackKey).section(OVERRIDERS).text(overriderId).bytes();
  }

  private static byte[] versionsKey(byte[] feedbackKey) {
    return RowKey.of(feedbackKey).section(VERSIONS).bytes();
  }
}
