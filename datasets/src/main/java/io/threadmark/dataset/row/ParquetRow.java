package io.threadmark.dataset.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.json.WellFormed;
import io.threadmark.schema.Micros;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Tells Parquet's writer what is in a row, column by column. */
final class ParquetRow extends WriteSupport<ObjectNode> {
  private final List<Column> columns;
  private RecordConsumer consumer;

  ParquetRow(List<Column> columns) {
    this.columns = columns;
  }

  @Override
  @SuppressWarnings("deprecation") // abstract all the same
  public WriteContext init(Configuration settings) {
    return context();
  }

  @Override
  public WriteContext init(ParquetConfiguration settings) {
    return context();
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    this.consumer = recordConsumer;
  }

  @Override
  public void write(ObjectNode row) {
    consumer.startMessage();
    fields(columns, row);
    consumer.endMessage();
  }

  private WriteContext context() {
    return new WriteContext(ParquetSchema.of(columns), Map.of());
  }

  private void fields(List<Column> fields, JsonNode object) {
    for (int index = 0; index < fields.size(); index++) {
      Column field = fields.get(index);
      JsonNode value = object.path(field.name());
      if (!value.isMissingNode() && !value.isNull()) {
        consumer.startField(field.name(), index);
        value(field.shape(), value);
        consumer.endField(field.name(), index);
      }
    }
  }

  private void value(Shape shape, JsonNode value) {
    if (shape instanceof Shape.ListOf list) {
      list(list, value);
    } else if (shape instanceof Shape.Struct struct) {
      consumer.startGroup();
      fields(struct.fields(), value);
      consumer.endGroup();
    } else {
      scalar((Shape.Scalar) shape, value);
    }
  }

  private void list(Shape.ListOf list, JsonNode items) {
    consumer.startGroup();
    if (!items.isEmpty()) {
      consumer.startField(ParquetSchema.LIST, 0);
      for (JsonNode item : items) {
        consumer.startGroup();
        consumer.startField(ParquetSchema.ELEMENT, 0);
        value(list.item(), item);
        consumer.endField(ParquetSchema.ELEMENT, 0);
        consumer.endGroup();
      }
      consumer.endField(ParquetSchema.LIST, 0);
    }
    consumer.endGroup();
  }

  private void scalar(Shape.Scalar scalar, JsonNode value) {
    switch (scalar) {
      case TEXT -> consumer.addBinary(Binary.fromString(WellFormed.of(value.textValue())));
      case JSON -> consumer.addBinary(Binary.fromString(Json.text(value)));
      case BOOLEAN -> consumer.addBoolean(value.booleanValue());
      case LONG -> consumer.addLong(value.longValue());
      case DOUBLE -> consumer.addDouble(value.doubleValue());
      case TIME -> consumer.addLong(Micros.of(Instant.parse(value.textValue())));
    }
  }
}
