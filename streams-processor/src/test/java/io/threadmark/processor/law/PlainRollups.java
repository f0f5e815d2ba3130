package io.threadmark.processor.law;

import io.threadmark.schema.DurationTotals;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.FeedbackTotals;
import io.threadmark.schema.HistogramBucket;
import io.threadmark.schema.NumberTotals;
import io.threadmark.schema.Rollup;
import io.threadmark.schema.TraceTotals;
import io.threadmark.schema.User;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every rollup, computed from what is there in the plainest way: each window, dimension and value
 * looks at all threads, traces and feedback anew.
 */
public final class PlainRollups {
  private static final Map<ChronoUnit, Duration> TTL =
      Map.of(
          ChronoUnit.MINUTES, Duration.ofDays(7),
          ChronoUnit.HOURS, Duration.ofDays(400),
          ChronoUnit.DAYS, Duration.ofDays(1826));

  /** Values of a dimension that one thing counts under. */
  private static final int MOST_VALUES = 16;

  private static final Map<ChronoUnit, String> WORDS =
      Map.of(ChronoUnit.MINUTES, "minute", ChronoUnit.HOURS, "hour", ChronoUnit.DAYS, "day");

  /** A dimension and its value; null of all. */
  private record Dimension(String name, String value) {}

  /**
   * Something that counts.
   *
   * @param thread a thread, or null
   * @param trace a trace, or null
   * @param judgements the live feedback of the trace
   * @param piece feedback, or null
   * @param delay of feedback on a trace, else null
   */
  private record Counted(
      String project,
      Instant at,
      List<Dimension> dimensions,
      ThreadAtRest thread,
      MergedFacts trace,
      List<Feedback> judgements,
      Piece piece,
      Duration delay) {}

  private final Instant now;
  private final List<String> tagKeys;
  private final List<Counted> counted = new ArrayList<>();
  private final Map<String, Rollup> rollups = new TreeMap<>();

  private PlainRollups(Instant now, List<String> tagKeys) {
    this.now = now;
    this.tagKeys = tagKeys;
  }

  /**
   * The rollups topic, by key.
   *
   * @param now the clock, which says which windows are too old
   * @param tagKeys the tags that are dimensions
   */
  public static Map<String, Rollup> of(AtRest atRest, Instant now, List<String> tagKeys) {
    PlainRollups plain = new PlainRollups(now, tagKeys);
    atRest.threads().values().forEach(plain::count);
    for (ChronoUnit unit : TTL.keySet()) {
      plain.windows(unit);
    }
    return plain.rollups;
  }

  private void count(ThreadAtRest thread) {
    String project = thread.thread().project();
    List<Dimension> ofThread = dimensions(thread, null);
    counted.add(
        new Counted(project, thread.createdAt(), ofThread, thread, null, List.of(), null, null));
    for (ThreadItem item : thread.items()) {
      if (item.kind() == 't') {
        List<Feedback> judgements =
            feedbackOn(thread, item.id()).stream().map(on -> on.piece().winner()).toList();
        List<Dimension> ofTrace = dimensions(thread, item.facts());
        counted.add(
            new Counted(
                project, item.createdAt(), ofTrace, null, item.facts(), judgements, null, null));
        for (ThreadItem piece : feedbackOn(thread, item.id())) {
          Duration delay = Duration.between(item.createdAt(), piece.createdAt());
          counted.add(
              new Counted(
                  project,
                  item.createdAt(),
                  ofTrace,
                  null,
                  null,
                  List.of(),
                  piece.piece(),
                  delay.isNegative() ? Duration.ZERO : delay));
        }
      }
    }
    for (ThreadItem piece : feedbackOn(thread, null)) {
      counted.add(
          new Counted(
              project, piece.createdAt(), ofThread, null, null, List.of(), piece.piece(), null));
    }
  }

  private static List<ThreadItem> feedbackOn(ThreadAtRest thread, String traceId) {
    return thread.items().stream()
        .filter(item -> item.kind() == 'f' && item.counts())
        .filter(item -> Objects.equals(item.piece().traceId(), traceId))
        .toList();
  }

