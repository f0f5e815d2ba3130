package io.threadmark.processor.erasure;

import io.threadmark.processor.erasure.rows.Mentions;
import io.threadmark.processor.erasure.rows.Subject;
import io.threadmark.processor.store.Portion;
import io.threadmark.processor.store.Rows;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Goes through the things that a stage holds, or that others named there: some rows at a time, from
 * a cursor to a cursor, store by store.
 */
final class Search {
  private static final byte[] FIRST = {0};
  private static final byte[] END = {(byte) 0xFF};

  private final List<Rows> stores;
  private final Mentions mentions;
  private int store;
  private byte[] from;
  private boolean over;

  /**
   * @param cursor where the last search ended: the number of the store, and a row's key; null for
   *     the beginning
   */
  Search(List<Rows> stores, Mentions mentions, ByteBuffer cursor) {
    this.stores = stores;
    this.mentions = mentions;
    this.from = FIRST;
    if (cursor != null) {
      byte[] bytes = new byte[cursor.remaining()];
      cursor.duplicate().get(bytes);
      store = bytes[0];
      from = Arrays.copyOfRange(bytes, 1, bytes.length);
    }
  }

  /** The things that the next rows are about. */
  Set<Subject> next(int rows) {
    Set<Subject> found = new LinkedHashSet<>();
    List<byte[]> keys = new ArrayList<>();
    Portion portion = new Portion(rows);
    if (store < stores.size()) {
      portion
          .of(stores.get(store))
          .scan(
              from,
              END,
              Rows.Direction.FORWARD,
              (key, value) -> {
                Subject.first(key).ifPresent(found::add);
                return keys.add(key);
              });
    } else {
      mentions.scanNamed(
          from,
          rows,
          (key, subject) -> {
            found.add(subject);
            keys.add(key);
          });
    }
    if (portion.isTaken() || keys.size() == rows) {
      byte[] last = keys.get(keys.size() - 1);
      from = Arrays.copyOf(last, last.length + 1);
    } else {
      from = FIRST;
      over = store == stores.size();
      store++;
    }
    return found;
  }

  /** Where to go on; null where there is no more. */
  ByteBuffer cursor() {
    return over ? null : ByteBuffer.allocate(1 + from.length).put((byte) store).put(from).flip();
  }
}
