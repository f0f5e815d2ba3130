package io.threadmark.gateway.event;

import io.threadmark.schema.Micros;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * The hash over what an event says: the first 16 bytes of the SHA-256 over its record, without
 * stamp and ingest. Equal content has an equal hash, whichever aliases and order of fields the
 * client used; a field that is added to a schema later does not change the hash of events that lack
 * it.
 *
 * <p>The form that is hashed: fields by name, those that are null or empty maps or lists left out;
 * each value behind a letter for its type, each text and collection behind its length; maps by key.
 */
public final class ContentHash {
  /** Bytes of a hash. */
  public static final int BYTES = 16;

  private static final Set<String> NOT_CONTENT = Set.of("stamp", "ingest", "position");
  private static final Map<Schema, List<Field>> FIELDS = new ConcurrentHashMap<>();

  /** A field that is content: where it stands in a record, and its name in UTF-8. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Field(int position, byte[] name) {}

  /** The form, which is hashed at once: many small updates take several times as long. */
  private ByteBuffer form = ByteBuffer.allocate(1024);

  private ContentHash() {}

  /** The hash of a record's content. */
  public static ByteBuffer of(IndexedRecord record) {
    ContentHash hash = new ContentHash();
    hash.addRecord(record);
    MessageDigest digest = sha256();
    digest.update(hash.form.flip());
    return ByteBuffer.wrap(Arrays.copyOf(digest.digest(), BYTES));
  }

  private void addRecord(IndexedRecord record) {
    addNumber('R', 0);
    for (Field field : FIELDS.computeIfAbsent(record.getSchema(), ContentHash::sorted)) {
      Object value = record.get(field.position);
      if (!saysNothing(value)) {
        addBytes(field.name);
        add(value);
      }
    }
    addNumber('E', 0);
  }

  private void add(Object value) {
    if (value == null) {
      addNumber('N', 0);
    } else if (value instanceof String text) {
      addText(text);
    } else if (value instanceof Boolean bool) {
      addNumber('B', bool ? 1 : 0);
    } else if (value instanceof Long whole) {
      addNumber('L', whole);
    } else if (value instanceof Double real) {
      addNumber('D', Double.doubleToLongBits(real));
    } else if (value instanceof Instant time) {
      addNumber('T', Micros.of(time));
    } else if (value instanceof List<?> list) {
      addNumber('A', list.size());
      list.forEach(this::add);
    } else if (value instanceof Map<?, ?> map) {
      addMap(map);
    } else if (value instanceof IndexedRecord record) {
      addRecord(record);
    } else {
      throw new IllegalArgumentException("no content is a " + value.getClass());
    }
  }

  private void addMap(Map<?, ?> map) {
    addNumber('M', map.size());
    new TreeMap<>(map)
        .forEach(
            (key, value) -> {
              addText((String) key);
              add(value);
            });
  }

  private void addText(String text) {
    addBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void addBytes(byte[] bytes) {
    addNumber('S', bytes.length);
    ensureRoom(bytes.length);
    form.put(bytes);
  }

  private void addNumber(char type, long value) {
    ensureRoom(1 + Long.BYTES);
    form.put((byte) type).putLong(value);
  }

  private void ensureRoom(int bytes) {
    if (form.remaining() < bytes) {
      int wanted = Math.max(2 * form.capacity(), form.position() + bytes);
      form = ByteBuffer.allocate(wanted).put(form.flip());
    }
  }

  private static boolean saysNothing(Object value) {
    return value == null
        || (value instanceof Map<?, ?> map && map.isEmpty())
        || (value instanceof List<?> list && list.isEmpty());
  }

  private static List<Field> sorted(Schema schema) {
    return schema.getFields().stream()
        .filter(field -> !NOT_CONTENT.contains(field.name()))
        .sorted(Comparator.comparing(Schema.Field::name))
        .map(field -> new Field(field.pos(), field.name().getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
