package io.threadmark.dataset.row;

/**
 * A column of a dataset, or a field of an object in one.
 *
 * @param required whether every row has it, and not null
 * @param doc one sentence for the dataset's card
 */
public record Column(String name, Shape shape, boolean required, String doc) {

  public static Column of(String name, Shape shape, String doc) {
    return new Column(name, shape, true, doc);
  }

  /** One that may be absent or null. */
  public static Column optional(String name, Shape shape, String doc) {
    return new Column(name, shape, false, doc);
  }

  public static Column text(String name, String doc) {
    return of(name, Shape.Scalar.TEXT, doc);
  }

  public static Column optionalText(String name, String doc) {
    return optional(name, Shape.Scalar.TEXT, doc);
  }
}
