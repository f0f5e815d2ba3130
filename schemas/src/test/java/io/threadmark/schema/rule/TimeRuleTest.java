package io.threadmark.schema.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.schema.rule.TimeRule.NoTimeException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeRuleTest {
  private static final ZoneId ZONE = ZoneId.of("America/New_York");

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z",
    "2026-01-01t00:00:00z, 2026-01-01T00:00:00Z",
    "2026-01-01 00:00:00.5Z, 2026-01-01T00:00:00.5Z",
    "'2026-01-01T00:00:00,25Z', 2026-01-01T00:00:00.25Z",
    "2026-01-01T00:00Z, 2026-01-01T00:00:00Z",
    "2026-01-01T05:30:00+05:30, 2026-01-01T00:00:00Z",
    "2026-01-01T05:30:00+0530, 2026-01-01T00:00:00Z",
    "2026-01-01T02:00:00+02, 2026-01-01T00:00:00Z",
    "2026-01-01 00:00:00 +0000, 2026-01-01T00:00:00Z",
    "2026-01-01T00:00Z[UTC], 2026-01-01T00:00:00Z",
    "2026-01-01T02:00+02:00[Europe/Berlin], 2026-01-01T00:00:00Z",
    "2026-01-01T02:00:00+02:00[!Etc/GMT-2][u-ca=gregory], 2026-01-01T00:00:00Z",
    "2025-12-31T22:00:00.123456789-02:00, 2026-01-01T00:00:00.123456Z",
  })
  void whatOthersWriteIsRead(String text, Instant time) throws NoTimeException {
    assertThat(TimeRule.read(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-01-01T00:00:00", "2026-01-01 00:00", "2026-01-01", "2026-01-01T00:00[UTC]"})
  void aTimeWithoutAZoneIsToldToNameOne(String text) {
    assertThatThrownBy(() -> TimeRule.read(text)).hasMessageContaining("time zone");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-13-01T00:00:00Z",
        "2026-01-01Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:00:00+25:00",
        "2026-01-01T00:00:00+01:60",
        "2026-01-01T00:00:00Z[",
        "2026-01-01T00:00:00Z[]",
        "[UTC]",
        "1767225600000"
      })
  void anythingElseIsNoTime(String text) {
    assertThatThrownBy(() -> TimeRule.read(text)).hasMessageContaining("2026-01-01T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "1767225600, seconds",
    "1767225600.25, seconds",
    "1767225600000000, microseconds",
    "1767225600000000000, nanoseconds",
    "1e1000, nanoseconds"
  })
  void aNumberThatIsNotOfMillisecondsIsToldSo(BigDecimal number, String word) {
    assertThatThrownBy(() -> TimeRule.read(number)).hasMessageContaining(word.substring(5));
    String text = number.toPlainString();
    if (text.length() <= 30) {
      assertThatThrownBy(() -> TimeRule.read(text)).hasMessageContaining(word.substring(5));
      assertThatThrownBy(() -> TimeRule.readParameter(text))
          .hasMessageContaining(word.substring(5));
    }
  }

  @Property
  void everyTimeReadsAsItself(
      @ForAll @LongRange(min = 946_684_800_000_000L, max = 32_503_679_999_999_999L) long micros,
      @ForAll @IntRange(min = -1080, max = 1080) int offsetMinutes)
      throws NoTimeException {
    Instant time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(offsetMinutes * 60);
    assertThat(TimeRule.read(OffsetDateTime.ofInstant(time, offset).toString())).isEqualTo(time);
    assertThat(TimeRule.read(ZonedDateTime.ofInstant(time, ZONE).toString())).isEqualTo(time);
    BigDecimal millis = BigDecimal.valueOf(micros, 3);
    assertThat(TimeRule.read(millis)).isEqualTo(time);
    assertThat(TimeRule.readParameter(millis.toPlainString())).isEqualTo(time);
    assertThat(TimeRule.readParameter(time.toString())).isEqualTo(time);
  }
}
