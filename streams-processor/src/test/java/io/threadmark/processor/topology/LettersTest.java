package io.threadmark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.stage.Letters;
import io.threadmark.schema.DeadLetter;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LettersTest {
  private static final int KIB = 1024;

  /** A letter stands under the key of its record, so a large key is there twice. */
  @ParameterizedTest
  @CsvSource({
    "64, 4096, true, true",
    "65, 1, false, false",
    "7000, 0, false, false",
    "3000, 4096, false, false",
    "1, 4097, true, false"
  })
  void whatIsTooLargeForALetterIsNotKept(
      int keyKib, int valueKib, boolean keepsKey, boolean keepsValue) {
    DeadLetter letter =
        new Letters("identify", RecordBytes.SERIALIZER)
            .letter(
                "invalid_key",
                "told",
                new Record<>(new byte[keyKib * KIB], new byte[valueKib * KIB], 0),
                null,
                null);
    assertThat(letter.getKey() != null).isEqualTo(keepsKey);
    assertThat(letter.getValue() != null).isEqualTo(keepsValue);
  }
}
