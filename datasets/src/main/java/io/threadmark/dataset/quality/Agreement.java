package io.threadmark.dataset.quality;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Raters;
import io.threadmark.dataset.spill.SortedRecords;
import io.threadmark.schema.LabeledFeedback;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Krippendorff's alpha of each name of feedback: interval where all values are numbers, else
 * nominal. A unit is what was judged, and of one judge's values the newest counts, as where the
 * system is asked for agreement. A unit lies in one thread, so that threads are taken one at a
 * time; how often each value was given is counted on disk, as there may be as many as there are
 * units.
 */
final class Agreement implements Closeable {
  private static final Set<String> KINDS = Set.of("BOOLEAN", "NUMERIC", "CATEGORICAL");
  private static final int MOST_NAMES = 1_000;
  private static final int BUFFER_BYTES = 1 << 20;

  private final Map<String, Integer> numbers = new TreeMap<>();
  private final List<NameAgreement> names = new ArrayList<>();
  private final SortedRecords given;
  private long beyond;

  Agreement(Path folder) {
    this.given = new SortedRecords(folder, "judgements", 3, BUFFER_BYTES);
  }

  /** Adds the feedback of one thread. */
  void add(Collection<LabeledFeedback> ofThread) throws IOException {
    Map<String, Map<String, Map<String, LabeledFeedback>>> byNameUnitAndRater =
        new LinkedHashMap<>();
    for (LabeledFeedback feedback : ofThread) {
      NameAgreement name = KINDS.contains(feedback.getKind()) ? named(feedback.getName()) : null;
      if (name == null) {
        continue;
      }
      String rater = feedback.getSource().getId();
      if (rater == null) {
        name.leaveOutRater();
      } else if (RatedValue.of(feedback) == null) {
        name.leaveOutValue();
      } else {
        byNameUnitAndRater
            .computeIfAbsent(feedback.getName(), key -> new LinkedHashMap<>())
            .computeIfAbsent(unit(feedback), key -> new LinkedHashMap<>())
            .merge(feedback.getSource().getType() + "/" + rater, feedback, Agreement::newer);
      }
    }
    for (var ofName : byNameUnitAndRater.entrySet()) {
      for (Map<String, LabeledFeedback> ofUnit : ofName.getValue().values()) {
        addUnit(numbers.get(ofName.getKey()), ofUnit.values());
      }
    }
  }

  /** A row for each name that has judgements, by name; nothing may be added after. */
  ObjectNode json() throws IOException {
    long[] last = new long[3];
    given.forEach(
        record -> {
          if (last[2] > 0 && (record[0] != last[0] || record[1] != last[1])) {
            names.get((int) last[0]).addValue(last[2]);
            last[2] = 0;
          }
          last[0] = record[0];
          last[1] = record[1];
          last[2] += record[2];
        });
    if (last[2] > 0) {
      names.get((int) last[0]).addValue(last[2]);
    }
    ObjectNode json = Json.object();
    ArrayNode rows = json.putArray("names");
    numbers.forEach(
        (name, number) -> {
          if (!names.get(number).isEmpty()) {
            rows.add(names.get(number).json(name));
          }
        });
    if (beyond > 0) {
      json.put("feedback_of_names_beyond_" + MOST_NAMES, beyond);
    }
    return json;
  }

  @Override
  public void close() throws IOException {
    given.close();
  }

  private void addUnit(int number, Collection<LabeledFeedback> judgements) throws IOException {
    Map<Long, Long> counts =
        names
            .get(number)
            .addUnit(
                judgements.stream().map(RatedValue::of).toList(),
                judgements.stream().allMatch(piece -> piece.getKind().equals("NUMERIC")));
    for (Map.Entry<Long, Long> value : counts.entrySet()) {
      given.add(number, value.getKey(), value.getValue());
    }
  }

  /** Null where there are too many names. */
  private NameAgreement named(String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      if (names.size() == MOST_NAMES) {
        beyond++;
        return null;
      }
      number = names.size();
      numbers.put(name, number);
      names.add(new NameAgreement());
    }
    return names.get(number);
  }

  private static LabeledFeedback newer(LabeledFeedback one, LabeledFeedback other) {
    return Raters.BY_TIME.compare(one, other) < 0 ? other : one;
  }

  /** Parts between zero characters, which no id has. */
  private static String unit(LabeledFeedback feedback) {
    return feedback.getTraceId() == null
        ? "h\0" + feedback.getTarget().getMessageId()
        : "t\0" + feedback.getTraceId() + '\0' + feedback.getTarget().getSpanId();
  }
}