  private List<Dimension> dimensions(ThreadAtRest thread, MergedFacts trace) {
    List<Dimension> found = new ArrayList<>();
    found.add(new Dimension("all", null));
    some(found, "intent", thread.words("intents"));
    some(found, "issue", thread.words("issues"));
    Map<String, String> segments = segments(thread.user());
    Map<String, String> tags = new HashMap<>(thread.texts("tags"));
    if (trace != null) {
      segments = segments(trace.user()).isEmpty() ? segments : segments(trace.user());
      tags.putAll(trace.texts("tags"));
      if (trace.text("model") != null) {
        found.add(new Dimension("model", trace.text("model")));
      }
      if (tags.containsKey("version")) {
        found.add(new Dimension("app_version", tags.get("version")));
      }
    }
    List<String> pairs = new ArrayList<>();
    segments.forEach((key, value) -> pairs.add(key + ":" + value));
    for (String segment : some(found, "segment", pairs)) {
      if (trace != null && trace.text("model") != null) {
        found.add(new Dimension("model_segment", trace.text("model") + "\u001F" + segment));
      }
    }
    for (String key : tagKeys) {
      if (tags.containsKey(key)) {
        found.add(new Dimension("tag:" + key, tags.get(key)));
      }
    }
    return found;
  }

  /** The first values in the order of their characters; that there are more counts, too. */
  private static List<String> some(List<Dimension> found, String name, List<String> values) {
    List<String> first = values.stream().sorted().limit(MOST_VALUES).toList();
    first.forEach(value -> found.add(new Dimension(name, value)));
    if (values.size() > MOST_VALUES) {
      found.add(new Dimension("beyond", name));
    }
    return first;
  }

  private static Map<String, String> segments(User user) {
    return user == null ? Map.of() : user.getSegments();
  }

  private void windows(ChronoUnit unit) {
    for (String project : distinct(counted.stream().map(Counted::project))) {
      List<Counted> ofProject = only(counted, thing -> thing.project().equals(project));
      for (Instant window : distinct(ofProject.stream().map(thing -> window(thing, unit)))) {
        if (window.isBefore(now.minus(TTL.get(unit)))) {
          continue;
        }
        List<Counted> inWindow = only(ofProject, thing -> window(thing, unit).equals(window));
        for (Dimension dimension :
            distinct(inWindow.stream().flatMap(thing -> thing.dimensions().stream()))) {
          add(
              project,
              unit,
              window,
              dimension,
              only(inWindow, thing -> thing.dimensions().contains(dimension)));
        }
      }
    }
  }

  private static Instant window(Counted thing, ChronoUnit unit) {
    return thing.at().truncatedTo(unit);
  }

  private void add(
      String project, ChronoUnit unit, Instant window, Dimension dimension, List<Counted> things) {
    Rollup blank = new Rollup();
    blank.setProjectId(project);
    blank.setGranularity(WORDS.get(unit));
    blank.setWindowStart(window);
    blank.setDimension(dimension.name());
    blank.setDimensionValue(dimension.value());
    String key =
        encoded(project)
            + "/"
            + encoded(dimension.name())
            + (dimension.value() == null ? "" : "/" + encoded(dimension.value()))
            + "/"
            + WORDS.get(unit)
            + ":"
            + window;
    List<Counted> traffic = only(things, thing -> thing.piece() == null);
    if (!traffic.isEmpty()) {
      Rollup rollup = Rollup.newBuilder(blank).build();
      rollup.setTraces(traces(traffic));
      rollups.put(key, rollup);
    }
    judged(blank, key, traffic);
    Map<List<String>, List<Feedback>> series =
        things.stream()
            .filter(thing -> thing.piece() != null)
            .map(thing -> thing.piece().winner())
            .collect(Collectors.groupingBy(PlainRollups::series));
    series.forEach(
        (name, judgements) -> {
          Rollup rollup = Rollup.newBuilder(blank).build();
          rollup.setSignal(name.get(0));
          rollup.setSourceType(name.get(1));
          rollup.setFeedbackName(name.get(2));
          String category = name.size() > 3 ? name.get(3) : null;
          rollup.setCategory(category);
          rollup.setFeedback(
              feedback(
                  judgements,
                  only(
                      things,
                      thing ->
                          thing.piece() != null && series(thing.piece().winner()).equals(name))));
          rollups.put(
              key
                  + "/feedback/"
                  + name.stream().map(PlainRollups::encoded).collect(Collectors.joining("/")),
              rollup);
        });
  }

