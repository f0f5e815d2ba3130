package io.threadmark.processor.stage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.IndexedRecord;

/**
 * A hash of what a record says. Equal records have equal hashes, which is not so of their bytes:
 * the entries of a map stand there in any order.
 */
final class RecordHash {
  private final MessageDigest digest;

  RecordHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  RecordHash add(Object value) {
    if (value == null) {
      digest.update((byte) 0);
    } else if (value instanceof IndexedRecord row) {
      add(row.getSchema().getName());
      row.getSchema().getFields().forEach(field -> add(row.get(field.pos())));
    } else if (value instanceof Map<?, ?> map) {
      count(map.size());
      new TreeMap<>(map).forEach((key, entry) -> add(key).add(entry));
    } else if (value instanceof Collection<?> all) {
      count(all.size());
      all.forEach(this::add);
    } else if (value instanceof ByteBuffer bytes) {
      count(bytes.remaining());
      digest.update(bytes.duplicate());
    } else {
      byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
      count(text.length);
      digest.update(text);
    }
    return this;
  }

  byte[] bytes() {
    return digest.digest();
  }

  private void count(int items) {
    digest.update(ByteBuffer.allocate(1 + Integer.BYTES).put((byte) 1).putInt(items).flip());
  }
}
