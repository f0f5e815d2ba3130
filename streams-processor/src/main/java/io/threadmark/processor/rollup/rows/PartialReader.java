package io.threadmark.processor.rollup.rows;

import io.threadmark.processor.store.Holding;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Rollup;
import io.threadmark.schema.state.MetricsAnswer;
import io.threadmark.schema.state.MetricsQuestion;
import io.threadmark.schema.state.RollupFloors;
import io.threadmark.schema.state.WindowRange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Answers for partitions: adds up their totals, in as many scans as there are ranges of windows and
 * values of the dimension, whatever lies before and behind.
 */
public final class PartialReader {
  /**
   * Values of a dimension, and names of feedback, that are told apart in a window. Where there are
   * more, the window has overflowed; that depends on what is there alone.
   */
  public static final int MOST_VALUES = 10_000;

  /** Totals of an answer: what an instance holds in memory for one question. */
  static final int MOST_TOTALS = 200_000;

  /**
   * What is added up together. Hash and equality are written out: every row is looked up by them,
   * and what a record has by itself is slow until the last stage of compilation.
   */
  private record Group(long window, String value, Part part) {
    @Override
    public int hashCode() {
      return 31 * (31 * Long.hashCode(window) + value.hashCode()) + part.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Group that
          && window == that.window
          && value.equals(that.value)
          && part.equals(that.part);
    }
  }

  /**
   * Totals take some eight times as much memory as their row, and some for where they are found.
   */
  private static final int IN_MEMORY = 8;

  private static final int OF_EACH = 256;

  private final MetricsQuestion question;
  private final Holding holding;

  /** The name that is asked for, as it is counted; null for any. */
  private final String askedName;

  private final PartNames parts = new PartNames();
  private final Map<Group, Rollup> totals = new LinkedHashMap<>();
  private final Map<Long, Set<String>> values = new HashMap<>();
  private final Map<Long, Set<String>> names = new HashMap<>();
  private final Set<Long> overflowed = new HashSet<>();
  private boolean tooMany;

  private PartialReader(MetricsQuestion question, Holding holding) {
    this.question = question;
    this.holding = holding;
    String asked = question.getFeedbackName();
    this.askedName = asked == null ? null : Dimensions.printable(asked);
  }

  /**
   * Answers a question.
   *
   * @param partitions the rows of each partition that is asked
   * @param holding is told of the totals
   */
  public static MetricsAnswer answer(
      MetricsQuestion question, List<? extends Rows> partitions, Holding holding) {
    PartialReader reader = new PartialReader(question, holding);
    for (Rows rows : partitions) {
      RollupFloors floors = Partials.floors(rows, question.getProjectId());
      if (isHigher(floors, question.getFloors())) {
        return new MetricsAnswer(floors, List.of(), List.of(), false);
      }
      reader.read(rows);
    }
    return reader.answer();
  }

  /** The sum of no answers yet. */
  public static Sum sum(MetricsQuestion question) {
    return new Sum(question);
  }

  /** Adds up what several instances have answered, in turn. */
  public static final class Sum {
    private final PartialReader reader;

    private Sum(MetricsQuestion question) {
      reader = new PartialReader(question, Holding.UNCOUNTED); // the answers were counted
    }

    /** Adds an answer; its totals may become those of the sum. */
    public void add(MetricsAnswer answer) {
      reader.tooMany |= answer.getTooMany();
      reader.overflowed.addAll(answer.getOverflowed());
      answer.getRollups().forEach(this::add);
    }

    private void add(Rollup rollup) {
      Group group =
          new Group(
              Micros.of(rollup.getWindowStart()),
              rollup.getDimensionValue() == null ? "" : rollup.getDimensionValue(),
              part(rollup));
      reader.add(group, sum -> Rollups.add(sum, rollup), () -> rollup);
    }

    /** What was added. */
    public MetricsAnswer answer() {
      return reader.answer();
    }
  }

  /** About what an answer of another instance takes in memory. */
  public static long heldBytes(int encodedBytes) {
    return (long) IN_MEMORY * encodedBytes;
  }

  private MetricsAnswer answer() {
    return tooMany
        ? new MetricsAnswer(null, List.of(), List.of(), true)
        : new MetricsAnswer(null, List.copyOf(totals.values()), List.copyOf(overflowed), false);
  }

