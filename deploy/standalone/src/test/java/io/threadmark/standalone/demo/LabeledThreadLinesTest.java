package io.threadmark.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.Source;
import io.threadmark.schema.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabeledThreadLinesTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void sayWhatItIsAndHowItIsLabeled() {
    LabeledThread thread =
        thread(
            "Kettle",
            List.of(
                feedback("user_feedback", "true", "POSITIVE"),
                feedback("helpfulness", "1", "NEGATIVE"),
                feedback("note", null, "NONE")));

    assertThat(new LabeledThreadLines(false).of(thread))
        .isEqualTo(
            """
            th-1  Kettle  2 messages, 1 trace, 3 feedback
                      + user_feedback true   - helpfulness 1   · note    intents refund""");
  }

  @Test
  void coloursStandOnlyWhereTheyAreWanted() {
    LabeledThread thread = thread("Kettle", List.of(feedback("a", "true", "POSITIVE")));

    assertThat(new LabeledThreadLines(true).of(thread)).contains("\033[32m+ a true\033[0m");
    assertThat(new LabeledThreadLines(false).of(thread)).doesNotContain("\033");
  }

  @Test
  void whatClientsWroteCannotSteerTheTerminal() {
    LabeledThread thread =
        thread("\033[2Jboo\n\u0007", List.of(feedback("a\033", "\"\033[31m\"", "NONE")));

    assertThat(new LabeledThreadLines(false).of(thread)).doesNotContain("\033", "\u0007");
  }

  private static LabeledThread thread(String title, List<LabeledFeedback> feedback) {
    return LabeledThread.newBuilder()
        .setProjectId("default")
        .setThreadId("th-1")
        .setKind("thread")
        .setTitle(title)
        .setCreatedAt(TIME)
        .setUpdatedAt(TIME)
        .setFeedback(feedback)
        .setIntents(List.of("refund"))
        .setMessageCount(2)
        .setTraceCount(1)
        .setFeedbackCount(feedback.size())
        .build();
  }

  private static LabeledFeedback feedback(String name, String value, String polarity) {
    return LabeledFeedback.newBuilder()
        .setFeedbackId("f")
        .setTarget(new Target("t", null, null, null, null))
        .setName(name)
        .setKind("BOOLEAN")
        .setValueJson(value)
        .setPolarity(polarity)
        .setSource(new Source("HUMAN", "u1"))
        .setSignal("EXPLICIT")
        .setMetadata(Map.of())
        .setCreatedAt(TIME)
        .setUpdatedAt(TIME)
        .build();
  }
}
