package io.threadmark.processor.rollup.counting;

import io.threadmark.processor.feedback.rows.Polarity;
import io.threadmark.processor.rollup.number.Decimal;
import io.threadmark.processor.rollup.rows.Dimensions;
import io.threadmark.processor.thread.rows.ThreadContext;
import io.threadmark.processor.thread.rows.TraceMeasures;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Scale;
import io.threadmark.schema.state.Contribution;
import io.threadmark.schema.state.CountedFeedback;
import io.threadmark.schema.state.CountedJudged;
import io.threadmark.schema.state.CountedTrace;
import io.threadmark.schema.state.LiveFeedback;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Map;

/** What threads, traces and feedback add to totals. */
final class Contributions {
  private Contributions() {}

  static Contribution of(ThreadContext thread, Collection<String> tagKeys) {
    return new Contribution(
        thread.createdAt(), Dimensions.of(thread, tagKeys), thread.labeled(), null, null, null);
  }

  static Contribution of(TraceMeasures trace, ThreadContext thread, Collection<String> tagKeys) {
    Map<String, Long> usage = trace.usage();
    long input = usage.getOrDefault("input_tokens", 0L);
    long output = usage.getOrDefault("output_tokens", 0L);
    return new Contribution(
        trace.beganAt(),
        Dimensions.of(trace, thread, tagKeys),
        null,
        new CountedTrace(
            trace.failed(),
            trace.latency(),
            input,
            output,
            usage.getOrDefault("total_tokens", input + output)),
        null,
        null);
  }

  /** The feedback of a trace together: it counts where and when its trace does. */
  static Contribution judged(CountedJudged judged, Contribution trace) {
    return new Contribution(trace.getTime(), trace.getDimensions(), null, null, judged, null);
  }

  /** Feedback on a trace: it counts where and when its trace does. */
  static Contribution onTrace(LiveFeedback live, Contribution trace) {
    long delay = Math.max(0, live.getCreatedAt() - trace.getTime());
    return new Contribution(
        trace.getTime(),
        trace.getDimensions(),
        null,
        null,
        null,
        counted(live.getFeedback(), delay));
  }

  /** Feedback on a thread: it counts where its thread does, at its own time. */
  static Contribution onThread(LiveFeedback live, Contribution thread) {
    return new Contribution(
        live.getCreatedAt(),
        thread.getDimensions(),
        null,
        null,
        null,
        counted(live.getFeedback(), null));
  }

  private static CountedFeedback counted(Feedback feedback, Long delay) {
    CountedValue value = CountedValue.of(feedback);
    BigDecimal number = value.number();
    BigDecimal normalized = number == null ? null : normalized(number, feedback.getScale());
    return new CountedFeedback(
        Dimensions.printable(feedback.getName()),
        Dimensions.printable(feedback.getSignal()),
        Dimensions.printable(feedback.getSource().getType()),
        value.category(),
        Polarity.of(feedback).name(),
        number == null ? null : Decimal.text(number),
        normalized == null ? null : Decimal.text(normalized),
        delay);
  }

  /** 0 to 1 over the scale; what another producer wrote beyond it counts as its end. */
  private static BigDecimal normalized(BigDecimal number, Scale scale) {
    if (scale == null || !(scale.getMin() < scale.getMax())) {
      return null;
    }
    if (!Double.isFinite(scale.getMin()) || !Double.isFinite(scale.getMax())) {
      return null;
    }
    BigDecimal min = new BigDecimal(scale.getMin());
    BigDecimal range = new BigDecimal(scale.getMax()).subtract(min);
    return number
        .subtract(min)
        .divide(range, MathContext.DECIMAL64)
        .max(BigDecimal.ZERO)
        .min(BigDecimal.ONE);
  }
}
