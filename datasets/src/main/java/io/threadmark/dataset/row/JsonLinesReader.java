package io.threadmark.dataset.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads JSON lines. */
final class JsonLinesReader implements RowReader {
  private final BufferedReader lines;

  JsonLinesReader(Path file) throws IOException {
    this.lines = Files.newBufferedReader(file, StandardCharsets.UTF_8);
  }

  @Override
  public ObjectNode read() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      return null;
    }
    if (Json.read(line) instanceof ObjectNode row) {
      return row;
    }
    throw new IOException("a line is no JSON object");
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
