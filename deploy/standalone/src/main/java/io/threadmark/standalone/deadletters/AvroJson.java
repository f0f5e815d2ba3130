package io.threadmark.standalone.deadletters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threadmark.standalone.cli.Printable;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** Shows an Avro record as JSON for people: bytes in hex, times as text, without empty fields. */
final class AvroJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AvroJson() {}

  /** The JSON, a line each. */
  static List<String> lines(IndexedRecord shown) {
    try {
      return JSON.writerWithDefaultPrettyPrinter()
          .writeValueAsString(plain(shown))
          .lines()
          .map(Printable::of)
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps and lists are always JSON", e);
    }
  }

  private static Object plain(Object datum) {
    if (datum instanceof IndexedRecord fields) {
      return fields(fields);
    }
    if (datum instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.forEach((key, value) -> plain.put(key.toString(), plain(value)));
      return plain;
    }
    if (datum instanceof Collection<?> items) {
      return items.stream().map(AvroJson::plain).toList();
    }
    if (datum instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return HexFormat.of().formatHex(copy);
    }
    return datum == null || datum instanceof Number || datum instanceof Boolean
        ? datum
        : datum.toString();
  }

  private static Map<String, Object> fields(IndexedRecord shown) {
    Map<String, Object> plain = new LinkedHashMap<>();
    for (Schema.Field field : shown.getSchema().getFields()) {
      Object value = shown.get(field.pos());
      if (value != null) {
        plain.put(field.name(), plain(value));
      }
    }
    return plain;
  }
}
