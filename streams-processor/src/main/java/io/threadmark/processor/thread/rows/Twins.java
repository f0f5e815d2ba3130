package io.threadmark.processor.thread.rows;

import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.state.FactsRow;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the messages of a thread that spans tell of and that the application itself tells of, too.
 * Of those that say the same, each in the application's own words takes the place of one that is
 * derived: of one of its own trace, else of the first that is left. Which these are follows from
 * the messages that are there, whatever came first.
 */
final class Twins {
  /** Messages that say the same which are looked at, of either sort; the first by time. */
  static final int MOST = 100;

  /** One event moves one message, so that none but the next can come to stand behind the most. */
  private static final int MOST_SHOWN_BEHIND = 1;

  private final Rows.Mutable rows;
  private final ThreadKeys keys;

  Twins(Rows.Mutable rows, ThreadKeys keys) {
    this.rows = rows;
    this.keys = keys;
  }

  /**
   * Notes what a message says.
   *
   * @param was the message before; null where it came
   * @param is the message now; null where it left
   * @return the turns whose messages are to be looked at
   */
  List<String> put(String messageId, FactsRow was, FactsRow is) {
    Turn before = Turn.of(was);
    Turn now = Turn.of(is);
    if (!Objects.equals(before, now)) {
      if (before != null) {
        rows.delete(keys.turn(before, messageId));
      }
      if (now != null) {
        rows.put(keys.turn(now, messageId), now.traceId().getBytes(StandardCharsets.UTF_8));
      }
    }
    return Stream.of(before, now).filter(Objects::nonNull).map(Turn::said).distinct().toList();
  }

  /** Of the derived messages that say the same, whether each is hidden; by id. */
  Map<String, Boolean> derived(String said) {
    Map<String, String> derived = traces(said, true, MOST + MOST_SHOWN_BEHIND);
    if (derived.isEmpty()) {
      return Map.of();
    }
    Set<String> looked = new LinkedHashSet<>(derived.keySet().stream().limit(MOST).toList());
    Set<String> hidden = hidden(derived, looked, traces(said, false, MOST));
    Map<String, Boolean> all = new LinkedHashMap<>();
    derived.keySet().forEach(id -> all.put(id, hidden.contains(id)));
    return all;
  }

  private static Set<String> hidden(
      Map<String, String> derived, Set<String> looked, Map<String, String> told) {
    Map<String, Integer> byTrace = new HashMap<>();
    told.values().forEach(trace -> byTrace.merge(trace, 1, Integer::sum));
    Set<String> hidden = new LinkedHashSet<>();
    for (String id : looked) {
      String trace = derived.get(id);
      if (!trace.isEmpty() && byTrace.getOrDefault(trace, 0) > 0) {
        byTrace.merge(trace, -1, Integer::sum);
        hidden.add(id);
      }
    }
    looked.stream()
        .filter(id -> !hidden.contains(id))
        .limit(told.size() - hidden.size())
        .toList()
        .forEach(hidden::add);
    return hidden;
  }

  /** The first messages that say something, and the trace of each. */
  private Map<String, String> traces(String said, boolean derived, int most) {
    byte[] prefix = keys.turns(said, derived).bytes();
    Map<String, String> found = new LinkedHashMap<>();
    rows.scan(
        prefix,
        RowKey.behind(prefix),
        Rows.Direction.FORWARD,
        (key, trace) -> {
          String id = RowKey.textAt(key, prefix.length + 2 * Long.BYTES);
          found.put(id, new String(trace, StandardCharsets.UTF_8));
          return found.size() < most;
        });
    return found;
  }
}
