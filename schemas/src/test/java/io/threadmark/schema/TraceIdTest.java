package io.threadmark.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceIdTest {

  @ParameterizedTest
  @CsvSource({
    "0123456789abcdef0123456789abcdef, 0123456789abcdef0123456789abcdef",
    "tr-0123456789abcdef0123456789abcdef, 0123456789abcdef0123456789abcdef",
    "0123456789ABCDEF0123456789ABCDEF, 0123456789abcdef0123456789abcdef",
    "tr-1, tr-1",
    "tr-0123456789abcdef0123456789abcdeg, tr-0123456789abcdef0123456789abcdeg",
    "TR-0123456789abcdef0123456789abcdef, TR-0123456789abcdef0123456789abcdef",
    "0123456789abcdef0123456789abcdef0, 0123456789abcdef0123456789abcdef0",
  })
  void oneTraceHasOneId(String given, String canonical) {
    assertThat(TraceId.canonical(given)).isEqualTo(canonical);
    assertThat(TraceId.canonical(canonical)).isEqualTo(canonical);
  }
}
