package io.threadmark.benchmark;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A language whose words are as frequent as those of natural ones, after Zipf: the n-th is said an
 * n-th as often as the first.
 */
final class Words {
  static final int COUNT = 50_000;

  private static final String CONSONANTS = "bcdfghjklmnprstvwxyz";
  private static final String VOWELS = "aeiou";
  private static final int SYLLABLES = 100;
  private static final int SENTENCE = 12;

  private final double[] upTo = new double[COUNT];

  Words() {
    double sum = 0;
    for (int rank = 1; rank <= COUNT; rank++) {
      sum += 1.0 / rank;
      upTo[rank - 1] = sum;
    }
  }

  /** The word of a rank, from 1; frequent ones are short. */
  static String word(int rank) {
    StringBuilder word = new StringBuilder();
    for (int rest = rank; rest > 0; rest = (rest - 1) / SYLLABLES) {
      int syllable = (rest - 1) % SYLLABLES;
      word.append(CONSONANTS.charAt(syllable / VOWELS.length()))
          .append(VOWELS.charAt(syllable % VOWELS.length()));
    }
    return word.toString();
  }

  /** Some sentences of so many words. */
  String text(RandomGenerator random, int words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      String word = next(random);
      boolean begins = i % SENTENCE == 0;
      text.append(i == 0 ? "" : begins ? ". " : " ")
          .append(begins ? Character.toUpperCase(word.charAt(0)) : word.charAt(0))
          .append(word, 1, word.length());
    }
    return text.append('.').toString();
  }

  private String next(RandomGenerator random) {
    int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[COUNT - 1]);
    return word(Math.min(COUNT, (found < 0 ? -found - 1 : found) + 1));
  }
}
