package io.threadmark.gateway.door.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventBatch;
import io.threadmark.gateway.event.EventReadingTest;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.event.Ids;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.Rejection;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Message;
import io.threadmark.schema.ThreadFacts;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadDocumentTest {

  @Test
  void facts_are_item_0_and_messages_follow_in_order() throws RequestRefused {
    EventBatch batch =
        read(
            """
            {"messages":[{"role":"user","content":"Hi","message_id":"m1"},
                         {"role":"assistant","content":"Hello","thread_id":"th"}],
             "title":"Greeting","thread_id":"th"}
            """);

    assertThat(batch.events())
        .extracting(Event::index, Event::type, Event::id)
        .containsExactly(
            tuple(0, EventType.THREAD, "th"),
            tuple(1, EventType.MESSAGE, "m1"),
            tuple(2, EventType.MESSAGE, Ids.ofThread("p", "th").of(2)));
    assertThat(((ThreadFacts) batch.events().get(0).value()).getTitle()).isEqualTo("Greeting");
    Message first = (Message) batch.events().get(1).value();
    Message second = (Message) batch.events().get(2).value();
    assertThat(second.getThreadId()).isEqualTo("th");
    assertThat(second.getStamp().getEventTime()).isAfter(first.getStamp().getEventTime());
  }

  @Test
  void a_bad_message_is_told_by_its_path_in_the_document() throws RequestRefused {
    EventBatch batch =
        read("{\"messages\":[{\"role\":\"user\"},{\"content\":\"x\"},{\"role\":\"u\",\"x\":1}]}");

    assertThat(batch.events()).extracting(Event::index).containsExactly(0, 1);
    assertThat(batch.rejections())
        .extracting(Rejection::index, Rejection::code, Rejection::path)
        .containsExactly(
            tuple(2, ErrorCode.MISSING_FIELD, "messages[1].role"),
            tuple(3, ErrorCode.UNKNOWN_FIELD, "messages[2].x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"thread_id":"other"}                             | conflict        | thread_id
          {"messages":7}                                    | invalid_field   | messages
          {"messages":{"a":[1]}}                            | invalid_field   | messages
          {"messages":[],"messages":[]}                     | duplicate_field | messages
          {"title":"a","title":"b"}                         | duplicate_field | title
          {"tags":{"a":{}}}                                 | invalid_field   | tags.a
          {"tags":{"a":"1","a":"2"}}                        | duplicate_field | tags.a
          {"type":"trace"}                                  | invalid_field   | type
          {"titel":"x"}                                     | unknown_field   | titel
          {"\\ud800":"x"}                                   | invalid_field   |
          """)
  void bad_facts_do_not_spoil_the_messages(String json, String code, String path)
      throws RequestRefused {
    String more = ",\"messages\":[{\"role\":\"user\",\"message_id\":\"m\"}]}";
    boolean hasMessages = json.contains("messages");
    EventBatch batch = read(hasMessages ? json : json.substring(0, json.length() - 1) + more);

    assertThat(batch.rejections())
        .extracting(Rejection::index, r -> r.code().word(), Rejection::path)
        .containsExactly(tuple(0, code, path == null ? "" : path));
    assertThat(batch.events()).hasSize(hasMessages ? 0 : 1);
  }

  @Test
  void null_messages_are_none() throws RequestRefused {
    assertThat(read("{\"messages\":null}").events()).hasSize(1);
  }

  @Test
  void the_document_may_be_larger_than_an_event_but_no_part_of_it() throws RequestRefused {
    String large = "{\"role\":\"user\",\"content\":\"" + "x".repeat(900_000) + "\"}";
    String facts = "\"metadata\":{\"a\":[" + "0,".repeat(600_000) + "0]}";

    EventBatch batch = read("{\"messages\":[" + large + "," + large + "]," + facts + "}");

    assertThat(batch.events()).extracting(Event::index).containsExactly(1, 2);
    assertThat(batch.rejections())
        .extracting(Rejection::index, Rejection::code)
        .containsExactly(tuple(0, ErrorCode.TOO_LARGE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          th      | []                                     | invalid_field |
          th      | ``                                     | empty         |
          th      | {                                      | invalid_json  |
          th      | {"messages":[{"role":"user"}]          | invalid_json  |
          th      | {"project_id":"q"}                     | wrong_project | project_id
          th      | {"messages":[{"project_id":"q"}]}      | wrong_project | project_id
          trace:x | {}                                     | invalid_field | thread_id
          """)
  void a_document_that_fails_stores_nothing(String thread, String json, String code, String path) {
    RequestRefused refused = catchThrowableOfType(RequestRefused.class, () -> read(thread, json));

    assertThat(refused.code().word()).isEqualTo(code);
    assertThat(refused.path()).isEqualTo(path == null ? "" : path);
  }

  private static EventBatch read(String json) throws RequestRefused {
    return read("th", json);
  }

  private static EventBatch read(String thread, String json) throws RequestRefused {
    return ThreadDocument.read(
        json.getBytes(StandardCharsets.UTF_8), thread, EventReadingTest.ARRIVAL);
  }
}
