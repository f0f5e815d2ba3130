package io.threadmark.processor.erasure.rows;

import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;

/**
 * What a stage erased for good: a mark for each thing, which names it by a keyed hash alone and is
 * never removed.
 */
public final class ErasedMarks {
  private static final byte[] MARK = {'m'};

  private final Rows rows;
  private final SubjectHash hashes;

  public ErasedMarks(Rows rows, SubjectHash hashes) {
    this.rows = rows;
    this.hashes = hashes;
  }

  /** Whether something was erased for good. */
  public boolean isErased(Subject subject) {
    return rows.get(key(subject.hash(hashes))) != null;
  }

  /** Whether what a key names was erased for good. */
  public boolean isErased(Key key) {
    return isErased(Subject.of(key));
  }

  /** Whether a message of a thread was erased for good, alone or with its thread. */
  public boolean isErased(Key thread, String messageId) {
    return isErased(thread) || isErased(Subject.message(thread.bytes(), messageId));
  }

  static byte[] key(String hash) {
    return RowKey.of(MARK).text(hash).bytes();
  }
}
