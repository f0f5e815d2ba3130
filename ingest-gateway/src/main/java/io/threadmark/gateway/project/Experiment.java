package io.threadmark.gateway.project;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.threadmark.schema.rule.TextRule;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A project as MLflow names it: an experiment, whose id is a number. The number holds the name of
 * the project, so that every gateway knows it without asking, and no two projects can have one.
 *
 * @param id digits
 * @param project the project
 */
public record Experiment(String id, String project) {
  private static final String DEFAULT_PROJECT = "default";
  private static final String DEFAULT_ID = "0";
  private static final String DEFAULT_NAME = "Default";

  /** What every client may count on. */
  public static final Experiment DEFAULT = new Experiment(DEFAULT_ID, DEFAULT_PROJECT);

  /** Begins the bytes of a number, so that no leading zero of a name is lost. */
  private static final byte MARK = 1;

  private static final int CHECK_BYTES = 2;
  private static final int FRAME_BYTES = 1 + CHECK_BYTES;

  /** More than the number of the longest name has. */
  private static final int MOST_DIGITS = 640;

  /** The experiment that a project is. */
  public static Experiment ofProject(String project) {
    if (project.equals(DEFAULT_PROJECT)) {
      return DEFAULT;
    }
    byte[] name = project.getBytes(UTF_8);
    byte[] framed =
        ByteBuffer.allocate(name.length + FRAME_BYTES)
            .put(MARK)
            .put(name)
            .putShort(check(name))
            .array();
    return new Experiment(new BigInteger(1, framed).toString(), project);
  }

  /**
   * The experiment of an id. What is no number is taken for the name of a project, for those who
   * write the id by hand.
   *
   * @return empty where no project has that id
   */
  public static Optional<Experiment> ofId(String id) {
    if (id.equals(DEFAULT_ID)) {
      return Optional.of(DEFAULT);
    }
    boolean isNumber = id.chars().allMatch(c -> c >= '0' && c <= '9');
    Optional<String> project = isNumber ? held(id) : Optional.of(id);
    return project.filter(name -> TextRule.ofId(name) == null).map(Experiment::ofProject);
  }

  /** The experiment of a name; empty where no project may have that name. */
  public static Optional<Experiment> ofName(String name) {
    if (name.equals(DEFAULT_NAME)) {
      return Optional.of(DEFAULT);
    }
    return Optional.of(name)
        .filter(project -> TextRule.ofId(project) == null)
        .map(Experiment::ofProject);
  }

  /** The name that MLflow shows. */
  public String name() {
    return equals(DEFAULT) ? DEFAULT_NAME : project;
  }

  private static Optional<String> held(String digits) {
    if (digits.isEmpty() || digits.length() > MOST_DIGITS) {
      return Optional.empty();
    }
    BigInteger number = new BigInteger(digits);
    byte[] framed = number.toByteArray();
    if (framed.length <= FRAME_BYTES || framed[0] != MARK) {
      return Optional.empty();
    }
    byte[] name = new byte[framed.length - FRAME_BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(framed, 1, framed.length - 1).get(name);
    boolean isOurs = bytes.getShort() == check(name) && digits.equals(number.toString());
    return isOurs ? text(name) : Optional.empty();
  }

  /** Tells our numbers from those of another server that somebody still has in a setting. */
  private static short check(byte[] name) {
    CRC32 sum = new CRC32();
    sum.update(name);
    return (short) sum.getValue();
  }

  private static Optional<String> text(byte[] name) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
