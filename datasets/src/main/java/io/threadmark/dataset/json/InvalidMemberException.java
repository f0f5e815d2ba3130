package io.threadmark.dataset.json;

/** A member of JSON that someone wrote is wrong. The message names it, and holds no value of it. */
public final class InvalidMemberException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String member;
  private final String problem;

  /**
   * @param member its path, such as {@code rules.min_raters}
   * @param problem what is wrong, as the words behind the path
   */
  public InvalidMemberException(String member, String problem) {
    super(member + " " + problem);
    this.member = member;
    this.problem = problem;
  }

  public String member() {
    return member;
  }

  public String problem() {
    return problem;
  }

  /** The same of a member of an object that is itself a member of another. */
  public InvalidMemberException within(String path) {
    return new InvalidMemberException(path + "." + member, problem);
  }
}
