package io.threadmark.dataset.split;

import io.threadmark.dataset.json.PlainText;
import io.threadmark.dataset.json.TextHash;
import io.threadmark.dataset.spill.Disjoint;
import io.threadmark.dataset.spill.SortedRecords;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Finds the split of each row. Rows of one group are in one split, and groups that share a
 * normalised prompt are one group. What is kept of a row is on disk; in memory are six to twelve
 * bytes a group and the buffers for sorting.
 */
public final class SplitAssignment implements Closeable {
  private final SplitPlan plan;
  private final SortedRecords byGroup;
  private final SortedRecords byPrompt;
  private final SortedRecords byRow;
  private final Disjoint groups = new Disjoint();
  private short[] buckets = new short[1 << 10];

  public SplitAssignment(SplitPlan plan, Path folder, int bufferBytes) {
    this.plan = plan;
    this.byGroup = new SortedRecords(folder, "groups", 6, bufferBytes);
    this.byPrompt = new SortedRecords(folder, "prompts", 3, bufferBytes);
    this.byRow = new SortedRecords(folder, "rows", 2, bufferBytes);
  }

  /**
   * Tells of a row.
   *
   * @param prompt empty for none
   */
  public void add(long row, String group, String prompt) throws IOException {
    TextHash name = TextHash.of(group);
    String plain = PlainText.of(prompt);
    TextHash question = plain.isEmpty() ? new TextHash(0, 0) : TextHash.of(plain);
    byGroup.add(name.high(), name.low(), plan.bucket(group), row, question.high(), question.low());
  }

  /** Hands out the split of each row, in the order of the rows. */
  public void forEach(Reader reader) throws IOException {
    number();
    mergeByPrompt();
    byRow.forEach(
        record -> {
          int group = groups.smallest((int) record[1]);
          reader.read(record[0], plan.of(buckets[group]), group);
        });
  }

  @Override
  public void close() throws IOException {
    byGroup.close();
    byPrompt.close();
    byRow.close();
  }

  /** Numbers the groups in the order of their hashes, so that the smallest hash names a merger. */
  private void number() throws IOException {
    long[] last = new long[2];
    byGroup.forEach(
        record -> {
          if (groups.size() == 0 || record[0] != last[0] || record[1] != last[1]) {
            remember(groups.add(), (short) record[2]);
            last[0] = record[0];
            last[1] = record[1];
          }
          long group = groups.size() - 1L;
          byRow.add(record[3], group);
          if (record[4] != 0 || record[5] != 0) {
            byPrompt.add(record[4], record[5], group);
          }
        });
  }

  private void mergeByPrompt() throws IOException {
    long[] last = new long[3];
    boolean[] any = new boolean[1];
    byPrompt.forEach(
        record -> {
          if (any[0] && record[0] == last[0] && record[1] == last[1]) {
            groups.merge((int) last[2], (int) record[2]);
          }
          any[0] = true;
          System.arraycopy(record, 0, last, 0, 3);
        });
  }

  private void remember(int group, short bucket) {
    if (group == buckets.length) {
      buckets = Arrays.copyOf(buckets, Math.multiplyExact(group, 2));
    }
    buckets[group] = bucket;
  }

  /** Takes rows one by one. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Takes the next row.
     *
     * @param group the number of the group after merging
     */
    void read(long row, Split split, int group) throws IOException;
  }
}
