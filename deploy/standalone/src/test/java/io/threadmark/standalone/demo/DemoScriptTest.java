package io.threadmark.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoScriptTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant BASE = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void timesBecomeAbsoluteAndNothingElseChanges() throws JsonProcessingException {
    DemoScript script =
        script(
            "{'type':'trace','trace_id':'t','start_time':'+1s','end_time':'+2.5s'}",
            "{'type':'message','content':'+1s','timestamp':'+0.001s','metadata':{'end_time':'+9s'}}");

    List<JsonNode> events = parse(script.startingAt(BASE));

    assertThat(events)
        .containsExactly(
            json(
                "{'type':'trace','trace_id':'t','start_time':'2026-01-01T00:00:01Z','end_time':'2026-01-01T00:00:02.500Z'}"),
            json(
                "{'type':'message','content':'+1s','timestamp':'2026-01-01T00:00:00.001Z','metadata':{'end_time':'+9s'}}"));
    assertThat(script.span()).isEqualTo(Duration.ofMillis(2500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1s", "+1", "+1.s", "+s", "-1s", "+1m", "2026-01-01T00:00:00Z", ""})
  void aTimeOfAnotherFormIsRefused(String text) {
    assertThatThrownBy(() -> RelativeTime.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void findsTheFeedbackThatNothingMatches() throws JsonProcessingException {
    DemoScript script =
        script(
            "{'type':'feedback','feedback_id':'early','client_request_id':'r'}",
            "{'type':'trace','trace_id':'t','client_request_id':'r'}",
            "{'type':'feedback','feedback_id':'lost','client_request_id':'t'}",
            "{'type':'feedback','feedback_id':'on-thread','thread_id':'h'}");

    assertThat(script.unmatchedFeedback()).contains("lost");
  }

  @Test
  void theSampleConversationsAreEventsWithRelativeTimes() throws JsonProcessingException {
    DemoScript script = DemoScript.load();

    List<JsonNode> events = parse(script.startingAt(BASE));

    assertThat(events).hasSizeGreaterThan(100).allMatch(event -> hasTime(event, script.span()));
    assertThat(events)
        .extracting(event -> event.path("type").asText())
        .containsOnly("trace", "message", "feedback", "thread");
    assertThat(script.unmatchedFeedback()).isPresent();
  }

  private static boolean hasTime(JsonNode event, Duration span) {
    String time = event.path("timestamp").asText(event.path("start_time").asText());
    return !Instant.parse(time).isBefore(BASE) && !Instant.parse(time).isAfter(BASE.plus(span));
  }

  private static DemoScript script(String... lines) throws JsonProcessingException {
    List<ObjectNode> events = new ArrayList<>();
    for (String line : lines) {
      events.add((ObjectNode) json(line));
    }
    return new DemoScript(events);
  }

  private static List<JsonNode> parse(List<String> lines) throws JsonProcessingException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : lines) {
      events.add(JSON.readTree(line));
    }
    return events;
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
