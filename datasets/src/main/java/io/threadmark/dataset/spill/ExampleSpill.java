package io.threadmark.dataset.spill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.row.Claim.First;
import io.threadmark.dataset.row.Example;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps rows on disk, in order, while it is found out which of them stay and in which split. */
public final class ExampleSpill implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final DataOutputStream out;
  private long size;

  public ExampleSpill(Path file) throws IOException {
    this.file = file;
    this.out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
  }

  public void add(Example example) throws IOException {
    byte[] row = Json.bytes(example.row());
    write(row);
    write(Json.bytes(example.provenance().json()));
    write(Json.bytes(described(example, row)));
    size++;
  }

  public long size() {
    return size;
  }

  /** Hands out all rows; nothing may be added after. */
  public void forEach(SpilledReader reader) throws IOException {
    out.close();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
      for (long number = 0; number < size; number++) {
        reader.read(
            number,
            spilled(
                (ObjectNode) Json.read(read(in)),
                (ObjectNode) Json.read(read(in)),
                Json.read(read(in))));
      }
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }

  private static ObjectNode described(Example example, byte[] row) {
    Claim claim = example.claim();
    ObjectNode json = Json.object();
    json.put("prompt", example.prompt().length());
    json.put("answer", example.answer() == null ? -1 : example.answer().length());
    json.put("label", example.label());
    json.put("about", claim.about());
    json.put("says", claim.says());
    json.put("better", claim.better());
    json.put("worse", claim.worse());
    json.put("first", claim.first().name());
    json.put("content", example.contentHash(row));
    return json;
  }

  private static Spilled spilled(ObjectNode row, ObjectNode provenance, JsonNode described) {
    return new Spilled(
        row,
        provenance,
        described.path("prompt").intValue(),
        described.path("answer").intValue(),
        described.path("label").asText(null),
        new Claim(
            described.path("about").textValue(),
            described.path("says").textValue(),
            described.path("better").intValue(),
            described.path("worse").intValue(),
            First.valueOf(described.path("first").textValue()),
            ""),
        described.path("content").textValue());
  }

  private void write(byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] read(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  /**
   * A row as it was kept.
   *
   * @param answerLength -1 in formats without one
   * @param label null for none
   * @param content see {@link Example#contentHash}
   */
  public record Spilled(
      ObjectNode row,
      ObjectNode provenance,
      int promptLength,
      int answerLength,
      String label,
      Claim claim,
      String content) {

    public List<String> raters() {
      List<String> raters = new ArrayList<>();
      provenance.path("rater_ids").forEach(rater -> raters.add(rater.textValue()));
      return raters;
    }
  }

  /** Takes rows one by one. */
  @FunctionalInterface
  public interface SpilledReader {
    void read(long number, Spilled row) throws IOException;
  }
}