  /** Traces with feedback of a name. */
  private void judged(Rollup blank, String key, List<Counted> traffic) {
    List<Feedback> all = traffic.stream().flatMap(thing -> thing.judgements().stream()).toList();
    for (String name : distinct(all.stream().map(Feedback::getName))) {
      TraceTotals totals = traces(List.of());
      totals.setTracesWithFeedback(judged(traffic, name, null));
      totals.setTracesWithExplicitFeedback(judged(traffic, name, "EXPLICIT"));
      totals.setTracesWithImplicitFeedback(judged(traffic, name, "IMPLICIT"));
      Rollup rollup = Rollup.newBuilder(blank).build();
      rollup.setFeedbackName(name);
      rollup.setTraces(totals);
      rollups.put(key + "/judged/" + encoded(name), rollup);
    }
  }

  /** Traces with feedback of a name and a signal; null for any. */
  private static long judged(List<Counted> things, String name, String signal) {
    return only(
            things,
            thing ->
                thing.judgements().stream()
                    .filter(feedback -> name == null || name.equals(feedback.getName()))
                    .anyMatch(feedback -> signal == null || signal.equals(feedback.getSignal())))
        .size();
  }

  private static List<String> series(Feedback feedback) {
    List<String> name = new ArrayList<>();
    name.add(feedback.getSignal());
    name.add(feedback.getSource().getType());
    name.add(feedback.getName());
    String category = new Judgement(feedback).category();
    if (category != null) {
      name.add(category);
    }
    return name;
  }

  private static TraceTotals traces(List<Counted> things) {
    List<Counted> threads = only(things, thing -> thing.thread() != null);
    List<Counted> traces = only(things, thing -> thing.trace() != null);
    return new TraceTotals(
        (long) threads.size(),
        (long) only(threads, thing -> thing.thread().isLabeled()).size(),
        (long) traces.size(),
        (long) only(traces, thing -> failed(thing.trace())).size(),
        judged(traces, null, null),
        judged(traces, null, "EXPLICIT"),
        judged(traces, null, "IMPLICIT"),
        tokens(traces, "input_tokens"),
        tokens(traces, "output_tokens"),
        traces.stream().mapToLong(thing -> total(thing.trace())).sum(),
        durations(traces.stream().map(thing -> latency(thing.trace())).toList()));
  }

  private static boolean failed(MergedFacts trace) {
    return "ERROR".equals(trace.text("status"))
        || trace.get("error.code") != null
        || trace.get("error.message") != null;
  }

  private static Duration latency(MergedFacts trace) {
    Instant start = (Instant) trace.get("start_time");
    Instant end = (Instant) trace.get("end_time");
    return start == null || end == null || end.isBefore(start)
        ? null
        : Duration.between(start, end);
  }

  private static long tokens(List<Counted> traces, String name) {
    return traces.stream().mapToLong(thing -> usage(thing.trace()).getOrDefault(name, 0L)).sum();
  }

  private static long total(MergedFacts trace) {
    Map<String, Long> usage = usage(trace);
    return usage.containsKey("total_tokens")
        ? usage.get("total_tokens")
        : usage.getOrDefault("input_tokens", 0L) + usage.getOrDefault("output_tokens", 0L);
  }

  /** The application's own counts; without any, those of the spans together, up to 10^12. */
  private static Map<String, Long> usage(MergedFacts trace) {
    Map<String, Object> all = trace.keys("usage");
    boolean own = all.keySet().stream().anyMatch(name -> name.startsWith("/"));
    Map<String, Long> usage = new HashMap<>();
    all.forEach(
        (name, count) -> {
          if (!own || name.startsWith("/")) {
            usage.merge(
                name.replaceFirst(".*/", ""),
                (Long) count,
                (some, more) -> Math.min(some + more, 1_000_000_000_000L));
          }
        });
    return usage;
  }

