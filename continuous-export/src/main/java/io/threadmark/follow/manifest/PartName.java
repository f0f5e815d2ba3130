package io.threadmark.follow.manifest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What parts are called: {@code data/partition-00003/}, the first and the last offset, who made it,
 * and the type of the file. A name is never used twice, as it holds the id of its maker, who makes
 * each range of offsets once.
 */
public final class PartName {
  /** The folder of all parts. */
  public static final String FOLDER = "data/";

  private static final Pattern FORM =
      Pattern.compile("data/partition-\\d{5,}/\\d{20}-\\d{20}-([fc])[0-9a-f]{16}\\.[a-z]+");

  /** Who made a part. */
  public enum Maker {
    FOLLOWER("f"),
    COMPACTION("c");

    private final String code;

    Maker(String code) {
      this.code = code;
    }
  }

  private PartName() {}

  /**
   * The path of a part.
   *
   * @param makerId 16 hexadecimal digits
   * @param file the ending, such as {@code jsonl}
   */
  public static String of(
      int partition, long firstOffset, long lastOffset, Maker maker, String makerId, String file) {
    return FOLDER
        + "partition-%05d/%020d-%020d-%s%s.%s"
            .formatted(partition, firstOffset, lastOffset, maker.code, makerId, file);
  }

  /** Whether a file is a part at all: others may have files of their own there. */
  public static boolean isPart(String path) {
    return FORM.matcher(path).matches();
  }

  /** Whether it is a part of such a maker. */
  public static boolean isPartOf(Maker maker, String path) {
    Matcher name = FORM.matcher(path);
    return name.matches() && name.group(1).equals(maker.code);
  }
}
