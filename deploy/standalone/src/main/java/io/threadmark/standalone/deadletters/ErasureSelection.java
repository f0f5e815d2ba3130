package io.threadmark.standalone.deadletters;

import io.threadmark.standalone.cli.Arguments;
import io.threadmark.standalone.cli.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Which dead letters are to be erased: those that have one of the keys or hold one of the texts.
 *
 * @param keys keys of the records that letters are about, whole
 * @param texts what the key, the value or a header holds somewhere, as the bytes of UTF-8
 * @param filter what else must be true of a letter
 */
record ErasureSelection(List<String> keys, List<String> texts, LetterFilter filter) {
  private static final String KEY = "--key";
  private static final String CONTAINING = "--containing";
  private static final char UNDECODED = '\uFFFD';

  /** The flags that say it, besides those of the filter; each may be given again and again. */
  static final Set<String> FLAGS = Set.of(KEY, CONTAINING);

  /**
   * Reads the flags.
   *
   * @throws UsageException where neither a key nor a text is given, or one is empty, or did not
   *     come as it was typed
   */
  static ErasureSelection parse(Arguments arguments, LetterFilter filter) {
    List<String> keys = arguments.all(KEY);
    List<String> texts = arguments.all(CONTAINING);
    if (keys.isEmpty() && texts.isEmpty()) {
      throw new UsageException(
          "erase takes --key KEY, such as default/h/thread-7, or --containing TEXT, each as often"
              + " as needed");
    }
    keys.forEach(key -> requireText(KEY, key));
    texts.forEach(text -> requireText(CONTAINING, text));
    return new ErasureSelection(keys, texts, filter);
  }

  boolean takes(FoundLetter found) {
    // Of what cannot be read no reason and no stage is known.
    boolean passes = found.letter().map(filter::takes).orElse(filter.equals(LetterFilter.ALL));
    return passes && (hasKey(found) || hasText(found));
  }

  private boolean hasKey(FoundLetter found) {
    return keys.stream()
        .map(ErasureSelection::bytes)
        .anyMatch(wanted -> letterKeys(found).anyMatch(key -> Arrays.equals(key, wanted)));
  }

  private boolean hasText(FoundLetter found) {
    return texts.stream()
        .map(ByteSequence::of)
        .anyMatch(
            text ->
                Stream.of(letterKeys(found), value(found), headers(found))
                    .flatMap(bytes -> bytes)
                    .anyMatch(text::isIn));
  }

  /** The letter's own key is that of the record, unless someone else wrote it. */
  private static Stream<byte[]> letterKeys(FoundLetter found) {
    return Stream.concat(
            Stream.ofNullable(found.stored().key()), found.letter().map(Letter::key).stream())
        .filter(Objects::nonNull);
  }

  /** The bytes around a value that stands in a letter are ours, and hold nothing of it. */
  private static Stream<byte[]> value(FoundLetter found) {
    return found
        .letter()
        .map(letter -> Stream.ofNullable(letter.value()))
        .orElseGet(() -> Stream.ofNullable(found.stored().value()));
  }

  private static Stream<byte[]> headers(FoundLetter found) {
    return StreamSupport.stream(found.stored().headers().spliterator(), false)
        .flatMap(header -> Stream.of(bytes(header.key()), header.value()))
        .filter(Objects::nonNull);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void requireText(String flag, String text) {
    if (text.isEmpty()) {
      throw new UsageException(flag + " must not be empty");
    }
    // Such a text would be found nowhere, and the letters that hold what was typed would stay.
    if (text.indexOf(UNDECODED) >= 0 || (text.indexOf('?') >= 0 && decodesAsciiOnly())) {
      throw new UsageException(
          "%s has a character that does not come through: set LC_ALL to a locale with UTF-8, such as C.UTF-8"
              .formatted(flag));
    }
  }

  /** Java reads the command line by the locale; in the one of C, what is not ASCII becomes '?'. */
  private static boolean decodesAsciiOnly() {
    return System.getProperty("sun.jnu.encoding", "").startsWith("ANSI_X3.4");
  }
}
