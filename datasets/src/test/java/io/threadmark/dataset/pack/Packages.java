package io.threadmark.dataset.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.duplicate.NearDuplicatePlan;
import io.threadmark.dataset.format.DatasetFormats;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.split.SplitPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Requests for packages, and what is in one that was made. */
final class Packages {
  static final SplitPlan THIRDS = new SplitPlan("salt", 3_334, 3_333, 3_333);

  private Packages() {}

  static PackageRequest request(String format, FileKind kind, SplitPlan splits) {
    return request(format, kind, splits, Rules.STANDARD, null);
  }

  static PackageRequest request(
      String format, FileKind kind, SplitPlan splits, Rules rules, NearDuplicatePlan near) {
    ObjectNode snapshot = Json.object();
    snapshot.putArray("positions").add(7).add(9);
    return new PackageRequest(
        "shop feedback",
        DatasetFormats.named(format),
        kind,
        rules,
        splits,
        near,
        new PackageRequest.Context(
            Json.object().put("has_feedback", true),
            snapshot,
            null,
            "0.1.0",
            "2026-01-02T00:00:00Z"));
  }

  /** Path to bytes. */
  static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(
            root.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(Json.read(line));
    }
    return rows;
  }
}
