package io.threadmark.gateway.door.mlflow.search;

/** How a condition compares. */
public enum Operator {
  EQUAL("="),
  UNEQUAL("!="),
  MORE(">"),
  AT_LEAST(">="),
  LESS("<"),
  AT_MOST("<="),
  IN("IN"),
  NOT_IN("NOT IN"),
  LIKE("LIKE"),
  ILIKE("ILIKE"),
  RLIKE("RLIKE"),
  IS_NULL("IS NULL"),
  IS_NOT_NULL("IS NOT NULL");

  private final String word;

  Operator(String word) {
    this.word = word;
  }

  /** As a filter spells it. */
  String word() {
    return word;
  }

  /** Whether it compares sizes. */
  boolean isOrder() {
    return this == MORE || this == AT_LEAST || this == LESS || this == AT_MOST;
  }

  boolean isPattern() {
    return this == LIKE || this == ILIKE || this == RLIKE;
  }

  boolean isOfNull() {
    return this == IS_NULL || this == IS_NOT_NULL;
  }

  boolean isOfList() {
    return this == IN || this == NOT_IN;
  }

  /** Whether a field can be compared so. */
  boolean fits(Field.Kind kind) {
    if (kind.isNumber()) {
      return isOrder() || this == EQUAL || this == UNEQUAL;
    }
    if (isOfNull()) {
      return kind.hasKey();
    }
    if (isOfList()) {
      return !kind.hasKey();
    }
    return !isOrder() || kind.isAssessment();
  }
}
