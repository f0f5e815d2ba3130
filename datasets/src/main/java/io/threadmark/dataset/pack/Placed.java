package io.threadmark.dataset.pack;

import io.threadmark.dataset.split.Split;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Where each row goes, on disk, in the order of the rows; and how many rows each group has. */
final class Placed implements Closeable {
  private static final List<Split> SPLITS = List.of(Split.values());
  private static final int DROPPED = SPLITS.size();

  private final Path file;
  private final OutputStream out;
  private InputStream in;
  private int[] rowsByGroup = new int[1 << 10];

  Placed(Path file) throws IOException {
    this.file = file;
    this.out = new BufferedOutputStream(Files.newOutputStream(file));
  }

  void add(Split split, int group) throws IOException {
    out.write(SPLITS.indexOf(split));
    if (group >= rowsByGroup.length) {
      rowsByGroup = Arrays.copyOf(rowsByGroup, Math.max(group + 1, rowsByGroup.length * 2));
    }
    rowsByGroup[group]++;
  }

  void addDropped() throws IOException {
    out.write(DROPPED);
  }

  /** The split of the next row; null where it is dropped. */
  Split next() throws IOException {
    if (in == null) {
      out.close();
      in = new BufferedInputStream(Files.newInputStream(file));
    }
    int place = in.read();
    if (place < 0) {
      throw new IOException("fewer rows were placed than written");
    }
    return place == DROPPED ? null : SPLITS.get(place);
  }

  long largestGroup() {
    return Arrays.stream(rowsByGroup).max().orElse(0);
  }

  @Override
  public void close() throws IOException {
    out.close();
    if (in != null) {
      in.close();
    }
  }
}
