package io.threadmark.dataset.pack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.Rows;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.quality.QualityReport;
import io.threadmark.dataset.row.FileKind;
import java.util.List;

/** Tells what is in a package and how to make the same again. */
final class Manifest {
  private static final int MANIFEST_VERSION = 1;

  private Manifest() {}

  /**
   * @param against what it was compared with; null for nothing
   */
  static ObjectNode of(
      PackageRequest request,
      Rows rows,
      QualityReport quality,
      ObjectNode against,
      List<PackageFile> files) {
    ObjectNode json = Json.object();
    json.put("manifest_version", MANIFEST_VERSION);
    json.put("name", request.name());
    json.put("format", request.format().name());
    json.put("file", request.fileKind().word());
    json.put("version", request.context().version());
    json.put("created_at", request.createdAt(rows));
    json.set("filters", request.context().filters());
    json.set("rules", request.rules().json());
    if (against != null) {
      json.set("against", against);
    }
    json.set("snapshot", request.context().snapshot());
    if (request.context().redaction() == null) {
      json.putNull("redaction");
    } else {
      json.set("redaction", request.context().redaction());
    }
    json.set("splits", request.splits().json());
    json.set("deduplication", deduplication(request));
    if (request.fileKind() == FileKind.CSV) {
      json.put(
          "csv",
          "A text cell that begins with = + - @ TAB CR LF or ' has ' before it, unless it is a"
              + " number.");
    }
    json.set("source", source(rows));
    json.put("rows", quality.rows());
    json.set("dropped", rows.drops().json());
    if (quality.rows() == 0) {
      json.put("empty_because", emptyBecause(rows));
    }
    ArrayNode described = json.putArray("files");
    files.forEach(file -> described.add(file.json()));
    return json;
  }

  private static ObjectNode deduplication(PackageRequest request) {
    ObjectNode json = Json.object();
    json.put("exact", true);
    if (request.nearDuplicates() == null) {
      json.putNull("near");
    } else {
      json.set("near", request.nearDuplicates().json());
    }
    return json;
  }

  private static ObjectNode source(Rows rows) {
    ObjectNode json = Json.object();
    json.put("threads", rows.threads());
    json.put("truncated_threads", rows.truncated());
    json.put("turns_left_out", rows.turnsLeftOut());
    return json;
  }

  private static String emptyBecause(Rows rows) {
    if (rows.threads() == 0) {
      return "no thread passed the filters";
    }
    return rows.drops().isEmpty()
        ? "no thread has what rows of this format are made of"
        : "all was dropped, for the reasons under dropped";
  }
}
