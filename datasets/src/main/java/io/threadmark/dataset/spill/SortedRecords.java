package io.threadmark.dataset.spill;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts any number of records of a few longs each, by all of them in order, in little memory: what
 * does not fit is sorted in runs on disk, which are merged when they are read.
 */
public final class SortedRecords implements Closeable {
  private static final int FIRST_RECORDS = 1_024;

  private final Path folder;
  private final String name;
  private final int width;
  private final int mostLongs;
  private final List<Path> runs = new ArrayList<>();
  private long[] buffer;
  private int filled;

  /**
   * @param bytes how much memory it takes
   */
  public SortedRecords(Path folder, String name, int width, int bytes) {
    this.folder = folder;
    this.name = name;
    this.width = width;
    this.mostLongs = Math.max(1, bytes / Long.BYTES / width) * width;
    this.buffer = new long[Math.min(FIRST_RECORDS * width, mostLongs)];
  }

  public void add(long... record) throws IOException {
    if (record.length != width) {
      throw new IllegalArgumentException("a record has " + width + " longs");
    }
    if (filled == mostLongs) {
      spill();
    } else if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(filled * 2L, mostLongs));
    }
    System.arraycopy(record, 0, buffer, filled, width);
    filled += width;
  }

  /** Hands out all records in order; nothing may be added after. */
  public void forEach(RecordReader reader) throws IOException {
    if (runs.isEmpty()) {
      sort();
      for (int at = 0; at < filled; at += width) {
        reader.read(Arrays.copyOfRange(buffer, at, at + width));
      }
      return;
    }
    spill();
    merge(reader);
  }

  @Override
  public void close() throws IOException {
    for (Path run : runs) {
      Files.deleteIfExists(run);
    }
  }

  private void spill() throws IOException {
    sort();
    Path run = folder.resolve(name + "-" + runs.size() + ".run");
    runs.add(run);
    try (LongsWriter out = new LongsWriter(run)) {
      out.write(buffer, filled);
    }
    filled = 0;
  }

  private void merge(RecordReader reader) throws IOException {
    PriorityQueue<Head> heads = new PriorityQueue<>();
    try {
      for (Path run : runs) {
        Head head = new Head(new LongsReader(run), new long[width]);
        if (head.advance()) {
          heads.add(head);
        }
      }
      while (!heads.isEmpty()) {
        Head head = heads.poll();
        reader.read(head.record.clone());
        if (head.advance()) {
          heads.add(head);
        }
      }
    } finally {
      for (Head head : heads) {
        head.in.close();
      }
    }
  }

  private void sort() {
    LongsSort.sort(buffer, filled / width, width);
  }

  /** Takes records one by one. */
  @FunctionalInterface
  public interface RecordReader {
    void read(long[] record) throws IOException;
  }

  /** The next record of a run. */
  private static final class Head implements Comparable<Head> {
    private final LongsReader in;
    private final long[] record;

    Head(LongsReader in, long[] record) {
      this.in = in;
      this.record = record;
    }

    boolean advance() throws IOException {
      if (in.read(record)) {
        return true;
      }
      in.close();
      return false;
    }

    @Override
    public int compareTo(Head other) {
      return Arrays.compare(record, other.record);
    }
  }
}
