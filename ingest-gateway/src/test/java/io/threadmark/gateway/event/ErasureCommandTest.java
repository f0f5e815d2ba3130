package io.threadmark.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.threadmark.gateway.event.ErasureSubject.Kind;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Ingest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErasureCommandTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final String HEX = "4bf92f3577b34da6a3ce929d0e0e4736";

  @Test
  void a_command_says_what_who_and_when() throws RequestRefused {
    Event event = event(Kind.USER, "u/1", null, arrival(Ids.fresh()));

    Erasure erasure = (Erasure) event.value();
    assertThat(UUID.fromString(erasure.getErasureId()).version()).isEqualTo(7);
    assertThat(erasure.getProjectId()).isEqualTo("p");
    assertThat(erasure.getSubjectKind()).isEqualTo("user");
    assertThat(erasure.getSubjectId()).isEqualTo("u/1");
    assertThat(erasure.getSubjectHash()).isNull();
    assertThat(erasure.getStamp().getEventTime()).isEqualTo(NOW);
    assertThat(erasure.getStamp().getRevision()).isZero();
    assertThat(erasure.getStamp().getContentHash()).isEqualTo(ContentHash.of(erasure));
    assertThat(erasure.getIngest()).isEqualTo(new Ingest(NOW, "http"));
    assertThat(event.type()).isEqualTo(EventType.ERASURE);
    assertThat(event.key()).hasToString("p/e/" + erasure.getErasureId());
    assertThat(event.id()).isEqualTo(erasure.getErasureId());
  }

  @ParameterizedTest
  @CsvSource({
    "THREAD, th-1, thread, th-1",
    "THREAD, trace:t1, trace, t1",
    "THREAD, trace:tr-" + HEX + ", trace, " + HEX,
    "THREAD, trace:trace:t1, trace, trace:t1",
    "THREAD, Trace:t1, thread, Trace:t1",
    "THREAD, tr-" + HEX + ", thread, tr-" + HEX,
    "TRACE, tr-" + HEX + ", trace, " + HEX,
    "TRACE, trace:t1, trace, trace:t1",
    "USER, trace:t1, user, trace:t1"
  })
  void a_subject_has_one_form(Kind kind, String id, String word, String subject)
      throws RequestRefused {
    Erasure erasure = (Erasure) event(kind, id, null, arrival(Ids.fresh())).value();

    assertThat(erasure.getSubjectKind()).isEqualTo(word);
    assertThat(erasure.getSubjectId()).isEqualTo(subject);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:00:00+01:00, 2025-12-31T23:00:00Z",
    "1767225600000, 2026-01-01T00:00:00Z",
    "2026-01-31T12:05:00Z, 2026-01-31T12:05:00Z"
  })
  void a_command_may_be_stamped(String timestamp, Instant time) throws RequestRefused {
    Event event = event(Kind.USER, "u", timestamp, arrival(Ids.fresh()));

    assertThat(((Erasure) event.value()).getStamp().getEventTime()).isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "THREAD, '', none, thread_id",
        "THREAD, trace:, none, thread_id",
        "THREAD, trace:.., none, thread_id",
        "TRACE, ., none, trace_id",
        "TRACE, 'a\u0000b', none, trace_id",
        "USER, .., none, user_id",
        "USER, u, soon, timestamp",
        "USER, u, '', timestamp",
        "USER, u, 1999-12-31T23:59:59Z, timestamp",
        "USER, u, 2026-01-31T12:05:01Z, timestamp",
        "THREAD, h, -1, timestamp"
      })
  void what_is_wrong_is_refused(Kind kind, String id, String timestamp, String path) {
    assertRefused(kind, id, timestamp, arrival(Ids.fresh()), path);
  }

  @Test
  void an_id_has_an_end() {
    String longest = "\u00e9".repeat(128);
    assertRefused(Kind.USER, longest + "x", null, arrival(Ids.fresh()), "user_id");
    assertRefused(Kind.THREAD, "trace:" + longest + "x", null, arrival(Ids.fresh()), "thread_id");
  }

  @Test
  void the_longest_trace_can_be_named_by_its_thread() throws RequestRefused {
    String longest = "x".repeat(256);
    Event event = event(Kind.THREAD, "trace:" + longest, null, arrival(Ids.fresh()));

    assertThat(((Erasure) event.value()).getSubjectId()).isEqualTo(longest);
  }

  @Test
  void a_time_from_which_nothing_is_kept_is_refused() {
    Arrival arrival =
        new Arrival(
            "p", NOW, "http", Ids.fresh(), NOW.minus(Duration.ofDays(30)), FeedbackRules.NONE);

    assertRefused(Kind.USER, "u", "2026-01-01T11:59:59Z", arrival, "timestamp");
  }

  @Test
  void an_idempotency_key_names_one_erasure_of_each_subject() throws RequestRefused {
    Arrival keyed = arrival(Ids.following("p", "key"));
    String id = event(Kind.TRACE, HEX, null, keyed).id();

    assertThat(event(Kind.TRACE, "tr-" + HEX, null, keyed).id()).isEqualTo(id);
    assertThat(event(Kind.THREAD, "trace:" + HEX, null, keyed).id()).isEqualTo(id);
    assertThat(event(Kind.THREAD, HEX, null, keyed).id()).isNotEqualTo(id);
    assertThat(event(Kind.TRACE, "t", null, keyed).id()).isNotEqualTo(id);
  }

  @Test
  void a_subject_does_not_show_its_id() {
    assertThat(new ErasureSubject(Kind.USER, "ann@example.org")).hasToString("a user");
  }

  private static Arrival arrival(Ids ids) {
    return new Arrival("p", NOW, "http", ids);
  }

  private static Event event(Kind kind, String id, String timestamp, Arrival arrival)
      throws RequestRefused {
    EventBatch batch = ErasureCommand.of(kind, id, timestamp, arrival);
    assertThat(batch.size()).isEqualTo(1);
    return batch.events().get(0);
  }

  private static void assertRefused(
      Kind kind, String id, String timestamp, Arrival arrival, String path) {
    assertThatExceptionOfType(RequestRefused.class)
        .isThrownBy(() -> ErasureCommand.of(kind, id, timestamp, arrival))
        .satisfies(
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_FIELD);
              assertThat(refused.path()).isEqualTo(path);
            });
  }
}
