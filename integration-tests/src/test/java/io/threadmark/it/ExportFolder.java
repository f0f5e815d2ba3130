package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.row.RowReader;
import io.threadmark.follow.part.ThreadRows;
import io.threadmark.testkit.Api;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A continuous export as its readers find it in a folder. */
record ExportFolder(Path root) {

  /** The newest manifest. */
  JsonNode manifest() throws IOException {
    return Api.JSON.readTree(visible("_manifest").get(visible("_manifest").size() - 1).toFile());
  }

  /** The number of the newest manifest; 0 where there is none yet. */
  long sequence() throws IOException {
    return visible("_manifest").isEmpty() ? 0 : manifest().get("sequence").asLong();
  }

  /** All rows that count, each as text; fails where a part is not what the manifest says. */
  List<ObjectNode> rows() throws Exception {
    JsonNode manifest = manifest();
    FileKind kind = FileKind.valueOf(manifest.get("file").asText().toUpperCase(Locale.ROOT));
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode part : manifest.get("parts")) {
      Path file = root.resolve(part.get("path").asText());
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      assertThat(HexFormat.of().formatHex(digest)).isEqualTo(part.get("sha256").asText());
      rows.addAll(read(kind, file));
    }
    return rows;
  }

  /** The threads that are there, as a reader folds them, by id. */
  Map<String, ObjectNode> threads() throws Exception {
    Map<String, ObjectNode> threads = new TreeMap<>();
    for (ObjectNode row : rows()) {
      if (ThreadRows.isRemoval(row)) {
        threads.remove(row.get("thread_id").asText());
      } else {
        threads.put(row.get("thread_id").asText(), row);
      }
    }
    return threads;
  }

  /** Reads every file of rows that can be seen: none is cut short, committed or not. */
  void requireWholeFiles() throws IOException {
    for (Path file : visible("data")) {
      String name = file.getFileName().toString();
      read(name.endsWith(".jsonl") ? FileKind.JSONL : FileKind.PARQUET, file);
      if (name.endsWith(".jsonl")) {
        assertThat(Files.readString(file)).endsWith("}\n");
      }
    }
  }

  /** Whether any file has a text, as it stands there. */
  boolean hasText(String text) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
    }
    return false;
  }

  private List<Path> visible(String folder) throws IOException {
    if (!Files.exists(root.resolve(folder))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root.resolve(folder))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static List<ObjectNode> read(FileKind kind, Path file) throws IOException {
    List<ObjectNode> rows = new ArrayList<>();
    try (RowReader reader = RowReader.open(kind, ThreadRows.COLUMNS, file)) {
      for (ObjectNode row = reader.read(); row != null; row = reader.read()) {
        rows.add(row);
      }
    }
    return rows;
  }
}
