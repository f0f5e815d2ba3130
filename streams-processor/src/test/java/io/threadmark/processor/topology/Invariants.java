package io.threadmark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.feedback.rows.FeedbackCounts;
import io.threadmark.processor.feedback.rows.FeedbackListing;
import io.threadmark.processor.feedback.rows.FeedbackVersions;
import io.threadmark.processor.feedback.rows.IdentityRows;
import io.threadmark.processor.feedback.rows.Refs;
import io.threadmark.processor.resolve.rows.ClaimRows;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.processor.resolve.rows.UnmatchedRows;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.StoreRows;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.FeedbackRow;
import io.threadmark.schema.state.PlacedFeedback;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;

/** What holds of every state at rest, whatever the history: read from the stores alone. */
final class Invariants {
  private final Map<String, Map<String, byte[]>> stores;
  private final Rows identities;
  private final Rows traces;
  private final Rows claims;
  private final Rows feedback;
  private final Rows unmatched;

  private Invariants(SimulatedCluster cluster) {
    stores = cluster.rows();
    identities = rows(StateStores.IDENTITIES);
    traces = rows(StateStores.TRACES);
    claims = rows(StateStores.CLAIMS);
    feedback = rows(StateStores.FEEDBACK);
    unmatched = rows(StateStores.UNMATCHED);
  }

  /** Fails where one does not hold. */
  static void check(SimulatedCluster cluster) {
    Invariants invariants = new Invariants(cluster);
    invariants.everyLivePieceIsInOneState();
    cluster.tasks().forEach(task -> task.stores().values().forEach(Invariants::countsAreExact));
    invariants.noPieceIsOnTwoThreads();
    invariants.everyItemHasItsWriter();
    invariants.everyOverrideHasItsOverrider();
    invariants.everyClaimHasItsTrace();
    invariants.everyUnmatchedPieceHasItsRef();
  }

  /** Pending, matched and unmatched are together the distinct live feedback. */
  private void everyLivePieceIsInOneState() {
    Set<String> live = new TreeSet<>();
    Set<String> projects = new TreeSet<>();
    keys(StateStores.IDENTITIES, "v")
        .forEach(
            parts -> {
              projects.add(Key.parse(parts[0]).project());
              if (winner(parts[0]) != null) {
                live.add(parts[0]);
              }
            });
    Map<String, Integer> listed = new TreeMap<>();
    for (String project : projects) {
      for (FeedbackListing.State state : FeedbackListing.State.values()) {
        if (state != FeedbackListing.State.RETRACTED) {
          count(project, state, identities, listed);
          count(project, state, feedback, listed);
        }
      }
    }
    assertThat(listed.keySet()).as("listed feedback").isEqualTo(live);
    assertThat(listed.values()).as("times listed").allMatch(times -> times == 1);
  }

  /** Counts say what there is, partition by partition. */
  private static void countsAreExact(MemoryStore store) {
    Rows rows = new StoreRows(store);
    Map<String, Long> found = new TreeMap<>();
    for (Bytes key : store.rows().keySet()) {
      String[] parts = parts(new String(key.get(), StandardCharsets.ISO_8859_1));
      boolean identity = store.name().equals(StateStores.IDENTITIES);
      if (identity && parts[0].contains("/") && parts[1].equals("v")) {
        found.merge("known", 1L, Long::sum);
      } else if (!parts[0].contains("/")
          && (identity || store.name().equals(StateStores.FEEDBACK))) {
        for (FeedbackListing.State state : FeedbackListing.State.values()) {
          boolean listed =
              parts.length > 2 && state.name().toLowerCase(Locale.ROOT).startsWith(parts[1]);
          found.merge(state.name(), listed ? 1L : 0L, Long::sum);
        }
      }
    }
    assertThat(FeedbackCounts.known(rows)).isEqualTo(found.getOrDefault("known", 0L));
    for (FeedbackListing.State state : FeedbackListing.State.values()) {
      assertThat(FeedbackCounts.of(rows, state)).isEqualTo(found.getOrDefault(state.name(), 0L));
    }
  }

  private static void count(
      String project, FeedbackListing.State state, Rows rows, Map<String, Integer> listed) {
    FeedbackListing.scan(
        rows,
        Key.feedback(project, "any"),
        state,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        null,
        entry -> {
          listed.merge(Key.feedback(project, entry.feedbackId()).toString(), 1, Integer::sum);
          return true;
        });
  }

