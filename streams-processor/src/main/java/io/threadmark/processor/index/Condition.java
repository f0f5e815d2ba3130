package io.threadmark.processor.index;

import java.util.List;

/**
 * Something that must hold of a thread or a trace, or of something in it.
 *
 * @param subjects of what it is said: of one of these
 * @param field the name of what is compared, as {@link IndexFields} has it
 * @param anyOf of these one must hold
 * @param absent whether none of them may hold
 */
public record Condition(List<Subject> subjects, String field, List<Test> anyOf, boolean absent) {

  /** Of what something is said. What is said of one subject must hold of one and the same. */
  public enum Subject {
    THREAD,
    MESSAGE,
    TRACE,
    FEEDBACK
  }

  /** How a value is compared. */
  public enum Comparison {
    EQUAL,
    LESS,
    AT_MOST,
    MORE,
    AT_LEAST
  }

  /**
   * A value and how it is compared.
   *
   * @param value a text, or of all but {@link Comparison#EQUAL} a number
   */
  public record Test(Comparison comparison, String value) {
    public static Test equal(String value) {
      return new Test(Comparison.EQUAL, value);
    }
  }

  /** One of some texts must be there. */
  public static Condition of(Subject subject, String field, List<String> values) {
    return new Condition(List.of(subject), field, values.stream().map(Test::equal).toList(), false);
  }
}
