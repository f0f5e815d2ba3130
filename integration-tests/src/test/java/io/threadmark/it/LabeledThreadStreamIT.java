package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Labeled threads as they change, through the gateway. */
@ExtendWith(SharedThreadmark.class)
class LabeledThreadStreamIT {
  private static final String PATH = "/api/v1/labeled-threads/stream";

  private final Threadmark threadmark = SharedThreadmark.threadmark();
  private final String project = "p-" + UUID.randomUUID();
  private final Api api = threadmark.api().in(project);

  @Test
  void aLabeledThreadIsHeardOfAsItChangesAndNobodyElses() {
    try (EventSource all = connect("", null);
        EventSource good = connect("?feedbackName=thumbs&feedback_value=true", null)) {
      assertThat(all.response().headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
      all.await("ready", ready -> !ready.get("resumed").asBoolean());
      good.await("ready", ready -> true);
      threadmark.api().in(project + "-other").postEvents(feedback("f", "X", "true")).expect(202);
      api.postEvents(feedback("f1", "A", "true") + feedback("f2", "B", "false")).expect(202);

      assertThat(all.await("thread", isThread("A")).data().get("feedback")).hasSize(1);
      all.await("thread", isThread("B"));
      good.await("thread", isThread("A"));
      api.postEvents(feedback("f3", "B", "true")).expect(202);
      good.await("thread", isThread("B"));
      assertThat(ids(good, "thread")).startsWith("A").endsWith("B").doesNotContain("X");
      assertThat(ids(all, "thread")).doesNotContain("X");
    }
  }

  @Test
  void whoComesAgainHearsAllThatCameMeanwhileAndNothingTwice() {
    String last;
    try (EventSource first = connect("", null)) {
      first.await("ready", ready -> true);
      api.postEvents(feedback("f0", "T0", "true")).expect(202);
      last = first.await("thread", isThread("T0")).id();
    }
    IntStream.range(1, 20)
        .forEach(i -> api.postEvents(feedback("f" + i, "T" + i, "true")).expect(202));
    try (EventSource again = connect("", last)) {
      again.await("ready", ready -> ready.get("resumed").asBoolean());
      List<String> missed = IntStream.range(1, 20).mapToObj(i -> "T" + i).toList();
      Await.until("all that was missed", () -> ids(again, "thread").containsAll(missed));
      assertThat(ids(again, "thread")).containsExactlyInAnyOrderElementsOf(missed);
    }
  }

  @Test
  void whatIsErasedOrUnlabeledIsARemovalAndIsNotReplayed() {
    String before;
    try (EventSource first = connect("", null)) {
      before = first.await("ready", ready -> true).id();
      api.postEvents(
              """
              {"type":"message","thread_id":"gone","message_id":"m","role":"user","content":"a secret"}
              {"type":"thread","thread_id":"plain","intents":["refund"],"timestamp":"2026-01-01T00:00:00Z"}
              """
                  + feedback("g", "gone", "true")
                  + feedback("k", "kept", "true"))
          .expect(202);
      first.await("thread", isThread("gone"));
      first.await("thread", isThread("plain"));
      api.delete("/api/v1/threads/gone").expect(202);
      api.postEvents(
              """
              {"type":"thread","thread_id":"plain","remove_intents":["refund"],"timestamp":"2026-01-01T00:00:01Z"}
              """)
          .expect(202);
      first.await("removed", isThread("gone"));
      first.await("removed", isThread("plain"));
    }
    for (EventSource replay : List.of(connect("", before), connect("?replay=true", null))) {
      try (replay) {
        replay.await("removed", isThread("gone"));
        replay.await("removed", isThread("plain"));
        replay.await("thread", isThread("kept"));
        assertThat(ids(replay, "thread")).doesNotContain("gone", "plain");
        assertThat(replay.events().toString()).doesNotContain("a secret");
      }
    }
  }

  @Test
  void aPositionThatCannotBeGoneOnFromIsToldAndAllComesAnew() {
    api.postEvents(feedback("f", "T", "true")).expect(202);
    try (EventSource first = connect("?replay=true", null)) {
      first.await("thread", isThread("T"));
      byte[] id = Base64.getUrlDecoder().decode(first.lastId());
      ByteBuffer.wrap(id).putLong(5, 0); // heard of in 1970
      String old = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
      try (EventSource again = connect("", old)) {
        assertThat(again.await("reset", reset -> true).data().get("reason").asText())
            .contains("old");
        again.await("thread", isThread("T"));
      }
    }
  }

  @Test
  void whatIsWrongIsToldBeforeAnythingIs() {
    assertThat(api.get(PATH + "?feedbak_name=x").expect(422).text()).contains("feedback_name");
    assertThat(api.get(PATH + "?polarity=GOOD").expect(422).text()).contains("POSITIVE");
  }

  private EventSource connect(String query, String last) {
    return EventSource.connect(api.base() + PATH + query, project, last);
  }

  private static String feedback(String id, String thread, String value) {
    return """
        {"type":"feedback","feedback_id":"%s","thread_id":"%s","name":"thumbs","value":%s}
        """
        .formatted(id, thread, value);
  }

  private static java.util.function.Predicate<JsonNode> isThread(String id) {
    return data -> data.get("thread_id").asText().equals(id);
  }

  private static List<String> ids(EventSource source, String kind) {
    return source.events().stream()
        .filter(event -> event.kind().equals(kind))
        .map(event -> event.data().get("thread_id").asText())
        .toList();
  }
}