  private static FeedbackTotals feedback(List<Feedback> judgements, List<Counted> things) {
    return new FeedbackTotals(
        (long) judgements.size(),
        polarity(judgements, "POSITIVE"),
        polarity(judgements, "NEGATIVE"),
        polarity(judgements, "NEUTRAL"),
        numbers(judgements),
        durations(things.stream().map(Counted::delay).toList()));
  }

  private static long polarity(List<Feedback> judgements, String polarity) {
    return only(judgements, feedback -> new Judgement(feedback).polarity().equals(polarity)).size();
  }

  private static NumberTotals numbers(List<Feedback> judgements) {
    List<BigDecimal> numbers =
        judgements.stream()
            .map(feedback -> new Judgement(feedback).number())
            .filter(Objects::nonNull)
            .toList();
    if (numbers.isEmpty()) {
      return null;
    }
    List<BigDecimal> normalized =
        judgements.stream()
            .filter(feedback -> feedback.getScale() != null)
            .map(PlainRollups::normalized)
            .toList();
    Map<String, Long> values = new TreeMap<>();
    List<Double> rest = new ArrayList<>();
    for (BigDecimal number : numbers) {
      if (hasFewDigits(number)) {
        values.merge(text(number), 1L, Long::sum);
      } else {
        rest.add(number.doubleValue());
      }
    }
    return new NumberTotals(
        (long) numbers.size(),
        text(sum(numbers)),
        text(sum(numbers.stream().map(number -> number.multiply(number)).toList())),
        (long) normalized.size(),
        text(sum(normalized)),
        values,
        buckets(rest, 32),
        List.of());
  }

  private static boolean hasFewDigits(BigDecimal number) {
    String digits = number.abs().stripTrailingZeros().unscaledValue().toString();
    double size = number.abs().doubleValue();
    boolean whole = size == Math.rint(size);
    boolean hundredths = number.movePointRight(2).stripTrailingZeros().scale() <= 0;
    return digits.length() <= 2 || (whole && size <= 1_000) || (hundredths && size <= 10);
  }

  private static BigDecimal normalized(Feedback feedback) {
    BigDecimal min = new BigDecimal(feedback.getScale().getMin());
    BigDecimal max = new BigDecimal(feedback.getScale().getMax());
    BigDecimal share =
        new Judgement(feedback)
            .number()
            .subtract(min)
            .divide(max.subtract(min), MathContext.DECIMAL64);
    return share.signum() < 0
        ? BigDecimal.ZERO
        : share.compareTo(BigDecimal.ONE) > 0 ? BigDecimal.ONE : share;
  }

  private static DurationTotals durations(Collection<Duration> all) {
    List<Long> micros =
        all.stream().filter(Objects::nonNull).map(duration -> duration.toNanos() / 1_000).toList();
    return new DurationTotals(
        (long) micros.size(),
        micros.stream().mapToLong(Long::longValue).sum(),
        buckets(micros.stream().map(length -> Math.max(1.0, length)).toList(), 8));
  }

  /** Bucket i holds what is above base^i and up to base^(i+1); found by trying each. */
  private static List<HistogramBucket> buckets(List<Double> values, int perOctave) {
    Map<Integer, Long> counts = new TreeMap<>();
    for (double value : values) {
      int index = -64 * perOctave;
      while (value > Math.pow(2, (index + 1.0) / perOctave)) {
        index++;
      }
      counts.merge(index, 1L, Long::sum);
    }
    return counts.entrySet().stream()
        .map(bucket -> new HistogramBucket(bucket.getKey(), bucket.getValue()))
        .toList();
  }

  private static BigDecimal sum(Collection<BigDecimal> numbers) {
    return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String text(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
  }

  private static String encoded(String part) {
    return part == null
        ? ""
        : part.replace("%", "%25").replace("/", "%2F").replace("\u001F", "%1F");
  }

  private static <T> List<T> only(Collection<T> all, Predicate<T> which) {
    return all.stream().filter(which).toList();
  }

  private static <T> List<T> distinct(Stream<T> all) {
    return all.distinct().sorted(Comparator.comparing(Object::toString)).toList();
  }
}
