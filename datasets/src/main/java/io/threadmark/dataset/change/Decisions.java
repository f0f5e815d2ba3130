package io.threadmark.dataset.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.json.WellFormed;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.row.Provenance;
import io.threadmark.dataset.spill.SortedTexts;
import io.threadmark.dataset.spill.SortedTexts.Cursor;
import io.threadmark.dataset.spill.SortedTexts.Entry;
import io.threadmark.schema.LabeledThread;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a dataset was made of and what became of it, thread by thread, without a word of what was
 * said: so much that a later dataset can be compared with it. Lines of JSON, sorted by the thread
 * and, behind the thread's own line, by what a row is about.
 */
public final class Decisions implements Closeable {
  /** Where they are in a package. */
  public static final String PATH = "report/decisions.jsonl";

  private final SortedTexts lines;

  /**
   * @param bytes about how much memory they take
   */
  public Decisions(Path folder, String name, long bytes) {
    this.lines = new SortedTexts(folder, name, bytes);
  }

  /** Tells of a thread that was read. */
  public void add(LabeledThread thread) throws IOException {
    lines.add(key(thread.getThreadId(), ""), Json.text(SeenThread.of(thread).json()));
  }

  /**
   * Tells of a row that was made.
   *
   * @param content differs where the text of the row differs
   * @param from its {@link Provenance}
   * @param kept false where another row stands for it
   */
  public void add(Claim claim, String content, JsonNode from, boolean kept) throws IOException {
    Decision decision = Decision.of(claim, content, from, kept);
    lines.add(key(decision.thread(), decision.about()), Json.text(decision.json()));
  }

  /** Writes all of them; nothing may be added after. The stream stays open. */
  public void write(OutputStream out) throws IOException {
    try (Cursor cursor = lines.read()) {
      for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        out.write(entry.text().getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      }
    }
  }

  Cursor read() throws IOException {
    return lines.read();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  /** By whole parts: no id has the character between them. */
  static String key(String thread, String about) {
    return WellFormed.of(thread) + '\0' + WellFormed.of(about);
  }
}
