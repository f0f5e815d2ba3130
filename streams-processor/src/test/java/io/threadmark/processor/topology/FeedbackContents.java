package io.threadmark.processor.topology;

import io.threadmark.schema.Feedback;
import io.threadmark.schema.Scale;
import io.threadmark.schema.Source;
import io.threadmark.schema.Target;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.apache.avro.specific.SpecificRecord;

/** What may be said as feedback: values, retractions, overrides, of every kind of target. */
final class FeedbackContents {
  /** Who says what: the source follows from the value, so that retries have the same. */
  private static final Map<String, String> SOURCES = Map.of("true", "u1", "4", "u2", "5", "u1");

  /** Numbers on a scale. */
  private static final Set<String> SCALED = Set.of("7", "8", "9", "10");

  /** What else follows from the value: numbers that judges give, and what users do. */
  private static final Set<String> JUDGED = Set.of("9", "10", "0.123456", "1e18");

  private FeedbackContents() {}

  /** Of pieces with these ids. */
  static Arbitrary<SpecificRecord> of(Arbitrary<String> ids) {
    Arbitrary<Target> targets =
        Arbitraries.of(
            Events.onTrace("t1"),
            Events.onTrace("t2"),
            Events.onTrace("tr-" + Histories.HEX_TRACE.toUpperCase(Locale.ROOT)),
            Events.onRequest("r1"),
            Events.onRequest("r1"),
            Events.onRequest("r2"),
            Events.onThread("A"),
            Events.onMessage("B", "m1"));
    return Combinators.combine(
            Contents.projects(),
            ids,
            targets,
            Arbitraries.of(
                "true",
                "false",
                "4",
                "5",
                "6",
                "7",
                "8",
                "9",
                "10",
                "1e18",
                "0.123456",
                "\"good\"",
                "\"Good \""),
            Arbitraries.of("f1", "f2", "f3").injectNull(0.7),
            Arbitraries.of(true, false, false, false, false))
        .as(
            (project, id, target, value, overrides, retracted) ->
                Feedback.newBuilder()
                    .setProjectId(project)
                    .setFeedbackId(id)
                    .setStamp(Saying.NONE)
                    .setTarget(retracted && value.equals("true") ? null : target)
                    .setName(JUDGED.contains(value) ? "score" : "user_feedback")
                    .setKind(kind(value))
                    .setValueJson(value)
                    .setScale(SCALED.contains(value) ? new Scale(1.0, 12.0) : null)
                    .setSignal(value.equals("4") ? "IMPLICIT" : "EXPLICIT")
                    .setSource(
                        new Source(
                            JUDGED.contains(value) ? "LLM_JUDGE" : "HUMAN", SOURCES.get(value)))
                    .setOverrides(id.equals(overrides) ? null : overrides)
                    .setRetracted(retracted)
                    .setIngest(Saying.NOT_YET)
                    .build());
  }

  private static String kind(String value) {
    return value.startsWith("\"")
        ? "CATEGORICAL"
        : Character.isDigit(value.charAt(0)) ? "NUMERIC" : "BOOLEAN";
  }
}
