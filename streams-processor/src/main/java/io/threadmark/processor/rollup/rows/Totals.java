package io.threadmark.processor.rollup.rows;

import io.threadmark.processor.rollup.number.Durations;
import io.threadmark.processor.rollup.number.NumberStatistics;
import io.threadmark.schema.FeedbackTotals;
import io.threadmark.schema.NumberTotals;
import io.threadmark.schema.TraceTotals;
import io.threadmark.schema.state.Contribution;
import io.threadmark.schema.state.CountedFeedback;
import io.threadmark.schema.state.CountedJudged;
import io.threadmark.schema.state.CountedTrace;
import java.math.BigDecimal;

/**
 * Adds up what threads, traces and feedback contribute. Adding and taking away are exact inverses,
 * so totals are those of what is there, whatever came and went before.
 */
public final class Totals {

  private Totals() {}

  /** Totals of no traces. */
  public static TraceTotals noTraces() {
    return new TraceTotals(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, Durations.none());
  }

  /** Totals of no feedback. */
  public static FeedbackTotals noFeedback() {
    return new FeedbackTotals(0L, 0L, 0L, 0L, null, Durations.none());
  }

  /**
   * Adds a thread or a trace, or takes it away.
   *
   * @param sign 1 or -1
   */
  static TraceTotals plus(TraceTotals totals, Contribution contribution, int sign) {
    Boolean labeled = contribution.getLabeledThread();
    if (labeled != null) {
      totals.setThreads(totals.getThreads() + sign);
      totals.setLabeledThreads(totals.getLabeledThreads() + (labeled ? sign : 0));
    }
    CountedTrace trace = contribution.getTrace();
    if (trace != null) {
      totals.setTraces(totals.getTraces() + sign);
      totals.setErrors(totals.getErrors() + (trace.getError() ? sign : 0));
      totals.setInputTokens(totals.getInputTokens() + sign * trace.getInputTokens());
      totals.setOutputTokens(totals.getOutputTokens() + sign * trace.getOutputTokens());
      totals.setTotalTokens(totals.getTotalTokens() + sign * trace.getTotalTokens());
      totals.setLatency(Durations.plus(totals.getLatency(), trace.getLatency(), sign));
    }
    CountedJudged judged = contribution.getJudged();
    if (judged != null) {
      totals.setTracesWithFeedback(totals.getTracesWithFeedback() + sign);
      totals.setTracesWithExplicitFeedback(
          totals.getTracesWithExplicitFeedback() + (judged.getExplicit() ? sign : 0));
      totals.setTracesWithImplicitFeedback(
          totals.getTracesWithImplicitFeedback() + (judged.getImplicit() ? sign : 0));
    }
    return totals;
  }

  /**
   * Adds a piece of feedback, or takes it away.
   *
   * @param sign 1 or -1
   */
  static FeedbackTotals plus(FeedbackTotals totals, CountedFeedback feedback, int sign) {
    totals.setCount(totals.getCount() + sign);
    switch (feedback.getPolarity()) {
      case "POSITIVE" -> totals.setPositive(totals.getPositive() + sign);
      case "NEGATIVE" -> totals.setNegative(totals.getNegative() + sign);
      case "NEUTRAL" -> totals.setNeutral(totals.getNeutral() + sign);
      default -> {} // it says nothing for or against
    }
    if (feedback.getNumber() != null) {
      NumberTotals numbers =
          totals.getNumbers() == null ? NumberStatistics.none() : totals.getNumbers();
      NumberTotals sum =
          NumberStatistics.plus(
              numbers,
              new BigDecimal(feedback.getNumber()),
              feedback.getNormalized() == null ? null : new BigDecimal(feedback.getNormalized()),
              sign);
      totals.setNumbers(NumberStatistics.isNothing(sum) ? null : sum);
    }
    totals.setDelay(Durations.plus(totals.getDelay(), feedback.getDelay(), sign));
    return totals;
  }

  /** The totals of two parts together. */
  public static TraceTotals plus(TraceTotals some, TraceTotals others) {
    return new TraceTotals(
        some.getThreads() + others.getThreads(),
        some.getLabeledThreads() + others.getLabeledThreads(),
        some.getTraces() + others.getTraces(),
        some.getErrors() + others.getErrors(),
        some.getTracesWithFeedback() + others.getTracesWithFeedback(),
        some.getTracesWithExplicitFeedback() + others.getTracesWithExplicitFeedback(),
        some.getTracesWithImplicitFeedback() + others.getTracesWithImplicitFeedback(),
        some.getInputTokens() + others.getInputTokens(),
        some.getOutputTokens() + others.getOutputTokens(),
        some.getTotalTokens() + others.getTotalTokens(),
        Durations.plus(some.getLatency(), others.getLatency()));
  }

  /** The totals of two parts together. */
  public static FeedbackTotals plus(FeedbackTotals some, FeedbackTotals others) {
    return new FeedbackTotals(
        some.getCount() + others.getCount(),
        some.getPositive() + others.getPositive(),
        some.getNegative() + others.getNegative(),
        some.getNeutral() + others.getNeutral(),
        plus(some.getNumbers(), others.getNumbers()),
        Durations.plus(some.getDelay(), others.getDelay()));
  }

  private static NumberTotals plus(NumberTotals some, NumberTotals others) {
    if (some == null || others == null) {
      return some == null ? others : some;
    }
    NumberTotals sum = NumberStatistics.plus(some, others);
    return NumberStatistics.isNothing(sum) ? null : sum;
  }

  static boolean isNothing(TraceTotals totals) {
    return totals.getThreads() == 0
        && totals.getTraces() == 0
        && totals.getTracesWithFeedback() == 0;
  }

  static boolean isNothing(FeedbackTotals totals) {
    return totals.getCount() == 0;
  }
}
