package io.threadmark.dataset.duplicate;

import io.threadmark.dataset.json.PlainText;
import io.threadmark.dataset.json.TextHash;
import io.threadmark.dataset.label.Drops;
import io.threadmark.dataset.label.Reason;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.spill.SortedRecords;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Finds rows that another row stands for: those of equal prompt and answer after normalisation, and
 * those that are nearly so where it is asked for. What a person said stays before what a program
 * said, and the newer before the older. In memory are one bit a row, four more bytes a row for near
 * duplicates, and buffers.
 */
public final class Duplicates implements Closeable {
  private final SortedRecords exact;
  private final NearDuplicates near;
  private final BitSet dropped = new BitSet();

  /**
   * @param plan null where near duplicates stay
   */
  public Duplicates(NearDuplicatePlan plan, Path folder, int bufferBytes) throws IOException {
    this.exact = new SortedRecords(folder, "exact", 5, bufferBytes);
    this.near = plan == null ? null : new NearDuplicates(plan, folder, bufferBytes);
  }

  public void add(long row, Example example) throws IOException {
    if (example.answer() == null) {
      return;
    }
    String words = PlainText.of(example.prompt()) + "\u0000" + PlainText.of(example.answer());
    TextHash hash = TextHash.of(words);
    exact.add(hash.high(), hash.low(), human(example), -example.newest(), row);
    if (near != null) {
      near.add(row, words, human(example), example.newest());
    }
  }

  /** Finds and counts them; {@link #isDropped} answers after. */
  public void find(Drops drops) throws IOException {
    long[] last = new long[2];
    boolean[] any = new boolean[1];
    exact.forEach(
        record -> {
          if (any[0] && record[0] == last[0] && record[1] == last[1]) {
            dropped.set(Math.toIntExact(record[4]));
            drops.count(Reason.EXACT_DUPLICATE);
          }
          any[0] = true;
          System.arraycopy(record, 0, last, 0, 2);
        });
    if (near != null) {
      near.find(dropped, drops);
    }
  }

  public boolean isDropped(long row) {
    return dropped.get(Math.toIntExact(row));
  }

  @Override
  public void close() throws IOException {
    exact.close();
    if (near != null) {
      near.close();
    }
  }

  /** People come first. */
  private static long human(Example example) {
    return example.human() ? 0 : 1;
  }
}
