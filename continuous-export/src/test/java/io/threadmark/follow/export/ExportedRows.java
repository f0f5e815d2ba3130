package io.threadmark.follow.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.TextHash;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.row.RowReader;
import io.threadmark.follow.manifest.Manifest;
import io.threadmark.follow.manifest.ManifestChain;
import io.threadmark.follow.manifest.Part;
import io.threadmark.follow.part.ThreadRows;
import io.threadmark.follow.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads an export as its readers do: what the newest manifest names, each part as it is told. */
public record ExportedRows(Manifest manifest, List<ObjectNode> rows) {

  /** All rows that count now; fails where a part is not as the manifest says. */
  public static ExportedRows of(Storage storage) {
    return of(storage, new HashMap<>());
  }

  /**
   * The same, for who reads again and again.
   *
   * @param known the rows of parts by their digest
   */
  static ExportedRows of(Storage storage, Map<String, List<ObjectNode>> known) {
    try {
      Manifest manifest = new ManifestChain(storage).newest().orElseThrow();
      List<ObjectNode> rows = new ArrayList<>();
      for (Part part : manifest.state().parts()) {
        byte[] bytes = bytes(storage, part);
        if (!known.containsKey(part.sha256())) {
          known.put(part.sha256(), read(bytes, manifest.source().file()));
        }
        List<ObjectNode> read = known.get(part.sha256());
        assertThat(read).as(part.path()).hasSize((int) part.rows());
        for (ObjectNode row : read) {
          assertThat(row.get(ThreadRows.PARTITION).asInt()).isEqualTo(part.partition());
          assertThat(row.get(ThreadRows.OFFSET).asLong())
              .isBetween(part.firstOffset(), part.lastOffset());
        }
        rows.addAll(read);
      }
      return new ExportedRows(manifest, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of each row partition, offset and operation. */
  public List<String> places() {
    return rows.stream().map(ExportedRows::place).toList();
  }

  /** The row of each thread that is there, as a reader folds them. */
  public Map<String, ObjectNode> threads() {
    Map<String, ObjectNode> threads = new TreeMap<>();
    for (ObjectNode row : rows) {
      String thread = row.get(ThreadRows.THREAD).asText();
      if (ThreadRows.isRemoval(row)) {
        threads.remove(thread);
      } else {
        threads.put(thread, row);
      }
    }
    return threads;
  }

  static String place(ObjectNode row) {
    return row.get(ThreadRows.PARTITION).asText()
        + "/"
        + row.get(ThreadRows.OFFSET).asText()
        + " "
        + row.get(ThreadRows.OPERATION).asText()
        + " "
        + row.get(ThreadRows.THREAD).asText();
  }

  private static byte[] bytes(Storage storage, Part part) throws IOException {
    try (InputStream in = storage.open(part.path())) {
      byte[] bytes = in.readAllBytes();
      assertThat(bytes).as(part.path()).hasSize((int) part.bytes());
      assertThat(HexFormat.of().formatHex(TextHash.sha256().digest(bytes)))
          .isEqualTo(part.sha256());
      return bytes;
    }
  }

  private static List<ObjectNode> read(byte[] bytes, String kind) throws IOException {
    Path file = Files.write(Files.createTempFile("rows", null), bytes);
    List<ObjectNode> rows = new ArrayList<>();
    try (RowReader reader =
        RowReader.open(FileKind.valueOf(kind.toUpperCase(Locale.ROOT)), ThreadRows.COLUMNS, file)) {
      for (ObjectNode row = reader.read(); row != null; row = reader.read()) {
        rows.add(row);
      }
    } finally {
      Files.delete(file);
    }
    return rows;
  }
}
