package io.threadmark.processor.erasure.rows;

import io.threadmark.processor.store.RowKey;
import io.threadmark.schema.Key;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * What may be erased, and what may name what is erased: what a key names, or one message of a
 * thread.
 *
 * @param key the key's text
 * @param messageId the message of the thread that the key names; empty for all that it names
 */
public record Subject(String key, String messageId) {
  public Subject {
    Objects.requireNonNull(messageId);
  }

  /** What a key names. */
  public static Subject of(byte[] key) {
    return new Subject(new String(key, StandardCharsets.UTF_8), "");
  }

  /** What a key names. */
  public static Subject of(Key key) {
    return new Subject(key.toString(), "");
  }

  /** A message of a thread. */
  public static Subject message(byte[] threadKey, String messageId) {
    return new Subject(new String(threadKey, StandardCharsets.UTF_8), messageId);
  }

  public boolean isMessage() {
    return !messageId.isEmpty();
  }

  public byte[] keyBytes() {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** The hash that its mark has. */
  String hash(SubjectHash hashes) {
    return isMessage() ? hashes.of(keyBytes(), messageId) : hashes.of(keyBytes());
  }

  /** What the first part of a row's key names; none where that is not a record's key. */
  public static Optional<Subject> first(byte[] row) {
    int end = 0;
    while (end < row.length && row[end] != 0) {
      end++;
    }
    String text = new String(row, 0, end, StandardCharsets.UTF_8);
    return text.indexOf('/') < 0 ? Optional.empty() : Optional.of(new Subject(text, ""));
  }

  RowKey addTo(RowKey row) {
    return row.text(key).text(messageId);
  }

  /** Reads one that {@link #addTo} wrote. */
  static Subject at(byte[] row, int position) {
    String key = RowKey.textAt(row, position);
    int behindKey = position + key.getBytes(StandardCharsets.UTF_8).length + 1;
    return new Subject(key, RowKey.textAt(row, behindKey));
  }
}
