package io.threadmark.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.Rejection;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Trace;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReadingTest {
  private static final int MIB = 1024 * 1024;
  private static final ErrorCode TOO_LARGE = ErrorCode.TOO_LARGE;

  @Test
  void each_item_of_a_list_has_an_outcome_of_its_own() throws RequestRefused {
    EventBatch batch =
        json("[{\"trace_id\":\"a\"},{\"nam\":1},7,{\"trace_id\":\"b\"},{\"tags\":[[{}]]}]");

    assertThat(batch.events()).extracting(Event::id).containsExactly("a", "b");
    assertThat(batch.events()).extracting(Event::index).containsExactly(0, 3);
    assertThat(batch.rejections()).extracting(Rejection::index).containsExactly(1, 2, 4);
    assertThat(batch.size()).isEqualTo(5);
  }

  @Test
  void of_a_list_that_breaks_off_nothing_is_taken() {
    assertThat(refusal("[{\"trace_id\":\"a\"},{\"trace_id\":")).isEqualTo(ErrorCode.INVALID_JSON);
    assertThat(refusal("[{\"trace_id\":\"a\"}")).isEqualTo(ErrorCode.INVALID_JSON);
    assertThat(refusal("[{\"trace_id\":\"a\"},]")).isEqualTo(ErrorCode.INVALID_JSON);
    assertThat(refusal("[{\"nam\":\"a\"},{]")).isEqualTo(ErrorCode.INVALID_JSON);
    assertThat(refusal("[] []")).isEqualTo(ErrorCode.INVALID_JSON);
  }

  @Test
  void a_bad_line_is_that_lines_fault() throws RequestRefused {
    EventBatch batch =
        lines(
            "{\"trace_id\":\"a\"}\n\n \t\r\n{broken\n{\"trace_id\":\"b\"} x\r\n[]\n"
                + "{\"trace_id\":\"c\"}\r\n{\"trace_id\":\"d\",\"nam\":1}\n\"\u00e9\n{\"trace_id\":\"e\"}");

    assertThat(batch.events()).extracting(Event::id).containsExactly("a", "c", "e");
    assertThat(batch.events()).extracting(Event::index).containsExactly(0, 4, 7);
    assertThat(batch.rejections())
        .extracting(Rejection::index, Rejection::code)
        .containsExactly(
            tuple(1, ErrorCode.INVALID_JSON),
            tuple(2, ErrorCode.INVALID_JSON),
            tuple(3, ErrorCode.INVALID_FIELD),
            tuple(5, ErrorCode.UNKNOWN_FIELD),
            tuple(6, ErrorCode.INVALID_JSON));
  }

  @Test
  void lines_that_are_all_blank_are_empty() {
    assertThat(catchThrowableOfType(RequestRefused.class, () -> lines("\n \n\t\r\n")).code())
        .isEqualTo(ErrorCode.EMPTY);
    assertThat(catchThrowableOfType(RequestRefused.class, () -> lines("")).code())
        .isEqualTo(ErrorCode.EMPTY);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a lone continuation byte, 80",
    "an overlong slash, C0AF",
    "an overlong NUL, C080",
    "an overlong form of three bytes, E080AF",
    "an overlong form of four bytes, F08080AF",
    "a high surrogate, EDA080",
    "a low surrogate, EDB080",
    "a pair of surrogates as CESU-8 has it, EDA0BDEDB880",
    "beyond the last code point, F4908080",
    "five bytes, F888808080",
    "a sequence that breaks off, E282",
    "a byte that is never there, FF"
  })
  void malformed_utf8_is_refused(String name, String hex) throws RequestRefused {
    byte[] body = around("{\"name\":\"", hex, "\"}");
    byte[] key = around("{\"metadata\":{\"", hex, "\":1}}");

    for (byte[] each : List.of(body, key)) {
      assertThat(refusal(each)).as(name).isEqualTo(ErrorCode.INVALID_JSON);
      assertThat(lines(each).rejections())
          .extracting(Rejection::code)
          .containsExactly(ErrorCode.INVALID_JSON);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "two bytes, C3A9",
    "the last of two bytes, DFBF",
    "three bytes, E282AC",
    "just before the surrogates, ED9FBF",
    "just behind the surrogates, EE8080",
    "not a character but valid, EFBFBF",
    "four bytes, F09F9880",
    "the last code point, F48FBFBF"
  })
  void well_formed_utf8_is_kept(String name, String hex) throws RequestRefused {
    byte[] body = around("{\"name\":\"", hex, "\"}");

    assertThat(EventBodies.readJson(body, EventType.TRACE, EventReadingTest.ARRIVAL).events())
        .as(name)
        .extracting(event -> ((Trace) event.value()).getName())
        .containsExactly(new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8));
  }

  @Test
  void other_encodings_than_utf8_are_refused_and_its_byte_order_mark_is_not()
      throws RequestRefused {
    String json = "{\"trace_id\":\"a\"}";

    for (var charset :
        List.of(
            StandardCharsets.UTF_16,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            Charset.forName("UTF-32"),
            Charset.forName("UTF-32LE"))) {
      assertThat(refusal(json.getBytes(charset))).isEqualTo(ErrorCode.INVALID_JSON);
    }
    assertThat(json("\ufeff" + json).events()).hasSize(1);
  }

  @Test
  void an_event_may_have_one_mebibyte_and_no_more() throws RequestRefused {
    String fits = "{\"trace_id\":\"a\",\"input\":\"" + "x".repeat(MIB - 27) + "\"}";
    String over = "{\"trace_id\":\"b\",\"input\":\"" + "x".repeat(MIB - 26) + "\"}";
    assertThat(fits).hasSize(MIB);

    assertThat(json(fits).events()).hasSize(1);
    assertThat(json(over).rejections()).extracting(Rejection::code).containsExactly(TOO_LARGE);
    EventBatch list = json("[" + over + " , " + fits + "]");
    assertThat(list.events()).extracting(Event::id).containsExactly("a");
    assertThat(list.rejections()).extracting(Rejection::code).containsExactly(TOO_LARGE);
    EventBatch lines = lines(over + "\n  " + fits + "  \n");
    assertThat(lines.events()).extracting(Event::id).containsExactly("a");
    assertThat(lines.rejections()).extracting(Rejection::code).containsExactly(TOO_LARGE);
  }

  @Test
  void bytes_are_counted_and_not_characters() throws RequestRefused {
    String over = "{\"input\":\"" + "\u00e9".repeat(MIB / 2) + "\"}";

    assertThat(json(over).rejections()).extracting(Rejection::code).containsExactly(TOO_LARGE);
  }

  @Test
  void an_event_of_many_small_values_is_refused_before_it_is_in_memory() throws RequestRefused {
    String many = "{\"input\":[" + "[],".repeat(2 * MIB) + "[]]}";

    EventBatch batch = json("[" + many + ",{\"trace_id\":\"a\"}]");

    assertThat(batch.rejections()).extracting(Rejection::code).containsExactly(TOO_LARGE);
    assertThat(batch.events()).hasSize(1);
  }

  @Test
  void nesting_has_an_end() throws RequestRefused {
    String fits = "{\"input\":" + "[".repeat(99) + "]".repeat(99) + "}";
    String over = "{\"input\":" + "[".repeat(100) + "]".repeat(100) + "}";

    assertThat(json("[" + fits + "]").events()).hasSize(1);
    assertThat(json(over).rejections())
        .extracting(Rejection::code)
        .containsExactly(ErrorCode.INVALID_FIELD);
    assertThat(refusal("[".repeat(100_000))).isEqualTo(ErrorCode.INVALID_JSON);
    assertThat(refusal("{\"a\":".repeat(100_000))).isEqualTo(ErrorCode.INVALID_JSON);
  }

  @Test
  void numbers_have_an_end() throws RequestRefused {
    assertThat(json("{\"input\":" + "1".repeat(1000) + "}").events()).hasSize(1);
    assertThat(json("[{\"input\":" + "1".repeat(1001) + "},{}]").rejections())
        .extracting(Rejection::code, Rejection::path)
        .containsExactly(tuple(ErrorCode.INVALID_FIELD, "input"));
    assertThat(json("{\"timestamp\":1." + "0".repeat(500_000) + "}").rejections()).hasSize(1);
  }

  @Test
  void names_have_no_end_but_the_events() throws RequestRefused {
    assertThat(json("{\"" + "n".repeat(100_000) + "\":1}").rejections())
        .extracting(Rejection::code)
        .containsExactly(ErrorCode.UNKNOWN_FIELD);
  }

  @Test
  void a_request_has_an_end_too() {
    assertThat(refusal("[" + "{},".repeat(Limits.EVENTS) + "{}]")).isEqualTo(TOO_LARGE);
  }

  @Test
  void caps_hold_for_fields() throws RequestRefused {
    String id = "i".repeat(256);
    assertThat(json("{\"trace_id\":\"" + id + "\"}").events()).hasSize(1);
    assertRejected("{\"trace_id\":\"" + id + "i\"}", "trace_id");
    assertRejected("{\"trace_id\":\"" + "\u00e9".repeat(129) + "\"}", "trace_id");
    assertRejected("{\"name\":\"" + id + "n\"}", "name");
    assertRejected("{\"model\":\"" + id + "n\"}", "model");
    assertRejected("{\"tags\":{\"" + id + "k\":\"v\"}}", "tags");
    assertRejected("{\"tags\":{\"k\":\"" + "v".repeat(4097) + "\"}}", "tags.k");
    assertRejected("{\"tags\":" + entries(129) + "}", "tags");
    assertRejected("{\"metadata\":" + entries(129) + "}", "metadata");
    assertRejected(
        "{\"metadata\":{\"k\":\"" + "v".repeat(Limits.METADATA_VALUE_BYTES - 1) + "\"}}",
        "metadata.k");
    assertRejected("{\"user\":{\"segments\":" + entries(65) + "}}", "user.segments");
    assertThat(json("{\"tags\":" + entries(128) + "}").events()).hasSize(1);
    assertThat(
            json("{\"metadata\":{\"k\":\"" + "v".repeat(Limits.METADATA_VALUE_BYTES - 2) + "\"}}")
                .events())
        .hasSize(1);
  }

  private static String entries(int count) {
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      out.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":\"v\"");
    }
    return out.append('}').toString();
  }

  private static void assertRejected(String json, String path) throws RequestRefused {
    assertThat(json(json).rejections())
        .extracting(Rejection::code, Rejection::path)
        .containsExactly(tuple(ErrorCode.INVALID_FIELD, path));
  }

  private static byte[] around(String before, String hex, String after) {
    byte[] middle = HexFormat.of().parseHex(hex);
    byte[] start = before.getBytes(StandardCharsets.UTF_8);
    byte[] end = after.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(start.length + middle.length + end.length)
        .put(start)
        .put(middle)
        .put(end)
        .array();
  }

  private static EventBatch json(String body) throws RequestRefused {
    return EventBodies.readJson(
        body.getBytes(StandardCharsets.UTF_8), EventType.TRACE, EventReadingTest.ARRIVAL);
  }

  private static EventBatch lines(String body) throws RequestRefused {
    return lines(body.getBytes(StandardCharsets.UTF_8));
  }

  private static EventBatch lines(byte[] body) throws RequestRefused {
    return EventBodies.readLines(body, EventType.TRACE, EventReadingTest.ARRIVAL);
  }

  private static ErrorCode refusal(String body) {
    return refusal(body.getBytes(StandardCharsets.UTF_8));
  }

  private static ErrorCode refusal(byte[] body) {
    return catchThrowableOfType(
            RequestRefused.class,
            () -> EventBodies.readJson(body, EventType.TRACE, EventReadingTest.ARRIVAL))
        .code();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a':1}",
        "{a:1}",
        "[1,]",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":nul}",
        "{\"a\":\"\u0001\"}",
        "{\"a\":\"\\x\"}",
        "/* a */{}",
        "{\"a\":1",
        "{\"a\"",
        "[",
        "x",
        "{} {}",
        "{\"a\":undefined}",
        "# a",
        "{\"a\":0x10}",
        "{\"a\":1__0}",
        "[{\"value\":None}]",
        "[{\"value\":True}]",
        "[nan]",
        "['x']",
        "[-.5]",
        "[Infinit]",
        "[\"a\nb\"]",
        "[}",
        "[1 2]",
        "{\"a\" 1}"
      })
  void whatIsNoJsonIsToldByItsPlaceAndNotInTheWordsOfAParser(String body) {
    assertInOurWords(
        catchThrowableOfType(
                RequestRefused.class,
                () ->
                    EventBodies.readJson(
                        body.getBytes(StandardCharsets.UTF_8), null, EventReadingTest.ARRIVAL))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({"[", "{\"a\":"})
  void howDeepIsTooDeepIsNotToldInTheWordsOfAParser(String open) throws RequestRefused {
    String told = "not valid JSON: it is nested much more than 100 deep";
    assertThatThrownBy(() -> json(open.repeat(1001))).hasMessageContaining(told);
    assertThat(lines(open.repeat(1001)).rejections().get(0).message()).startsWith(told);
  }

  @ParameterizedTest
  @CsvSource({"None,null", "undefined,null", "True,true", "False,false"})
  void aWordOfAnotherLanguageIsToldInJson(String word, String meant) {
    assertThatThrownBy(() -> json("[{\"value\":" + word + "}]"))
        .hasMessageContaining(word + " is no value in JSON, which has " + meant + " (line 1");
  }

  @Property
  void whateverIsBrokenIsToldInOurWords(
      @ForAll @IntRange(max = 70) int place, @ForAll @CharRange(from = ' ', to = '~') char other)
      throws RequestRefused {
    String event =
        "{\"trace_id\":\"a\",\"tags\":{\"b\":\"c\\n\"},\"input\":[1.5e3,true,null,{}],\"name\":\"d\"}";
    String broken = event.substring(0, place) + other + event.substring(place + 1);
    lines(broken).rejections().stream()
        .filter(rejection -> rejection.code() == ErrorCode.INVALID_JSON)
        .forEach(rejection -> assertInOurWords(rejection.message()));
  }

  private static void assertInOurWords(String message) {
    assertThat(message)
        .contains("not valid JSON: ")
        .containsPattern(" \\(line \\d+, column \\d+\\)")
        .doesNotContainPattern(
            "(?i)feature|enable|JsonRead|StreamRead|source|jackson|ALLOW_|`|expect|token|marker|code \\d");
  }
}
