package io.threadmark.dataset.row;

import static org.apache.parquet.schema.LogicalTypeAnnotation.listType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The columns of a dataset in Parquet's terms; lists have the three levels of the standard. */
final class ParquetSchema {
  static final String LIST = "list";
  static final String ELEMENT = "element";

  private ParquetSchema() {}

  static MessageType of(List<Column> columns) {
    return new MessageType("row", columns.stream().map(ParquetSchema::type).toList());
  }

  private static Type type(Column column) {
    return type(
        column.name(),
        column.shape(),
        column.required() ? Repetition.REQUIRED : Repetition.OPTIONAL);
  }

  private static Type type(String name, Shape shape, Repetition repetition) {
    if (shape instanceof Shape.ListOf list) {
      Type repeated =
          Types.repeatedGroup()
              .addField(type(ELEMENT, list.item(), Repetition.REQUIRED))
              .named(LIST);
      return Types.buildGroup(repetition).addField(repeated).as(listType()).named(name);
    }
    if (shape instanceof Shape.Struct struct) {
      return Types.buildGroup(repetition)
          .addFields(struct.fields().stream().map(ParquetSchema::type).toArray(Type[]::new))
          .named(name);
    }
    return scalar(name, (Shape.Scalar) shape, repetition);
  }

  private static Type scalar(String name, Shape.Scalar scalar, Repetition repetition) {
    return switch (scalar) {
      // JSON too is plain text: readers differ in what they make of a JSON column.
      case TEXT, JSON ->
          Types.primitive(PrimitiveTypeName.BINARY, repetition).as(stringType()).named(name);
      case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
      case LONG -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
      case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
      case TIME ->
          Types.primitive(PrimitiveTypeName.INT64, repetition)
              .as(timestampType(true, TimeUnit.MICROS))
              .named(name);
    };
  }
}
