package io.threadmark.dataset.pack;

import io.threadmark.dataset.row.Column;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.row.Shape;
import java.util.List;

/** The types of columns as a dataset card spells them, so that loaders need not guess. */
final class CardFeatures {
  private final FileKind kind;
  private final StringBuilder yaml = new StringBuilder();

  private CardFeatures(FileKind kind) {
    this.kind = kind;
  }

  static String of(List<Column> columns, FileKind kind, String indent) {
    CardFeatures features = new CardFeatures(kind);
    features.columns(columns, indent);
    return features.yaml.toString();
  }

  private void columns(List<Column> columns, String indent) {
    for (Column column : columns) {
      yaml.append(indent).append("- name: ").append(column.name()).append('\n');
      shape(column.shape(), indent + "  ");
    }
  }

  private void shape(Shape shape, String indent) {
    if (shape instanceof Shape.ListOf list) {
      if (list.item() instanceof Shape.Struct struct) {
        yaml.append(indent).append("list:\n");
        columns(struct.fields(), indent);
      } else if (list.item() instanceof Shape.Scalar scalar) {
        yaml.append(indent).append("list: ").append(type(scalar)).append('\n');
      } else {
        yaml.append(indent).append("list:\n");
        shape(list.item(), indent + "  ");
      }
    } else if (shape instanceof Shape.Struct struct) {
      yaml.append(indent).append("struct:\n");
      columns(struct.fields(), indent);
    } else {
      yaml.append(indent).append("dtype: ").append(type((Shape.Scalar) shape)).append('\n');
    }
  }

  private String type(Shape.Scalar scalar) {
    return switch (scalar) {
      case TEXT -> "string";
      case BOOLEAN -> "bool";
      case LONG -> "int64";
      case DOUBLE -> "float64";
      case TIME -> kind == FileKind.PARQUET ? "timestamp[us, tz=UTC]" : "string";
      case JSON -> "json";
    };
  }
}
