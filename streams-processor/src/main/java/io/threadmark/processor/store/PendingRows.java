package io.threadmark.processor.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Rows whose changes are kept back until a piece of work is done, and seen by whoever reads them
 * here. Work that fails thus changes nothing.
 */
public final class PendingRows implements Rows.Mutable {
  private final Rows.Mutable store;

  /** Changes by key; null deletes. */
  private final NavigableMap<byte[], byte[]> changes = new TreeMap<>(Arrays::compareUnsigned);

  public PendingRows(Rows.Mutable store) {
    this.store = store;
  }

  /** Whether nothing is kept back. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Makes the changes that were kept back. */
  public void apply() {
    changes.forEach(this::write);
    changes.clear();
  }

  /** Forgets the changes that were kept back. */
  public void discard() {
    changes.clear();
  }

  @Override
  public byte[] get(byte[] key) {
    return changes.containsKey(key) ? changes.get(key) : store.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    changes.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    changes.put(key, null);
  }

  @Override
  public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
    List<Map.Entry<byte[], byte[]>> changed = changedBetween(from, to, direction);
    if (changed.isEmpty()) {
      store.scan(from, to, direction, visitor);
    } else {
      new Merging(changed, direction, visitor).scan(from, to);
    }
  }

  private void write(byte[] key, byte[] value) {
    if (value == null) {
      store.delete(key);
    } else {
      store.put(key, value);
    }
  }

  /** A copy: the visitor may change rows. */
  private List<Map.Entry<byte[], byte[]>> changedBetween(
      byte[] from, byte[] to, Direction direction) {
    if (changes.isEmpty() || Arrays.compareUnsigned(from, to) >= 0) {
      return List.of();
    }
    NavigableMap<byte[], byte[]> between = changes.subMap(from, true, to, false);
    List<Map.Entry<byte[], byte[]>> copy = new ArrayList<>();
    (direction == Direction.FORWARD ? between : between.descendingMap())
        .forEach((key, value) -> copy.add(new java.util.AbstractMap.SimpleEntry<>(key, value)));
    return copy;
  }

  /** Rows of the store and changed ones, in one order. */
  private final class Merging {
    private final Iterator<Map.Entry<byte[], byte[]>> changed;
    private final Direction direction;
    private final Visitor visitor;
    private Map.Entry<byte[], byte[]> next;
    private boolean goOn = true;

    Merging(List<Map.Entry<byte[], byte[]>> changed, Direction direction, Visitor visitor) {
      this.changed = changed.iterator();
      this.direction = direction;
      this.visitor = visitor;
      this.next = this.changed.next();
    }

    void scan(byte[] from, byte[] to) {
      store.scan(
          from,
          to,
          direction,
          (key, value) -> {
            visitChangedBefore(key);
            if (goOn && next != null && Arrays.equals(next.getKey(), key)) {
              visitChanged(); // in place of the store's
            } else if (goOn) {
              goOn = visitor.visit(key, value);
            }
            return goOn;
          });
      while (goOn && next != null) {
        visitChanged();
      }
    }

    private void visitChangedBefore(byte[] key) {
      while (goOn && next != null && isBefore(next.getKey(), key)) {
        visitChanged();
      }
    }

    private boolean isBefore(byte[] a, byte[] b) {
      int order = Arrays.compareUnsigned(a, b);
      return direction == Direction.FORWARD ? order < 0 : order > 0;
    }

    private void visitChanged() {
      if (next.getValue() != null) {
        goOn = visitor.visit(next.getKey(), next.getValue());
      }
      next = changed.hasNext() ? changed.next() : null;
    }
  }
}
