package io.threadmark.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Receipt.Subject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatementNameTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void statementsThatDifferInAnythingHaveDifferentNamesAndOneHasOne() {
    Stamp stamp = stamp(TIME, 0, 1);
    List<String> names =
        Stream.of(
                name("p", new Statement(Subject.MESSAGE, "ab", "c", stamp)),
                name("p", new Statement(Subject.MESSAGE, "a", "bc", stamp)),
                name("pa", new Statement(Subject.MESSAGE, "b", "c", stamp)),
                name("p", new Statement(Subject.THREAD, "ab", null, stamp)),
                name("p", new Statement(Subject.TRACE, "ab", null, stamp)),
                name("p", new Statement(Subject.FEEDBACK, "ab", null, stamp)),
                name("p", new Statement(Subject.TRACE, "ab", null, stamp(TIME, 1, 1))),
                name("p", new Statement(Subject.TRACE, "ab", null, stamp(TIME, 0, 2))),
                name(
                    "p", new Statement(Subject.TRACE, "ab", null, stamp(TIME.plusMillis(1), 0, 1))))
            .toList();

    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.length() == 32);
    assertThat(name("p", new Statement(Subject.MESSAGE, "ab", "c", stamp(TIME, 0, 1))))
        .isEqualTo(names.get(0));
  }

  private static String name(String project, Statement statement) {
    return HexFormat.of().formatHex(StatementName.of(project, statement));
  }

  private static Stamp stamp(Instant time, long revision, int hash) {
    return new Stamp(time, revision, ByteBuffer.wrap(new byte[] {(byte) hash}));
  }
}
