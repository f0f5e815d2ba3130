package io.threadmark.dataset.pack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;

/**
 * A file of a package.
 *
 * @param path in the package, with slashes
 * @param rows -1 for a file without rows
 * @param sha256 in hex
 */
public record PackageFile(String path, long rows, long bytes, String sha256) {

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("path", path);
    if (rows >= 0) {
      json.put("rows", rows);
    }
    json.put("bytes", bytes);
    json.put("sha256", sha256);
    return json;
  }

  String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
