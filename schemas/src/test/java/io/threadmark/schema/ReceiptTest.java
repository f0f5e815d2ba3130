package io.threadmark.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Receipt.Subject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReceiptTest {
  private static final byte[] SECRET = "secret".getBytes(StandardCharsets.UTF_8);

  @Test
  void aReceiptComesBackAsItWas() {
    Receipt receipt =
        new Receipt(
            "größe/1",
            List.of(
                new Statement(Subject.TRACE, "t1", null, stamp(1)),
                new Statement(Subject.MESSAGE, "th", "m 1", stamp(2)),
                new Statement(Subject.THREAD, "th", null, stamp(3)),
                new Statement(Subject.SPAN, "t1", "s1", stamp(5)),
                new Statement(Subject.FEEDBACK, "👍", null, stamp(4))));
    assertThat(Receipt.verify(receipt.sign(SECRET), SECRET)).isEqualTo(receipt);
  }

  @Test
  void aReceiptIsSafeInAUrlAndAHeader() {
    Receipt receipt =
        new Receipt("p", List.of(new Statement(Subject.TRACE, "ü/?&=", null, stamp(1))));
    assertThat(receipt.sign(SECRET)).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void aChangedReceiptIsRefused() {
    Receipt receipt = new Receipt("p", List.of(new Statement(Subject.TRACE, "t1", null, stamp(1))));
    String signed = receipt.sign(SECRET);
    IntStream.range(0, signed.length())
        .forEach(
            i -> {
              char other = signed.charAt(i) == 'A' ? 'B' : 'A';
              String changed = signed.substring(0, i) + other + signed.substring(i + 1);
              // The last letter has bits that no byte uses.
              if (i < signed.length() - 1) {
                assertThatThrownBy(() -> Receipt.verify(changed, SECRET))
                    .isInstanceOf(IllegalArgumentException.class);
              }
            });
    assertThatThrownBy(() -> Receipt.verify(signed, "other".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Receipt.verify("", SECRET))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Stamp stamp(int second) {
    return Stamp.newBuilder()
        .setEventTime(Instant.parse("2026-01-01T00:00:00.000001Z").plusSeconds(second))
        .setRevision(second)
        .setContentHash(ByteBuffer.wrap(new byte[] {0, (byte) second, -1}))
        .build();
  }
}
