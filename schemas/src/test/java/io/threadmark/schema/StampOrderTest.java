package io.threadmark.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StampOrderTest {

  @Test
  void timeComesBeforeRevisionAndRevisionBeforeContent() {
    assertThat(compare(stamp(2, 0, 0), stamp(1, 9, 9))).isPositive();
    assertThat(compare(stamp(1, 2, 0), stamp(1, 1, 9))).isPositive();
    assertThat(compare(stamp(1, 1, -1), stamp(1, 1, 1))).as("bytes are unsigned").isPositive();
    assertThat(compare(stamp(1, 1), stamp(1, 1, 0))).as("a prefix comes first").isNegative();
  }

  @Property
  void theOrderIsTotal(
      @ForAll("stamps") Stamp a, @ForAll("stamps") Stamp b, @ForAll("stamps") Stamp c) {
    assertThat(Integer.signum(compare(a, b))).isEqualTo(-Integer.signum(compare(b, a)));
    assertThat(compare(a, b) == 0).isEqualTo(a.equals(b));
    if (compare(a, b) <= 0 && compare(b, c) <= 0) {
      assertThat(compare(a, c)).isNotPositive();
    }
  }

  @Provide
  Arbitrary<Stamp> stamps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(-2, 2).array(int[].class).ofMaxSize(2))
        .as(StampOrderTest::stamp);
  }

  private static int compare(Stamp a, Stamp b) {
    return StampOrder.INSTANCE.compare(a, b);
  }

  private static Stamp stamp(int second, int revision, int... hash) {
    byte[] bytes = new byte[hash.length];
    for (int i = 0; i < hash.length; i++) {
      bytes[i] = (byte) hash[i];
    }
    return new Stamp(Instant.ofEpochSecond(second), (long) revision, ByteBuffer.wrap(bytes));
  }
}
