package io.threadmark.dataset.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.schema.Micros;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** Reads rows back from Parquet, as the columns say they are. */
final class ParquetReading {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private ParquetReading() {}

  static List<ObjectNode> rows(List<Column> columns, byte[] bytes) throws IOException {
    List<ObjectNode> rows = new ArrayList<>();
    try (ParquetReader<Group> reader =
        new Builder(new Bytes(bytes)).withConf(new PlainParquetConfiguration()).build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        rows.add(fields(columns, group));
      }
    }
    return rows;
  }

  /** A field of null and no field are one in Parquet; in the JSON of a cell they are two. */
  static JsonNode withoutNulls(JsonNode value) {
    if (value.isArray()) {
      ArrayNode array = Json.array();
      value.forEach(item -> array.add(withoutNulls(item)));
      return array;
    }
    if (!value.isObject()) {
      return value;
    }
    ObjectNode object = Json.object();
    value
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().isNull()) {
                object.set(field.getKey(), withoutNulls(field.getValue()));
              }
            });
    return object;
  }

  private static ObjectNode fields(List<Column> columns, Group group) {
    ObjectNode row = Json.object();
    for (Column column : columns) {
      if (group.getFieldRepetitionCount(column.name()) > 0) {
        row.set(column.name(), value(column.shape(), group, column.name(), 0));
      }
    }
    return row;
  }

  private static JsonNode value(Shape shape, Group group, String name, int at) {
    if (shape instanceof Shape.Struct struct) {
      return fields(struct.fields(), group.getGroup(name, at));
    }
    if (shape instanceof Shape.ListOf list) {
      Group items = group.getGroup(name, at);
      ArrayNode array = Json.array();
      for (int item = 0; item < items.getFieldRepetitionCount("list"); item++) {
        array.add(value(list.item(), items.getGroup("list", item), "element", 0));
      }
      return array;
    }
    return switch ((Shape.Scalar) shape) {
      case TEXT -> Json.object().put("x", group.getString(name, at)).path("x");
      case JSON -> withoutNulls(Json.read(group.getString(name, at)));
      case BOOLEAN -> Json.object().put("x", group.getBoolean(name, at)).path("x");
      case LONG -> Json.read(Long.toString(group.getLong(name, at)));
      case DOUBLE -> Json.read(Double.toString(group.getDouble(name, at)));
      case TIME ->
          Json.object()
              .put("x", MICROS.format(Micros.toInstant(group.getLong(name, at))))
              .path("x");
    };
  }

  private static final class Builder extends ParquetReader.Builder<Group> {
    Builder(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  /** Bytes as Parquet's reader wants them. */
  private static final class Bytes implements InputFile {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long getLength() {
      return bytes.length;
    }

    @Override
    public SeekableInputStream newStream() {
      Positioned stream = new Positioned(bytes);
      return new DelegatingSeekableInputStream(stream) {
        @Override
        public long getPos() {
          return stream.position();
        }

        @Override
        public void seek(long position) throws IOException {
          stream.seek(position);
        }
      };
    }
  }

  private static final class Positioned extends ByteArrayInputStream {
    Positioned(byte[] bytes) {
      super(bytes);
    }

    long position() {
      return pos;
    }

    void seek(long position) throws IOException {
      if (position > count) {
        throw new EOFException();
      }
      pos = (int) position;
    }
  }
}
