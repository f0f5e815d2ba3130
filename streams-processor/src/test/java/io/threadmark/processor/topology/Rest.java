package io.threadmark.processor.topology;

import io.threadmark.processor.law.AtRest;
import io.threadmark.processor.law.Named;
import io.threadmark.processor.law.PlainRollups;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.RowCodec;
import io.threadmark.schema.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.apache.avro.specific.SpecificRecord;

/** What differs between a cluster at rest and what must be there. */
final class Rest {
  private static final Set<String> ERASING =
      Set.of(
          StateStores.ERASED_FEEDBACK,
          StateStores.ERASED_REFS,
          StateStores.ERASED_THREADS,
          StateStores.ERASED_SPANS);

  private final List<String> differences = new ArrayList<>();

  private Rest() {}

  /** The differences, each in words; none where all is as it must be. */
  static List<String> differences(SimulatedCluster cluster, AtRest expected) {
    Rest rest = new Rest();
    rest.compareStores(cluster, expected);
    rest.compareTopic(
        "rollups",
        cluster.rollups(),
        PlainRollups.of(expected, cluster.clock(), SimulatedCluster.TAG_KEYS));
    rest.compareTopic(
        "labeled-threads", cluster.labeledThreads(), expected.labeledThreads(), Key::thread);
    rest.compareTopic(
        "unmatched-feedback",
        cluster.unmatchedFeedback(),
        expected.unmatchedFeedback(),
        Key::feedback);
    return rest.differences;
  }

  /** The differences of what queries see, where topics and totals are still to be published. */
  static List<String> differencesOfStores(SimulatedCluster cluster, AtRest expected) {
    Rest rest = new Rest();
    rest.compareStores(cluster, expected);
    return rest.differences;
  }

  private void compareStores(SimulatedCluster cluster, AtRest expected) {
    Map<String, Map<String, Object>> expectedRows = ExpectedRows.of(expected);
    var rows = cluster.rows();
    ERASING.forEach(rows::remove);
    rows.remove(StateStores.ERASURES);
    // What they hold is seen in the rollups topic, which is their sum, and nothing beside it.
    rows.remove(StateStores.PARTIALS);
    rows.remove(StateStores.CONTRIBUTIONS);
    rows.remove(StateStores.ROLLUPS);
    rows.remove(StateStores.DIRTY); // what is to be published; at rest there is none
    compareMentions(cluster, ExpectedMentions.of(expected));
    Set<String> stores = new TreeSet<>(rows.keySet());
    stores.addAll(expectedRows.keySet());
    for (String store : stores) {
      compareRows(
          store, rows.getOrDefault(store, Map.of()), expectedRows.getOrDefault(store, Map.of()));
    }
  }

  /** Marks, which stay for good and name nobody, may be there; nothing else may. */
  private void compareMentions(SimulatedCluster cluster, Map<String, Set<String>> expected) {
    for (String store : ERASING) {
      Set<String> found = new TreeSet<>();
      cluster
          .keys(store)
          .forEach(
              key -> {
                if (!key.startsWith("m\0")) {
                  found.add(key);
                }
              });
      Set<String> wanted = expected.getOrDefault(store, Set.of());
      for (String key : union(found, wanted)) {
        if (found.contains(key) != wanted.contains(key)) {
          differ(store, key, found.contains(key), wanted.contains(key));
        }
      }
    }
  }

  private void compareRows(String store, Map<String, byte[]> found, Map<String, Object> expected) {
    for (String key : union(found.keySet(), expected.keySet())) {
      byte[] row = found.get(key);
      Object wanted = expected.get(key);
      if (row == null || wanted == null) {
        differ(store, key, row == null ? null : "a row of " + row.length + " bytes", wanted);
      } else if (wanted instanceof SpecificRecord record) {
        SpecificRecord read = new RowCodec<>(record.getClass()).read(row);
        if (!read.equals(wanted)) {
          differ(store, key, read, wanted);
        }
      }
    }
  }

  private <T> void compareTopic(
      String topic,
      Map<String, T> found,
      Map<Named, T> expected,
      BiFunction<String, String, Key> key) {
    Map<String, T> wanted = new TreeMap<>();
    expected.forEach((id, value) -> wanted.put(key.apply(id.project(), id.id()).toString(), value));
    compareTopic(topic, found, wanted);
  }

  private <T> void compareTopic(String topic, Map<String, T> found, Map<String, T> wanted) {
    for (String name : union(found.keySet(), wanted.keySet())) {
      T value = found.get(name);
      if (value == null || !value.equals(wanted.get(name))) {
        differ(topic, name, value, wanted.get(name));
      }
    }
  }

  private void differ(String where, String key, Object found, Object expected) {
    String readable = key.replaceAll("[^\\x20-\\x7E]+", "|");
    differences.add(
        "%n%s %s%n  is        %s%n  should be %s".formatted(where, readable, found, expected));
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> union = new TreeSet<>(a);
    union.addAll(b);
    return union;
  }
}
