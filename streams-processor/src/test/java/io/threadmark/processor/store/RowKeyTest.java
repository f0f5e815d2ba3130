package io.threadmark.processor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.facts.Ranks;
import io.threadmark.schema.state.Rank;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class RowKeyTest {
  private static final byte[] KEY = "acme/t/x".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  @Property
  void timesSortAsNumbers(@ForAll long a, @ForAll long b) {
    assertThat(sign(RowKey.of(KEY).time(a).bytes(), RowKey.of(KEY).time(b).bytes()))
        .isEqualTo(Integer.signum(Long.compare(a, b)));
    assertThat(RowKey.timeAt(RowKey.of(KEY).time(a).bytes(), KEY.length + 1)).isEqualTo(a);
  }

  @Property
  void ranksSortAsTheyWin(
      @ForAll short time,
      @ForAll short otherTime,
      @ForAll @Size(max = 3) byte[] hash,
      @ForAll @Size(max = 3) byte[] otherHash) {
    Rank a = new Rank(0L, (long) time, 0L, ByteBuffer.wrap(hash));
    Rank b = new Rank(0L, (long) otherTime, 0L, ByteBuffer.wrap(otherHash));
    assertThat(sign(RowKey.of(KEY).rank(a).bytes(), RowKey.of(KEY).rank(b).bytes()))
        .isEqualTo(Integer.signum(Ranks.WINNING.compare(a, b)));
  }

  @Property
  void whatBeginsWithAPrefixLiesBetweenItAndItsEnd(
      @ForAll @Size(min = 1, max = 4) byte[] prefix, @ForAll @Size(max = 4) byte[] rest) {
    prefix[0] = 'a'; // a key begins with a project, never with 0xFF
    byte[] key = Arrays.copyOf(prefix, prefix.length + rest.length);
    System.arraycopy(rest, 0, key, prefix.length, rest.length);
    assertThat(Arrays.compareUnsigned(key, prefix)).isNotNegative();
    assertThat(Arrays.compareUnsigned(key, RowKey.behind(prefix))).isNegative();
  }

  private static int sign(byte[] a, byte[] b) {
    return Integer.signum(Arrays.compareUnsigned(a, b));
  }
}
