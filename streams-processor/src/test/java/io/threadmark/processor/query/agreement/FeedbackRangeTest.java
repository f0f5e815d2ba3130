package io.threadmark.processor.query.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedbackRangeTest {

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T00:00:00Z, 2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00Z, 2026-01-01T02:00:00+02:00[Europe/Berlin]",
    "1767225600000.001, 1767225600000"
  })
  void aRangeWithoutTimeInItIsRefused(String after, String before) {
    assertThatThrownBy(() -> read(after, before))
        .isInstanceOf(RequestProblem.class)
        .hasMessageContaining("must be later than after");
  }

  @Test
  void aRangeMayHaveOneEndOrNone() {
    assertThat(read(null, null)).isEqualTo(new FeedbackRange("p", null, null, 0, Long.MAX_VALUE));
    assertThat(read("1767225600000", null).from()).isEqualTo(1_767_225_600_000_000L);
    assertThat(read("1767225600000.5", "1767225600001").from()).isEqualTo(1_767_225_600_000_500L);
  }

  private static FeedbackRange read(String after, String before) {
    MultiMap given = MultiMap.caseInsensitiveMultiMap();
    if (after != null) {
      given.add("after", after);
    }
    if (before != null) {
      given.add("before", before);
    }
    return FeedbackRange.read(new QueryParameters(given, () -> "p", FeedbackRange.PARAMETERS));
  }
}
