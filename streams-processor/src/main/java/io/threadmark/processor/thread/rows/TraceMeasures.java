package io.threadmark.processor.thread.rows;

import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.facts.Registers;
import io.threadmark.schema.state.FactsRow;
import java.util.Map;

/**
 * What a trace counts under, and what it adds.
 *
 * @param beganAt when it began, in microseconds
 * @param model the model that answered; null where it is not known
 * @param segments the segments of its user
 * @param tags its tags
 * @param failed whether it failed
 * @param latency from start to end in microseconds; null where one of them is not known
 * @param usage token counts
 */
public record TraceMeasures(
    long beganAt,
    String model,
    Map<String, String> segments,
    Map<String, String> tags,
    boolean failed,
    Long latency,
    Map<String, Long> usage) {
  private static final String ERROR = "ERROR";

  public static TraceMeasures of(FactsRow row) {
    Facts facts = Facts.of(row);
    return new TraceMeasures(
        facts.beganAt(),
        facts.get(Registers.MODEL),
        facts.map(Registers.SEGMENTS),
        facts.map(Registers.TAGS),
        ERROR.equals(facts.get(Registers.STATUS))
            || facts.get(Registers.ERROR_CODE) != null
            || facts.get(Registers.ERROR_MESSAGE) != null,
        latency(facts.get(Registers.START_TIME), facts.get(Registers.END_TIME)),
        LabeledItems.usage(facts));
  }

  /** Where a clock went back between start and end, nothing is known. */
  private static Long latency(String start, String end) {
    if (start == null || end == null) {
      return null;
    }
    long micros = Long.parseLong(end) - Long.parseLong(start);
    return micros < 0 ? null : (Long) micros;
  }
}
