package io.threadmark.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Message;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.Trace;
import java.nio.charset.StandardCharsets;

/** Reads single valid events. */
final class SingleEvents {
  private SingleEvents() {}

  static Event event(EventType type, String json) {
    try {
      EventBatch batch =
          EventBodies.readJson(
              json.getBytes(StandardCharsets.UTF_8), type, EventReadingTest.ARRIVAL);
      assertThat(batch.rejections()).isEmpty();
      return batch.events().get(0);
    } catch (RequestRefused e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  static Trace trace(String json) {
    return (Trace) event(EventType.TRACE, json).value();
  }

  static Message message(String json) {
    return (Message) event(EventType.MESSAGE, json).value();
  }

  static Feedback feedback(String json) {
    return (Feedback) event(EventType.FEEDBACK, json).value();
  }

  static ThreadFacts thread(String json) {
    return (ThreadFacts) event(EventType.THREAD, json).value();
  }
}
