package io.threadmark.follow.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.json.TextHash;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.row.RowReader;
import io.threadmark.dataset.row.RowWriter;
import io.threadmark.follow.manifest.Part;
import io.threadmark.follow.manifest.PartName;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A part that rows are still added to. Meanwhile they are on disk as JSON lines, whatever file they
 * are to become: a writer of Parquet takes tens of megabytes, and there is an open part for each
 * partition.
 */
final class OpenPart implements Closeable {
  private final PartMaking making;
  private final int partition;
  private final long firstOffset;
  private final Path lines;
  private final MessageDigest digest = TextHash.sha256();
  private final OutputStream out;
  private long rows;
  private long bytes;

  OpenPart(PartMaking making, int partition, long firstOffset) throws IOException {
    this.making = making;
    this.partition = partition;
    this.firstOffset = firstOffset;
    this.lines = Files.createTempFile(making.folder(), "rows-", ".jsonl");
    this.out =
        new BufferedOutputStream(
            new DigestOutputStream(Files.newOutputStream(lines), digest), 1 << 16);
  }

  long firstOffset() {
    return firstOffset;
  }

  boolean isFull() {
    return making.bounds().isReached(rows, bytes);
  }

  void add(ObjectNode row) throws IOException {
    byte[] line = Json.bytes(row);
    out.write(line);
    out.write('\n');
    rows++;
    bytes += line.length + 1;
  }

  /** Makes the file; once. */
  FinishedPart finish(long lastOffset) throws IOException {
    out.close();
    if (making.kind() == FileKind.JSONL) {
      return described(lines, digest, lastOffset);
    }
    MessageDigest converted = TextHash.sha256();
    Path file = Files.createTempFile(making.folder(), "part-", "." + making.kind().word());
    convert(new DigestOutputStream(Files.newOutputStream(file), converted));
    Files.delete(lines);
    return described(file, converted, lastOffset);
  }

  private void convert(OutputStream file) throws IOException {
    try (RowReader reader = RowReader.open(FileKind.JSONL, ThreadRows.COLUMNS, lines);
        RowWriter writer = making.kind().writer(ThreadRows.COLUMNS, file)) {
      for (ObjectNode row = reader.read(); row != null; row = reader.read()) {
        writer.write(row);
      }
    }
  }

  private FinishedPart described(Path file, MessageDigest of, long lastOffset) throws IOException {
    String path =
        PartName.of(
            partition,
            firstOffset,
            lastOffset,
            making.maker(),
            making.makerId(),
            making.kind().word());
    String sha256 = HexFormat.of().formatHex(of.digest());
    return new FinishedPart(
        file, new Part(path, partition, firstOffset, lastOffset, rows, Files.size(file), sha256));
  }

  /** Gives the part up. */
  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(lines);
  }
}
