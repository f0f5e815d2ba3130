package io.threadmark.gateway.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Limits;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {
  private static final byte[] TEXT = "one, two, one, two, one, two".repeat(9).getBytes(UTF_8);

  static Stream<Arguments> codings() {
    return Stream.of(
        Arguments.of("gzip", (UnaryOperator<byte[]>) Packing::gzip),
        Arguments.of("X-GZIP", (UnaryOperator<byte[]>) Packing::gzip),
        Arguments.of("deflate", (UnaryOperator<byte[]>) Packing::zlib),
        Arguments.of("deflate", (UnaryOperator<byte[]>) Packing::bareDeflate),
        Arguments.of("zstd", (UnaryOperator<byte[]>) Packing::zstd));
  }

  @ParameterizedTest
  @MethodSource("codings")
  void what_was_packed_is_unpacked(String header, UnaryOperator<byte[]> packing)
      throws RequestRefused {
    assertThat(ContentCoding.of(header).unpack(packing.apply(TEXT))).isEqualTo(TEXT);
    assertThat(ContentCoding.of(header).unpack(packing.apply(new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("codings")
  void what_breaks_off_anywhere_is_refused(String header, UnaryOperator<byte[]> packing)
      throws RequestRefused {
    byte[] packed = packing.apply(TEXT);

    for (int length = 1; length < packed.length; length++) {
      assertThat(refusal(header, Arrays.copyOf(packed, length)))
          .as("%d of %d bytes", length, packed.length)
          .isEqualTo(ErrorCode.INVALID_CONTENT_ENCODING);
    }
  }

  @ParameterizedTest
  @MethodSource("codings")
  void a_bomb_stops_at_the_size_of_a_body(String header, UnaryOperator<byte[]> packing)
      throws RequestRefused {
    byte[] fits = new byte[Limits.BODY_BYTES];
    byte[] over = new byte[Limits.BODY_BYTES + 1];
    byte[] far = new byte[20 * Limits.BODY_BYTES];

    assertThat(ContentCoding.of(header).unpack(packing.apply(fits))).hasSize(fits.length);
    assertThat(refusal(header, packing.apply(over))).isEqualTo(ErrorCode.TOO_LARGE);
    assertThat(refusal(header, packing.apply(far))).isEqualTo(ErrorCode.TOO_LARGE);
  }

  @ParameterizedTest
  @MethodSource("codings")
  void damage_is_refused_or_harmless(String header, UnaryOperator<byte[]> packing) {
    Random random = new Random(42);
    byte[] packed = packing.apply(TEXT);

    for (int i = 0; i < 2000; i++) {
      byte[] damaged = packed.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(ContentCoding.of(header).unpack(damaged).length).isNotNegative();
      } catch (RequestRefused e) {
        assertThat(e.code()).isIn(ErrorCode.INVALID_CONTENT_ENCODING, ErrorCode.TOO_LARGE);
      }
    }
  }

  @Test
  void gzip_may_have_several_members_and_zstd_several_frames() throws RequestRefused {
    byte[] a = "first,".getBytes(UTF_8);
    byte[] b = "second".getBytes(UTF_8);

    assertThat(ContentCoding.GZIP.unpack(Packing.join(Packing.gzip(a), Packing.gzip(b))))
        .isEqualTo("first,second".getBytes(UTF_8));
    assertThat(ContentCoding.ZSTD.unpack(Packing.join(Packing.zstd(a), Packing.zstd(b))))
        .isEqualTo("first,second".getBytes(UTF_8));
  }

  @Test
  void a_later_member_that_is_broken_is_not_lost_in_silence() throws RequestRefused {
    byte[] first = Packing.gzip(TEXT);
    byte[] second = Packing.gzip(TEXT);

    for (int length = 1; length < second.length; length++) {
      byte[] both = Packing.join(first, Arrays.copyOf(second, length));
      assertThat(refusal("gzip", both)).isEqualTo(ErrorCode.INVALID_CONTENT_ENCODING);
    }
  }

  @Test
  void gzip_headers_may_have_all_their_options() throws RequestRefused {
    byte[] plain = Packing.gzip(TEXT);
    byte[] header =
        HexFormat.of().parseHex("1f8b081e000000000003" + "0300616263" + "6e00" + "6300" + "0000");
    byte[] full = Packing.join(header, Arrays.copyOfRange(plain, 10, plain.length));

    assertThat(ContentCoding.GZIP.unpack(full)).isEqualTo(TEXT);
  }

  @Test
  void what_stands_behind_the_end_is_refused() throws RequestRefused {
    byte[] more = {0, 0, 0};

    assertThat(refusal("gzip", Packing.join(Packing.gzip(TEXT), more)))
        .isEqualTo(ErrorCode.INVALID_CONTENT_ENCODING);
    assertThat(refusal("deflate", Packing.join(Packing.zlib(TEXT), more)))
        .isEqualTo(ErrorCode.INVALID_CONTENT_ENCODING);
    assertThat(refusal("zstd", Packing.join(Packing.zstd(TEXT), more)))
        .isEqualTo(ErrorCode.INVALID_CONTENT_ENCODING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "gzip, gzip", "compress", "*", "gzip;q=1"})
  void other_codings_are_not_supported(String header) {
    assertThat(catchThrowableOfType(RequestRefused.class, () -> ContentCoding.of(header)).code())
        .isEqualTo(ErrorCode.UNSUPPORTED_CONTENT_ENCODING);
  }

  private static ErrorCode refusal(String header, byte[] packed) throws RequestRefused {
    ContentCoding coding = ContentCoding.of(header);
    RequestRefused refused =
        catchThrowableOfType(RequestRefused.class, () -> coding.unpack(packed));
    return refused == null ? null : refused.code();
  }
}
