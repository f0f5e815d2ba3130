package io.threadmark.standalone.deadletters;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
}