  private static boolean isHigher(RollupFloors floors, RollupFloors taken) {
    return floors.getMinute() > taken.getMinute()
        || floors.getHour() > taken.getHour()
        || floors.getDay() > taken.getDay();
  }

  private void read(Rows rows) {
    for (WindowRange range : question.getRanges()) {
      if (question.getValue() != null) {
        read(rows, range, question.getValue());
      } else {
        readAll(rows, range);
      }
    }
  }

  /** Passes from value to value, and looks at no window outside the range. */
  private void readAll(Rows rows, WindowRange range) {
    byte[] dimension =
        PartialKey.ofDimension(
                question.getProjectId(),
                Granularity.of(range.getGranularity()),
                question.getDimension())
            .bytes();
    byte[] end = RowKey.behind(dimension);
    byte[][] next = {dimension};
    while (next[0] != null && !tooMany) {
      byte[] place = next[0];
      next[0] = null;
      rows.scan(
          place,
          end,
          Rows.Direction.FORWARD,
          (key, row) -> {
            String value = PartialKey.read(key).value();
            read(rows, range, value);
            next[0] = RowKey.behind(ofValue(range, value).bytes());
            return false;
          });
    }
  }

  private RowKey ofValue(WindowRange range, String value) {
    return PartialKey.ofValue(
        question.getProjectId(),
        Granularity.of(range.getGranularity()),
        question.getDimension(),
        value);
  }

  private void read(Rows rows, WindowRange range, String value) {
    int prefix = ofValue(range, value).bytes().length;
    rows.scan(
        ofValue(range, value).time(range.getFrom()).bytes(),
        ofValue(range, value).time(range.getTo()).bytes(),
        Rows.Direction.FORWARD,
        (key, row) -> {
          Part part = parts.at(key, prefix + Long.BYTES);
          if (isAsked(part)) {
            long window = question.getByWindow() ? RowKey.timeAt(key, prefix) : 0;
            add(new Group(window, value, part), sum -> Rollups.add(sum, row), () -> held(key, row));
          }
          return !tooMany;
        });
  }

  private Rollup held(byte[] key, byte[] row) {
    holding.add(OF_EACH + heldBytes(key.length + row.length));
    return Rollups.of(PartialKey.read(key), row);
  }

  private boolean isAsked(Part part) {
    if (part instanceof Part.Series series) {
      return isAny(askedName, series.name()) && isAny(question.getSignal(), series.signal());
    }
    if (part instanceof Part.Judged judged) {
      return isAny(askedName, judged.name());
    }
    return true;
  }

  private static boolean isAny(String asked, String found) {
    return asked == null || found.equals(asked);
  }

  /**
   * Adds to the totals of a group.
   *
   * @param addition what adds to totals that are there
   * @param first the totals where nothing is there yet
   */
  private void add(Group group, Consumer<Rollup> addition, Supplier<Rollup> first) {
    Rollup sum = totals.get(group);
    if (sum != null) {
      addition.accept(sum);
    } else if (isOverflow(group)) {
      overflowed.add(group.window);
    } else if (totals.size() == MOST_TOTALS) {
      tooMany = true;
    } else {
      Rollup rollup = first.get();
      rollup.setWindowStart(Micros.toInstant(group.window));
      totals.put(group, rollup);
    }
  }

  private boolean isOverflow(Group group) {
    String name = nameOf(group.part);
    return !isOneOfFew(values, group.window, group.value)
        || (!name.isEmpty() && !isOneOfFew(names, group.window, name));
  }

  /** Empty where it is of any name, or of none. */
  private static String nameOf(Part part) {
    if (part instanceof Part.Series series) {
      return series.name();
    }
    return part instanceof Part.Judged judged ? judged.name() : "";
  }

  private static boolean isOneOfFew(Map<Long, Set<String>> all, long window, String value) {
    Set<String> known = all.computeIfAbsent(window, none -> new HashSet<>());
    return known.contains(value) || (known.size() < MOST_VALUES && known.add(value));
  }

  private static Part part(Rollup rollup) {
    if (rollup.getFeedback() != null) {
      return new Part.Series(
          rollup.getFeedbackName(),
          rollup.getSignal(),
          rollup.getSourceType(),
          rollup.getCategory());
    }
    return rollup.getFeedbackName() == null
        ? Part.TRACES
        : new Part.Judged(rollup.getFeedbackName());
  }
}
