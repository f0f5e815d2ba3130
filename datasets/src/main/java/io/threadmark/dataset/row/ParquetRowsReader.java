package io.threadmark.dataset.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.schema.Micros;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;

/** Reads Parquet, only the columns that are asked for. */
final class ParquetRowsReader implements RowReader {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final List<Column> columns;
  private final ParquetReader<Group> parquet;

  ParquetRowsReader(List<Column> columns, Path file) throws IOException {
    this.columns = columns;
    PlainParquetConfiguration settings = new PlainParquetConfiguration();
    settings.set(ReadSupport.PARQUET_READ_SCHEMA, ParquetSchema.of(columns).toString());
    this.parquet = new Builder(new LocalInputFile(file)).withConf(settings).build();
  }

  @Override
  public ObjectNode read() throws IOException {
    Group row = parquet.read();
    return row == null ? null : fields(columns, row);
  }

  @Override
  public void close() throws IOException {
    parquet.close();
  }

  private static ObjectNode fields(List<Column> columns, Group group) {
    ObjectNode object = Json.object();
    for (Column column : columns) {
      object.set(
          column.name(),
          group.getFieldRepetitionCount(column.name()) > 0
              ? value(column.shape(), group, column.name())
              : null);
    }
    return object;
  }

  private static JsonNode value(Shape shape, Group group, String name) {
    if (shape instanceof Shape.Struct struct) {
      return fields(struct.fields(), group.getGroup(name, 0));
    }
    if (shape instanceof Shape.ListOf list) {
      Group items = group.getGroup(name, 0);
      ArrayNode array = Json.array();
      for (int at = 0; at < items.getFieldRepetitionCount(ParquetSchema.LIST); at++) {
        array.add(
            value(list.item(), items.getGroup(ParquetSchema.LIST, at), ParquetSchema.ELEMENT));
      }
      return array;
    }
    return switch ((Shape.Scalar) shape) {
      case TEXT -> TextNode.valueOf(group.getString(name, 0));
      case JSON -> Json.read(group.getString(name, 0));
      case BOOLEAN -> BooleanNode.valueOf(group.getBoolean(name, 0));
      case LONG -> LongNode.valueOf(group.getLong(name, 0));
      case DOUBLE -> DoubleNode.valueOf(group.getDouble(name, 0));
      case TIME -> TextNode.valueOf(MICROS.format(Micros.toInstant(group.getLong(name, 0))));
    };
  }

  /** Makes a reader of groups. */
  private static final class Builder extends ParquetReader.Builder<Group> {
    Builder(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
