package io.threadmark.dataset.row;

/**
 * What a row says of an answer, or of two: what tells two datasets of the same threads apart, and
 * what the balance of a dataset is made of. Lengths are those of texts in Java, -1 for no answer.
 *
 * @param about what it speaks of: in its thread the same whenever it is exported, and in one
 *     dataset of no other row
 * @param says what it says of that, short
 * @param better how long the answer is that it speaks for
 * @param worse how long the answer is that it speaks against
 * @param first which of the two was shown first
 * @param further text of the row that is neither in its prompt nor in its answer; empty for none
 */
public record Claim(String about, String says, int better, int worse, First first, String further) {

  /** Which of two answers a judge saw first. */
  public enum First {
    BETTER,
    WORSE,
    UNKNOWN
  }

  /** Speaks neither for nor against an answer. */
  public static Claim of(String about, String says) {
    return new Claim(about, says, -1, -1, First.UNKNOWN, "");
  }

  public static Claim speaksFor(String about, String says, String answer) {
    return new Claim(about, says, answer.length(), -1, First.UNKNOWN, "");
  }

  public static Claim speaksAgainst(String about, String says, String answer) {
    return new Claim(about, says, -1, answer.length(), First.UNKNOWN, "");
  }

  public static Claim prefers(String about, String says, String better, String worse) {
    return new Claim(about, says, better.length(), worse.length(), First.UNKNOWN, "");
  }

  public Claim shown(First which) {
    return new Claim(about, says, better, worse, which, further);
  }

  public Claim with(String text) {
    return new Claim(about, says, better, worse, first, text);
  }

  /** Whether it speaks of two answers. */
  public boolean isPair() {
    return better >= 0 && worse >= 0;
  }
}
