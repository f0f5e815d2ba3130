package io.threadmark.processor.topology;

import static io.threadmark.processor.topology.Events.message;
import static io.threadmark.processor.topology.Events.thread;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.stage.StateStores;
import io.threadmark.schema.Content;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A turn that spans tell of, and the application itself, too, shows once. */
class TwinsTest {
  private final Pipeline pipeline = new Pipeline();

  @BeforeEach
  void label() {
    pipeline.send(thread("th", 0, facts -> facts.setIntents(List.of("greet"))));
  }

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Test
  void whatSpansTellGivesWayToTheApplicationsOwnWords() {
    pipeline.send(derived("d", 1, "t1", "hello"));
    assertThat(shown()).containsExactly("d");
    pipeline.send(message("th", "m", 2, " hello\n"));
    assertThat(shown()).containsExactly("m");
    assertThat(pipeline.labeled("th").getMessageCount()).isEqualTo(1);
    assertThat(pipeline.labeled("th").getCreatedAt())
        .isEqualTo(Events.START); // of the thread's own facts
  }

  @Test
  void aTurnThatWasSaidTwiceAndToldOnceByTheApplicationShowsTwice() {
    pipeline.send(
        derived("d1", 1, "t1", "yes"), derived("d2", 5, "t2", "yes"), message("th", "m", 5, "yes"));
    assertThat(shown()).containsExactly("d2", "m");
    pipeline.send(message("th", "n", 6, "yes"));
    assertThat(shown()).containsExactly("m", "n");
  }

  @Test
  void theOneOfTheSameTraceGivesWayFirst() {
    pipeline.send(
        derived("d1", 1, "t1", "yes"),
        derived("d2", 5, "t2", "yes"),
        Message.newBuilder(message("th", "m", 5, "yes")).setTraceId("t2").build());
    assertThat(shown()).containsExactly("d1", "m");
  }

  @Test
  void whatGaveWayComesBackWhereTheOtherSaysSomethingElse() {
    pipeline.send(derived("d", 1, "t1", "hello"), message("th", "m", 2, "hello"));
    assertThat(shown()).containsExactly("m");
    pipeline.send(message("th", "m", 3, "good morning"));
    assertThat(shown()).containsExactly("d", "m");
  }

  @Test
  void whatGaveWayComesBackWhereTheOtherIsErased() {
    pipeline.send(
        derived("d", 1, "t1", "hello"),
        Message.newBuilder(message("th", "m", 2, "hello")).setTraceId("t2").build());
    assertThat(shown()).containsExactly("m");
    pipeline.send(Events.erasure("trace", "t2", 3)).pass(Duration.ofSeconds(2));
    assertThat(shown()).containsExactly("d");
    pipeline.send(Events.erasure("thread", "th", 4)).pass(Duration.ofSeconds(2));
    assertThat(pipeline.rows(StateStores.THREADS)).isEmpty();
  }

  @Test
  void anotherRoleIsAnotherTurn() {
    pipeline.send(
        derived("d", 1, "t1", "hello"),
        Message.newBuilder(message("th", "m", 2, "hello")).setRole("assistant").build());
    assertThat(shown()).containsExactly("d", "m");
  }

  @Test
  void theApplicationsOwnWordsAboutADerivedMessageMakeItItsOwn() {
    pipeline.send(derived("d", 1, "t1", "hello"), message("th", "m", 2, "hello"));
    assertThat(shown()).containsExactly("m");
    pipeline.send(message("th", "d", 1, "hello"));
    assertThat(shown()).containsExactly("d", "m");
  }

  @Test
  void ofVeryManyThatSayTheSameTheFirstGiveWayWhateverCameFirst() {
    List<SpecificRecord> events = new ArrayList<>();
    IntStream.range(100, 230)
        .forEach(
            i -> {
              events.add(derived("d" + i, i, "t", "yes"));
              events.add(message("th", "m" + i, i, "yes"));
            });
    Collections.shuffle(events, new Random(3));
    pipeline.send(events);
    List<String> derived = shown().stream().filter(id -> id.startsWith("d")).toList();
    assertThat(derived)
        .containsExactlyElementsOf(IntStream.range(200, 230).mapToObj(i -> "d" + i).toList());
  }

  private List<String> shown() {
    return pipeline.labeled("th").getMessages().stream().map(LabeledMessage::getMessageId).toList();
  }

  private static Message derived(String id, int second, String traceId, String text) {
    return Message.newBuilder(message("th", id, second, text))
        .setContent(new Content(text, null))
        .setTraceId(traceId)
        .setSpanId("s1")
        .setPrecedence(-1)
        .build();
  }
}
