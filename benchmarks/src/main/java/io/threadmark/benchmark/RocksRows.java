package io.threadmark.benchmark;

import io.threadmark.processor.store.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Rows in RocksDB itself, as under a state store, with a count of the bytes that are written. */
final class RocksRows implements Rows.Mutable, AutoCloseable {
  private final Path folder;
  private final RocksDB db;
  private long written;

  RocksRows() throws IOException {
    folder = Files.createTempDirectory("threadmark-benchmark");
    try (Options options = new Options().setCreateIfMissing(true)) {
      db = RocksDB.open(options, folder.toString());
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  /** Bytes of keys and values written since it was asked last. */
  long writtenBytes() {
    long bytes = written;
    written = 0;
    return bytes;
  }

  /** Puts all rows where a store that has been there for long has them. */
  void compact() throws IOException {
    try {
      db.compactRange();
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public byte[] get(byte[] key) {
    try {
      return db.get(key);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void put(byte[] key, byte[] value) {
    written += key.length + value.length;
    try {
      db.put(key, value);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void delete(byte[] key) {
    written += key.length;
    try {
      db.delete(key);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
    boolean forward = direction == Direction.FORWARD;
    try (RocksIterator rows = db.newIterator()) {
      if (forward) {
        rows.seek(from);
      } else {
        rows.seekForPrev(to);
      }
      for (; rows.isValid(); step(rows, forward)) {
        byte[] key = rows.key();
        boolean past =
            forward ? Arrays.compareUnsigned(key, to) >= 0 : Arrays.compareUnsigned(key, from) < 0;
        if (past) {
          return;
        }
        boolean within = Arrays.compareUnsigned(key, to) < 0; // the end is not part of a range
        if (within && !visitor.visit(key, rows.value())) {
          return;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    db.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void step(RocksIterator rows, boolean forward) {
    if (forward) {
      rows.next();
    } else {
      rows.prev();
    }
  }
}
