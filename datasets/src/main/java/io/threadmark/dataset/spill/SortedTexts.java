package io.threadmark.dataset.spill;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts any number of texts by their keys, in little memory: what does not fit is sorted in runs on
 * disk, which are merged when they are read. Texts of one key come in the order of the texts.
 */
public final class SortedTexts implements Closeable {
  private static final int BYTES_A_TEXT = 160;
  private static final int FILE_BUFFER_BYTES = 1 << 16;

  private final Path folder;
  private final String name;
  private final long mostBytes;
  private final List<Path> runs = new ArrayList<>();
  private final List<Entry> buffer = new ArrayList<>();
  private long bytes;

  /**
   * @param bytes about how much memory it takes
   */
  public SortedTexts(Path folder, String name, long bytes) {
    this.folder = folder;
    this.name = name;
    this.mostBytes = bytes;
  }

  /**
   * A text and what it is sorted by.
   *
   * @param key without halves of surrogate pairs, as all texts that were well-formed once
   */
  public record Entry(String key, String text) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int order = key.compareTo(other.key);
      return order != 0 ? order : text.compareTo(other.text);
    }
  }

  public void add(String key, String text) throws IOException {
    buffer.add(new Entry(key, text));
    bytes += BYTES_A_TEXT + 2L * (key.length() + text.length());
    if (bytes >= mostBytes) {
      spill();
    }
  }

  /** All texts in order, from the first on; nothing may be added after. */
  public Cursor read() throws IOException {
    if (runs.isEmpty()) {
      Collections.sort(buffer);
      return new InMemory(buffer);
    }
    if (!buffer.isEmpty()) {
      spill();
    }
    return new Merge(runs);
  }

  @Override
  public void close() throws IOException {
    for (Path run : runs) {
      Files.deleteIfExists(run);
    }
  }

  private void spill() throws IOException {
    Collections.sort(buffer);
    Path run = folder.resolve(name + "-" + runs.size() + ".run");
    runs.add(run);
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(run), FILE_BUFFER_BYTES))) {
      for (Entry entry : buffer) {
        out.writeBoolean(true);
        write(out, entry.key());
        write(out, entry.text());
      }
      out.writeBoolean(false);
    }
    buffer.clear();
    bytes = 0;
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  /** Hands out sorted texts one by one. */
  public interface Cursor extends Closeable {
    /** Null at the end. */
    Entry next() throws IOException;
  }

  private static final class InMemory implements Cursor {
    private final List<Entry> entries;
    private int at;

    InMemory(List<Entry> entries) {
      this.entries = entries;
    }

    @Override
    public Entry next() {
      return at < entries.size() ? entries.get(at++) : null;
    }

    @Override
    public void close() {}
  }

  private static final class Merge implements Cursor {
    private final PriorityQueue<Run> heads = new PriorityQueue<>();

    Merge(List<Path> runs) throws IOException {
      try {
        for (Path run : runs) {
          add(new Run(run));
        }
      } catch (IOException e) {
        close();
        throw e;
      }
    }

    @Override
    public Entry next() throws IOException {
      Run first = heads.poll();
      if (first == null) {
        return null;
      }
      Entry entry = first.head;
      add(first);
      return entry;
    }

    @Override
    public void close() throws IOException {
      for (Run run : heads) {
        run.in.close();
      }
      heads.clear();
    }

    private void add(Run run) throws IOException {
      if (run.advance()) {
        heads.add(run);
      } else {
        run.in.close();
      }
    }
  }

  /** A run, and the next text of it. */
  private static final class Run implements Comparable<Run> {
    private final DataInputStream in;
    private Entry head;

    Run(Path file) throws IOException {
      in =
          new DataInputStream(
              new BufferedInputStream(Files.newInputStream(file), FILE_BUFFER_BYTES));
    }

    boolean advance() throws IOException {
      boolean isThere = in.readBoolean();
      head = isThere ? new Entry(read(), read()) : null;
      return isThere;
    }

    @Override
    public int compareTo(Run other) {
      return head.compareTo(other.head);
    }

    private String read() throws IOException {
      return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
  }
}
