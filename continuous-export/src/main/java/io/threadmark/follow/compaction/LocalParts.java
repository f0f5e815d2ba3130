package io.threadmark.follow.compaction;

import io.threadmark.dataset.json.TextHash;
import io.threadmark.follow.manifest.ExportRefusedException;
import io.threadmark.follow.manifest.Part;
import io.threadmark.follow.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Copies of parts on this machine, each held to what the manifest says of it. */
final class LocalParts implements Closeable {
  private final Map<Part, Path> files = new HashMap<>();

  private LocalParts() {}

  /** Fetches parts. */
  static LocalParts of(Storage storage, List<Part> parts, Path folder) throws IOException {
    LocalParts local = new LocalParts();
    for (Part part : parts) {
      Path file = Files.createTempFile(folder, "part-", ".copy");
      local.files.put(part, file);
      fetch(storage, part, file);
    }
    return local;
  }

  Path file(Part part) {
    return files.get(part);
  }

  @Override
  public void close() throws IOException {
    for (Path file : files.values()) {
      Files.deleteIfExists(file);
    }
  }

  private static void fetch(Storage storage, Part part, Path file) throws IOException {
    MessageDigest digest = TextHash.sha256();
    try (InputStream in = storage.open(part.path());
        OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
      in.transferTo(out);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(part.sha256())) {
      throw new ExportRefusedException(
          "%s in %s is not what was exported: its SHA-256 is not that of the manifest"
              .formatted(part.path(), storage.address()));
    }
  }
}
