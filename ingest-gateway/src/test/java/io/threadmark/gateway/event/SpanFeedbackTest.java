package io.threadmark.gateway.event;

import static io.threadmark.gateway.event.SpanDerivation.feedback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.span.Spans;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Source;
import io.threadmark.schema.Target;
import io.threadmark.schema.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judgements that spans and log records carry, as feedback. */
class SpanFeedbackTest {
  private static final String JUDGED = "80f198ee56343ba864fe8b2a57d3eff7";
  private static final String JUDGED_SPAN = "e457b5a2e4d86bd1";

  private static String annotation(int index, String name, String rest) {
    String prefix = "'annotations." + index + ".annotation.";
    return prefix
        + "name':'"
        + name
        + "',"
        + rest.replace("@", "annotations." + index + ".annotation.");
  }

  private static Spans evaluator(String attributes) {
    return Spans.root().with("{'openinference.span.kind':'EVALUATOR'," + attributes + "}");
  }

  private static final String EVALUATION =
      "'evaluations.0.evaluation.name':'hallucination','evaluations.0.evaluation.score':1,"
          + "'evaluations.0.evaluation.label':'hallucinated',"
          + "'evaluations.0.evaluation.explanation':'No document says so.',"
          + "'evaluations.0.evaluation.annotator_kind':'LLM',"
          + "'evaluations.0.evaluation.identifier':'judge-v2',"
          + "'evaluations.0.evaluation.metadata':'{\\\"rubric\\\":1}'";

  @Test
  void anAnnotationJudgesTheSpanThatCarriesIt() {
    Feedback judged =
        feedback(
                Spans.inner(1)
                    .with(
                        "{"
                            + annotation(0, "helpful", "'@label':'yes','@annotator_kind':'HUMAN'")
                            + "}"))
            .get(0);
    assertThat(judged.getTarget())
        .isEqualTo(new Target(Spans.TRACE, null, null, null, "0000000000000001"));
    assertThat(judged.getName()).isEqualTo("helpful");
    assertThat(judged.getValueJson()).isEqualTo("\"yes\"");
    assertThat(judged.getKind()).isEqualTo("CATEGORICAL");
    assertThat(judged.getSource()).isEqualTo(new Source("HUMAN", null));
  }

  @Test
  void anEvaluatorJudgesTheSpanThatItLinksTo() {
    List<Event> events = SpanDerivation.of(evaluator(EVALUATION).linkedTo(JUDGED, JUDGED_SPAN));
    Feedback judged = SpanDerivation.values(events, Feedback.class).get(0);
    assertThat(judged.getTarget()).isEqualTo(new Target(JUDGED, null, null, null, JUDGED_SPAN));
    assertThat(judged.getValueJson()).isEqualTo("1");
    assertThat(judged.getRationale()).isEqualTo("No document says so.");
    assertThat(judged.getSource()).isEqualTo(new Source("LLM_JUDGE", "judge-v2"));
    assertThat(judged.getMetadata())
        .containsEntry("label", "\"hallucinated\"")
        .containsEntry("rubric", "1");
    assertThat(SpanDerivation.values(events, Trace.class))
        .as("nobody asked the application anything")
        .isEmpty();
  }

  @Test
  void parentageTellsNothing() {
    assertThat(feedback(evaluator(EVALUATION))).isEmpty();
  }

  @Test
  void aScopeWidensWhatIsJudged() {
    String session =
        "{'session.id':'h','session.annotations.0.annotation.name':'csat',"
            + "'session.annotations.0.annotation.score':4,"
            + "'trace.annotations.0.annotation.name':'ok','trace.annotations.0.annotation.score':1}";
    assertThat(feedback(Spans.root().with(session)))
        .extracting(Feedback::getTarget)
        .containsExactly(
            new Target(Spans.TRACE, null, null, null, null),
            new Target(null, null, "h", null, null));
  }

  @Test
  void anIdFollowsFromNameAndIdentifierAndNotFromThePlace() {
    String good = "'@score':1,'@identifier':'a'";
    List<Feedback> one =
        feedback(
            Spans.root()
                .with("{" + annotation(0, "x", good) + "," + annotation(1, "y", good) + "}"));
    List<Feedback> other =
        feedback(
            Spans.root()
                .with(
                    "{"
                        + annotation(0, "y", good)
                        + ","
                        + annotation(1, "x", "'@score':2,'@identifier':'a'")
                        + "}"));
    assertThat(other)
        .extracting(Feedback::getFeedbackId)
        .containsExactly(one.get(1).getFeedbackId(), one.get(0).getFeedbackId());
    assertThat(
            feedback(
                    Spans.root()
                        .with("{" + annotation(0, "x", "'@score':1,'@identifier':'b'") + "}"))
                .get(0)
                .getFeedbackId())
        .isNotEqualTo(one.get(0).getFeedbackId());
  }

  @Test
  void anEventOfASpanJudgesItToo() {
    Feedback judged =
        feedback(
                Spans.root()
                    .event(
                        "gen_ai.evaluation.result",
                        "{'gen_ai.evaluation.name':'relevance',"
                            + "'gen_ai.evaluation.score.value':0.5}"))
            .get(0);
    assertThat(judged.getTarget().getSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(judged.getValueJson()).isEqualTo("0.5");
  }

  private static Feedback record(String traceId, String attributes) throws InvalidEvent {
    return (Feedback)
        EvaluationEvents.of(
                Spans.json(attributes), traceId, null, Spans.NOON, 3, SpanDerivation.ARRIVAL)
            .value();
  }

  @Test
  void aLogRecordJudgesTheTraceOfItsContextElseThatOfItsResponse() throws InvalidEvent {
    String said =
        "{'gen_ai.evaluation.name':'relevance','gen_ai.evaluation.score.label':'relevant',"
            + "'gen_ai.evaluation.explanation':'It answers.','gen_ai.response.id':'chatcmpl-1'}";
    Feedback byTrace = record(Spans.TRACE, said);
    assertThat(byTrace.getTarget()).isEqualTo(new Target(Spans.TRACE, null, null, null, null));
    assertThat(byTrace.getValueJson()).isEqualTo("\"relevant\"");
    assertThat(byTrace.getRationale()).isEqualTo("It answers.");
    assertThat(record(null, said).getTarget())
        .isEqualTo(new Target(null, "chatcmpl-1", null, null, null));
    assertThat(record(Spans.TRACE, said)).isEqualTo(byTrace);
  }

  @Test
  void aLogRecordWithoutNameOrTargetIsRefused() {
    assertThatThrownBy(() -> record(Spans.TRACE, "{'gen_ai.evaluation.score.value':1}"))
        .isInstanceOfSatisfying(
            InvalidEvent.class,
            e -> assertThat(e.at(0).path()).isEqualTo("gen_ai.evaluation.name"));
    assertThatThrownBy(() -> record(null, "{'gen_ai.evaluation.name':'x'}"))
        .isInstanceOfSatisfying(
            InvalidEvent.class, e -> assertThat(e.at(0).path()).isEqualTo("gen_ai.response.id"));
  }
}