  private void noPieceIsOnTwoThreads() {
    Map<String, String> threads = new HashMap<>();
    items("f")
        .forEach(
            parts -> {
              String piece = Key.feedback(Key.parse(parts[0]).project(), parts[3]).toString();
              assertThat(threads.put(piece, parts[0])).as("the other thread of " + piece).isNull();
            });
  }

  private void everyItemHasItsWriter() {
    items("f")
        .forEach(
            parts -> {
              Key thread = Key.parse(parts[0]);
              if (parts.length == 4) { // written by Identify
                Feedback winner = winner(Key.feedback(thread.project(), parts[3]).toString());
                assertThat(Refs.of(winner)).as("thread of " + parts[3]).isEqualTo(thread);
              } else {
                PlacedFeedback placed = FeedbackRows.get(feedback, utf8(parts[4]), parts[3]);
                assertThat(placed).as(parts[4] + " of " + parts[3]).isNotNull();
                assertThat(placed.getThreadId()).isEqualTo(thread.id());
              }
            });
    items("t")
        .forEach(
            parts -> {
              FactsRow trace = TraceRows.get(traces, utf8(parts[4]));
              assertThat(trace).as("trace " + parts[4]).isNotNull();
              assertThat(TraceRows.threadOf(parts[3], Facts.of(trace)))
                  .isEqualTo(Key.parse(parts[0]).id());
            });
  }

  private void everyOverrideHasItsOverrider() {
    keys(StateStores.IDENTITIES, "o")
        .forEach(
            parts -> {
              Key overridden = Key.parse(parts[0]);
              Feedback overrider = winner(Key.feedback(overridden.project(), parts[2]).toString());
              assertThat(overrider).as("overrider " + parts[2]).isNotNull();
              assertThat(overrider.getOverrides()).isEqualTo(overridden.id());
            });
  }

  private void everyClaimHasItsTrace() {
    keys(StateStores.CLAIMS, "t")
        .forEach(
            parts -> {
              Key request = Key.parse(parts[0]);
              FactsRow trace =
                  TraceRows.get(traces, Key.trace(request.project(), parts[2]).bytes());
              assertThat(TraceRows.clientRequestId(Facts.of(trace))).isEqualTo(request.id());
              assertThat(ClaimRows.of(claims, request.bytes(), parts[2]))
                  .isEqualTo(TraceRows.claim(parts[2], Facts.of(trace)));
            });
  }

  private void everyUnmatchedPieceHasItsRef() {
    stores
        .getOrDefault(StateStores.UNMATCHED, Map.of())
        .keySet()
        .forEach(
            key -> {
              String[] parts = parts(key);
              PlacedFeedback placed =
                  FeedbackRows.get(feedback, utf8(parts[1]), Key.parse(parts[0]).id());
              assertThat(placed).as(parts[1] + " of " + parts[0]).isNotNull();
              assertThat(placed.getUnmatched()).isTrue();
              assertThat(UnmatchedRows.newest(unmatched, utf8(parts[0])).getFeedback())
                  .isEqualTo(placed.getLive().getFeedback());
            });
  }

  private Feedback winner(String feedbackKey) {
    FeedbackRow row = IdentityRows.versions(identities, utf8(feedbackKey));
    return row == null || FeedbackVersions.live(row, null) == null
        ? null
        : FeedbackVersions.winner(row);
  }

  /** The items of threads of one kind: key of the thread, section, kind, id and writer. */
  private List<String[]> items(String kind) {
    return keys(StateStores.THREADS, "i").stream().filter(parts -> parts[2].equals(kind)).toList();
  }

  /** The keys of one section of a store, in parts. */
  private List<String[]> keys(String store, String section) {
    return stores.getOrDefault(store, Map.of()).keySet().stream()
        .map(Invariants::parts)
        .filter(parts -> parts[0].contains("/") && parts[1].equals(section))
        .toList();
  }

  private static String[] parts(String key) {
    return new String(key.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
        .split("\0");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Rows rows(String store) {
    MemoryStore memory = new MemoryStore(store);
    stores
        .getOrDefault(store, Map.of())
        .forEach(
            (key, value) ->
                memory.put(Bytes.wrap(key.getBytes(StandardCharsets.ISO_8859_1)), value));
    return new StoreRows(memory);
  }
}
