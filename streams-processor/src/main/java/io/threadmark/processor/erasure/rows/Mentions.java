package io.threadmark.processor.erasure.rows;

import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.store.StateSchemas;
import io.threadmark.schema.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Who ever named whom, as far as it does not show: registers keep only winners, and what is erased
 * takes with it whatever ever named it. A thing's own rows hold what it named and does not name any
 * more; what is named holds who named it and is not kept there itself. Who waits for a statement
 * finds here what it undid.
 */
public final class Mentions {
  private static final byte[] NAMES = {'n'};
  private static final byte[] NAMED_BY = {'b'};
  private static final byte[] PRESENT = {StateSchemas.VERSION};

  private final Rows.Mutable rows;

  public Mentions(Rows.Mutable rows) {
    this.rows = rows;
  }

  /**
   * Keeps what a thing named and does not name any more.
   *
   * @param before the key that it named before a statement came; or null
   * @param said the key that the statement names; or null
   * @param now the key that it names now; or null
   * @return whether the statement names a key for the first time, and in vain
   */
  public boolean keep(Subject thing, Key before, Key said, Key now) {
    boolean first = false;
    if (before != null && !before.equals(now)) {
      rows.put(names(thing, before), PRESENT);
    }
    if (said != null && !said.equals(now) && !said.equals(before)) {
      byte[] row = names(thing, said);
      first = rows.get(row) == null;
      if (first) {
        rows.put(row, PRESENT);
      }
    }
    if (now != null && !Objects.equals(now, before)) {
      byte[] row = names(thing, now);
      if (rows.get(row) != null) {
        rows.delete(row);
      }
    }
    return first;
  }

  /** The keys that a thing named and does not name any more. */
  public List<Key> former(Subject thing) {
    return former(rows, thing, Integer.MAX_VALUE);
  }

  /** The same of rows that are only read, so many at most. */
  public static List<Key> former(Rows rows, Subject thing, int most) {
    byte[] prefix = thing.addTo(RowKey.of(NAMES)).bytes();
    List<Key> found = new ArrayList<>();
    rows.scan(
        prefix,
        RowKey.behind(prefix),
        Rows.Direction.FORWARD,
        (key, value) ->
            found.add(Key.parse(RowKey.textAt(key, prefix.length))) && found.size() < most);
    return found;
  }

  /** Forgets what a thing named. */
  public void forget(Subject thing) {
    former(thing).forEach(key -> rows.delete(names(thing, key)));
  }

  /** Notes that a thing named a key, or that it is not there any more. */
  public void setNamedBy(byte[] key, Subject thing, boolean names) {
    byte[] row = thing.addTo(RowKey.of(NAMED_BY).raw(key)).bytes();
    if ((rows.get(row) != null) == names) {
      return;
    }
    if (names) {
      rows.put(row, PRESENT);
    } else {
      rows.delete(row);
    }
  }

  /** Who named a key, so many at most. */
  public List<Subject> namedBy(byte[] key, int most) {
    byte[] prefix = RowKey.of(NAMED_BY).raw(key).bytes();
    List<Subject> found = new ArrayList<>();
    if (most > 0) {
      rows.scan(
          prefix,
          RowKey.behind(prefix),
          Rows.Direction.FORWARD,
          (row, value) -> found.add(Subject.at(row, prefix.length)) && found.size() < most);
    }
    return found;
  }

  /** Takes a row and what it says was named. */
  public interface NamedVisitor {
    void visit(byte[] row, Subject named);
  }

  /** Visits rows of things that were named, from a row on, so many at most. */
  public void scanNamed(byte[] from, int most, NamedVisitor visitor) {
    byte[] prefix = RowKey.of(NAMED_BY).bytes();
    int[] seen = {0};
    rows.scan(
        Arrays.compareUnsigned(from, prefix) < 0 ? prefix : from,
        RowKey.behind(prefix),
        Rows.Direction.FORWARD,
        (row, value) -> {
          visitor.visit(row, new Subject(RowKey.textAt(row, prefix.length), ""));
          return ++seen[0] < most;
        });
  }

  private static byte[] names(Subject thing, Key key) {
    return thing.addTo(RowKey.of(NAMES)).text(key.toString()).bytes();
  }
}
