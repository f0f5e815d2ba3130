package io.threadmark.dataset.pack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs a package into one file: the same package gives the same bytes. */
public final class PackageZip {
  /** The first time that a zip can tell; it says nothing. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private PackageZip() {}

  /** Writes it to a stream, which stays open. */
  public static void write(Path folder, OutputStream out) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    ZipOutputStream zip = new ZipOutputStream(out);
    for (String name : files.stream().map(file -> name(folder, file)).sorted().toList()) {
      ZipEntry entry = new ZipEntry(name);
      entry.setTimeLocal(NO_TIME);
      zip.putNextEntry(entry);
      Files.copy(folder.resolve(name), zip);
      zip.closeEntry();
    }
    zip.finish();
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }
}
