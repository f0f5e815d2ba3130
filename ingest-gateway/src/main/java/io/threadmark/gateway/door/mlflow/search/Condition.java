package io.threadmark.gateway.door.mlflow.search;

import java.util.List;

/**
 * One of the conditions that all must hold.
 *
 * @param values what is compared with: none of null, several of lists, else one
 */
public record Condition(Field field, Operator operator, List<String> values) {
  public Condition {
    values = List.copyOf(values);
  }

  String value() {
    return values.get(0);
  }

  boolean is(Field.Kind kind, Operator wanted) {
    return field.kind() == kind && operator == wanted;
  }
}
