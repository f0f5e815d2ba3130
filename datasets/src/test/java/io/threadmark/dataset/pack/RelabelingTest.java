package io.threadmark.dataset.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.ConversationSource;
import io.threadmark.dataset.GeneratedConversations;
import io.threadmark.dataset.Progress;
import io.threadmark.dataset.SharedConversations;
import io.threadmark.dataset.TestThread;
import io.threadmark.dataset.format.DatasetFormat;
import io.threadmark.dataset.format.DatasetFormats;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.split.SplitPlan;
import io.threadmark.schema.LabeledThread;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RelabelingTest {
  private static final String NOTHING = "{}";

  @TempDir Path folder;
  private int packages;

  /** Each rule that can change, over feedback that it decides of. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | {"thresholds":{"stars":{"negative_to":2}}}                                | added   | rules.thresholds.stars
          {"thresholds":{"stars":{"negative_to":2}}} | {}                                | gone    | rules.thresholds.stars
          {"thresholds":{"stars":{"negative_to":2}}} | {"thresholds":{"stars":{"positive_from":2}}} | flipped | rules.thresholds.stars
          {} | {"policy":{"polarity":{"stars":{"positive_from":1}}}}                     | added   | rules.policy.polarity.stars
          {} | {"policy":{"polarity":{"user_feedback":{"values":{"true":"NEGATIVE"}}}}}  | flipped | rules.policy.polarity.user_feedback
          {} | {"names":["stars"]}                                                       | gone    | rules.names
          {"names":["vote"]} | {"names":["vote"],"policy":{"rename":{"user_feedback":"vote"}}} | added | rules.policy.rename.user_feedback
          {} | {"min_raters":2}                                                          | gone    | rules.min_raters
          {} | {"source_types":["CODE"]}                                                 | gone    | rules.source_types
          {} | {"exclude_raters":["ann"]}                                                | gone    | rules.exclude_raters
          {"exclude_raters":["ann"]} | {}                                                | added   | rules.exclude_raters
          """)
  void aRuleThatChangesIsTheCauseOfWhatItChanges(
      String before, String after, String kind, String cause) throws IOException {
    List<LabeledThread> threads = List.of(judged("th", "Why?").build());

    JsonNode changes = changes("kto", before, threads, after, threads);

    assertThat(causes(changes)).isEqualTo(Map.of(kind + " " + cause, 1L));
    assertThat(changes.path("rules_changed").path(0).asText()).isEqualTo(cause);
    assertThat(example(changes, kind))
        .matches(about -> about.equals("message:th-m2") || about.equals("message:th-m4"));
  }

  @Test
  void ofSeveralRulesThatChangeEachHasItsShare() throws IOException {
    List<LabeledThread> threads =
        List.of(judged("a", "Why?").build(), judged("b", "How?").likes("bob", "b-t", true).build());

    JsonNode changes =
        changes(
            "kto",
            NOTHING,
            threads,
            "{\"min_raters\":2,\"policy\":{\"polarity\":{\"stars\":{\"always\":\"POSITIVE\"},"
                + "\"user_feedback\":{\"values\":{\"true\":\"NEGATIVE\"}}}}}",
            threads);

    assertThat(causes(changes))
        .isEqualTo(
            Map.of("gone rules.min_raters", 1L, "flipped rules.policy.polarity.user_feedback", 1L));
  }

  @Test
  void whatWasSaidSinceIsTheCauseOfWhatItChanges() throws IOException {
    List<LabeledThread> before = new ArrayList<>();
    List<LabeledThread> after = new ArrayList<>();
    before.add(judged("edited", "1?").build());
    after.add(
        judged("edited", "1?")
            .last(
                piece -> {
                  piece.setUpdatedAt(piece.getUpdatedAt().plus(Duration.ofDays(1)));
                  piece.setValueJson("false");
                  piece.setPolarity("NEGATIVE");
                })
            .build());
    before.add(judged("erased", "2?").build());
    after.add(judged("new", "3?").build());
    before.add(judged("outvoted", "4?").build());
    after.add(judged("outvoted", "4?").likes("bob", "outvoted-t", false).build());
    before.add(judged("retracted", "5?").likes("bob", "retracted-t", false).build());
    after.add(judged("retracted", "5?").build());
    before.add(judged("told-anew", "6?").build());
    after.add(judged("told-anew", "6!").build());
    before.add(judged("same", "7?").build());
    after.add(judged("same", "7?").build());

    JsonNode changes = changes("kto", NOTHING, before, NOTHING, after);

    assertThat(causes(changes))
        .isEqualTo(
            Map.of(
                "flipped data.feedback_edited", 1L,
                "gone data.thread_gone", 1L,
                "added data.new_thread", 1L,
                "gone data.new_feedback", 1L,
                "added data.feedback_gone", 1L,
                "reworded data.conversation", 1L));
    assertThat(changes.path("rows").path("unchanged").longValue()).isEqualTo(1);
    assertThat(changes.path("threads"))
        .isEqualTo(Json.read("{\"former\":6,\"now\":6,\"new\":1,\"gone\":1}"));
    assertThat(changes.path("rules_changed")).isEmpty();
  }

  @Test
  void whatAnotherRowStandsForNowIsGoneBecauseOfThat() throws IOException {
    LabeledThread first = judged("a", "Why?").build();
    LabeledThread same =
        judged("b", "Why?")
            .last(piece -> piece.setUpdatedAt(piece.getUpdatedAt().plus(Duration.ofDays(1))))
            .build();

    assertThat(causes(changes("kto", NOTHING, List.of(first), NOTHING, List.of(first, same))))
        .isEqualTo(Map.of("gone deduplication", 1L, "added data.new_thread", 1L));
    assertThat(causes(changes("kto", NOTHING, List.of(first, same), NOTHING, List.of(first))))
        .isEqualTo(Map.of("added deduplication", 1L, "gone data.thread_gone", 1L));
  }

  @Test
  void whereTheOtherAnswerIsChosenARowIsFlipped() throws IOException {
    String pair =
        "{\"candidates\":[{\"id\":\"a\",\"content\":\"A\"},{\"id\":\"b\",\"content\":\"B\"}],"
            + "\"choice\":\"%s\"}";
    List<LabeledThread> before =
        List.of(told("th", "Which?").prefers("ann", "th-t", pair.formatted("a")).build());
    List<LabeledThread> after =
        List.of(
            told("th", "Which?")
                .prefers("ann", "th-t", pair.formatted("b"))
                .last(piece -> piece.setUpdatedAt(piece.getUpdatedAt().plusSeconds(9)))
                .build());

    for (String format : List.of("preference", "openai-preference", "pairwise")) {
      assertThat(causes(changes(format, NOTHING, before, NOTHING, after)))
          .as(format)
          .isEqualTo(Map.of("flipped data.feedback_edited", 1L));
    }
  }

  @Test
  void aJudgeWhoseFeedbackCountsElsewhereFirstIsTheCause() throws IOException {
    String once = "{\"max_per_rater\":1,\"names\":[\"user_feedback\"]}";
    LabeledThread later = judged("b", "How?").build();
    List<LabeledThread> before = List.of(told("a", "Why?").build(), later);
    List<LabeledThread> after = List.of(told("a", "Why?").likes("ann", "a-t", true).build(), later);

    assertThat(causes(changes("kto", once, before, once, after)))
        .isEqualTo(Map.of("added data.new_feedback", 1L, "gone data.other_threads", 1L));
  }

  /** Rows by what is in the files, and not by what the packages say of themselves. */
  @Property(tries = 25)
  void countsAreThoseOfTheRows(@ForAll long seed, @ForAll boolean otherRules) throws IOException {
    folder = Files.createTempDirectory("relabeling");
    try (WorkFolder work = WorkFolder.beside(folder.resolve("x"))) {
      folder = work.path();
      Path former = make(request("kto", NOTHING), threads(seed, 0));
      String rules = otherRules ? "{\"exclude_raters\":[\"rater-1\",\"rater-2\"]}" : NOTHING;
      Path made = make(request("kto", rules).against(former), threads(seed, 1));

      Map<String, String> before = labels(former);
      Map<String, String> after = labels(made);
      Set<String> both = new HashSet<>(before.keySet());
      both.retainAll(after.keySet());
      long flipped = both.stream().filter(key -> !before.get(key).equals(after.get(key))).count();
      JsonNode rows = read(made, "report/changes.json").path("rows");
      assertThat(rows.path("former").intValue()).isEqualTo(before.size());
      assertThat(rows.path("now").intValue()).isEqualTo(after.size());
      assertThat(rows.path("added").intValue()).isEqualTo(after.size() - both.size());
      assertThat(rows.path("gone").intValue()).isEqualTo(before.size() - both.size());
      assertThat(rows.path("flipped").longValue()).isEqualTo(flipped);
      assertThat(rows.path("reworded").intValue()).isZero();
    } finally {
      Files.deleteIfExists(folder.getParent());
    }
  }

  static Stream<DatasetFormat> formats() {
    return DatasetFormats.ALL.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void nothingChangesWhereNothingChanged(DatasetFormat format) throws IOException {
    PackageRequest request =
        Packages.request(
            format.name(), FileKind.JSONL, SplitPlan.NONE, SharedConversations.RULES, null);
    Path former = make(request, SharedConversations.all());
    Path made = make(request.against(former), SharedConversations.all());

    JsonNode changes = read(made, "report/changes.json");
    long rows = read(made, "manifest.json").path("rows").longValue();
    assertThat(changes.path("rows").path("unchanged").longValue()).isEqualTo(rows).isPositive();
    assertThat(causes(changes)).isEmpty();
    assertThat(changes.path("filters_changed").booleanValue()).isFalse();
    assertThat(Files.readString(made.resolve("report/decisions.jsonl")))
        .isEqualTo(Files.readString(former.resolve("report/decisions.jsonl")));
  }

  @Test
  void aZipIsComparedAsItsFolderIsAndTheSameGivesTheSameBytes() throws IOException {
    Path former = make(request("kto", NOTHING), threads(1, 0));
    Path zip = folder.resolve("former.zip");
    try (OutputStream out = Files.newOutputStream(zip)) {
      PackageZip.write(former, out);
    }
    PackageRequest request = request("kto", "{\"min_raters\":2}");

    Path one = make(request.against(former), threads(1, 1));
    Path other = make(request.against(zip), threads(1, 1));

    assertThat(Packages.files(one)).isEqualTo(Packages.files(other));
    assertThat(read(one, "manifest.json").path("against").path("name").asText())
        .isEqualTo("shop feedback");
  }

  @Test
  void thePageAndTheReportHaveNothingOfWhatWasSaid() throws IOException {
    List<LabeledThread> before = List.of(judged("th", "a secret question").build());
    List<LabeledThread> after = List.of(told("th", "a secret question").build());
    Path former = make(request("kto", NOTHING), before);
    Path made = make(request("kto", NOTHING).against(former), after);

    for (String file :
        List.of("report/changes.json", "report/changes.md", "report/decisions.jsonl")) {
      assertThat(Files.readString(made.resolve(file))).doesNotContain("secret", "Because");
    }
    assertThat(Files.readString(made.resolve("report/changes.md")))
        .contains("# Changes of shop feedback\n")
        .contains("The rules are the same. The filters are the same.")
        .contains("## Rows that are gone\n")
        .contains("| feedback was retracted, erased, or overridden | 1 | th message:th-m2 |");
  }

  @Test
  void whatCannotBeComparedIsRefusedAndLeavesNothing() throws IOException {
    Path former = make(request("kto", NOTHING), threads(1, 0));
    Path file = Files.writeString(folder.resolve("file"), "no zip");
    Path empty = Files.createDirectory(folder.resolve("empty"));

    refused("sft", former, "against must be a package of the format sft, and is one of kto");
    refused("kto", folder.resolve("nowhere"), "against is not there");
    refused("kto", file, "against must be a folder or a zip of a package");
    refused("kto", empty, "against is no package: it has no manifest.json");
    Path decisions = former.resolve("report/decisions.jsonl");
    String lines = Files.readString(decisions);
    Files.writeString(decisions, lines.replace("positive", "negative"));
    refused(
        "kto", former, "against is damaged: report/decisions.jsonl is not what its manifest tells");
    Files.delete(decisions);
    refused("kto", former, "against has no report/decisions.jsonl to compare with");
    Path manifest = former.resolve("manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"min_raters\" : 1", "\"min_raters\" : 0"));
    Files.writeString(decisions, lines);
    refused(
        "kto",
        former,
        "the manifest of against cannot be read: rules.min_raters must be at least 1");
  }

  private void refused(String format, Path former, String message) throws IOException {
    Path target = folder.resolve("refused");
    assertThatThrownBy(
            () ->
                DatasetPackage.make(
                    request(format, NOTHING).against(former),
                    ConversationSource.of(threads(1, 0).iterator()),
                    target,
                    Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    try (Stream<Path> list = Files.list(folder)) {
      assertThat(list).noneMatch(path -> path.getFileName().toString().startsWith("."));
    }
    assertThat(target).doesNotExist();
  }

  /** An answer that ann likes, and one that she gave two stars of five. */
  private static TestThread judged(String id, String question) {
    return told(id, question).likes("ann", id + "-t", true);
  }

  private static TestThread told(String id, String question) {
    return TestThread.of(id)
        .trace(id + "-t")
        .user(question, id + "-t")
        .assistant("Because.", id + "-t")
        .user("And?", id + "-s")
        .assistant("So.", id + "-s")
        .says("ann", id + "-s", "NUMERIC", "stars", "2")
        .scale(1, 5)
        .polarity("NEGATIVE");
  }

  /** Generated ones; at a later time some are gone, some new, and of some ann says otherwise. */
  private static List<LabeledThread> threads(long seed, int time) {
    Random random = new Random(seed + time);
    List<LabeledThread> threads = new ArrayList<>();
    new GeneratedConversations(seed, 60, 20, 15)
        .forEachRemaining(
            thread -> {
              if (time > 0 && random.nextInt(4) == 0) {
                thread.getFeedback().stream()
                    .filter(piece -> piece.getKind().equals("BOOLEAN"))
                    .forEach(
                        piece -> {
                          boolean yes = piece.getValueJson().equals("false");
                          piece.setValueJson(String.valueOf(yes));
                          piece.setPolarity(yes ? "POSITIVE" : "NEGATIVE");
                          piece.setUpdatedAt(piece.getUpdatedAt().plusSeconds(99));
                        });
              }
              if (random.nextInt(5) > 0) {
                threads.add(thread);
              }
            });
    return threads;
  }

  private JsonNode changes(
      String format,
      String rulesBefore,
      List<LabeledThread> before,
      String rulesAfter,
      List<LabeledThread> after)
      throws IOException {
    Path former = make(request(format, rulesBefore), before);
    Path made = make(request(format, rulesAfter).against(former), after);
    return read(made, "report/changes.json");
  }

  private static PackageRequest request(String format, String rules) {
    return Packages.request(
        format, FileKind.JSONL, SplitPlan.NONE, Rules.read(Json.read(rules)), null);
  }

  private Path make(PackageRequest request, List<LabeledThread> threads) throws IOException {
    Path target = folder.resolve("made-" + packages++);
    DatasetPackage.make(request, ConversationSource.of(threads.iterator()), target, Progress.NONE);
    return target;
  }

  /** What became of rows, and why, to how many. */
  private static Map<String, Long> causes(JsonNode changes) {
    Map<String, Long> causes = new TreeMap<>();
    changes
        .path("changes")
        .properties()
        .forEach(
            kind ->
                kind.getValue()
                    .forEach(
                        cause ->
                            causes.put(
                                kind.getKey() + " " + cause.path("cause").asText(),
                                cause.path("rows").longValue())));
    return causes;
  }

  private static String example(JsonNode changes, String kind) {
    return changes
        .path("changes")
        .path(kind)
        .path(0)
        .path("examples")
        .path(0)
        .path("about")
        .asText();
  }

  private static Map<String, String> labels(Path made) throws IOException {
    Map<String, String> labels = new HashMap<>();
    for (JsonNode row : Packages.lines(made.resolve("data/train-00000.jsonl"))) {
      labels.put(row.path("provenance").path("message_id").asText(), row.path("label").asText());
    }
    return labels;
  }

  private static ObjectNode read(Path made, String file) throws IOException {
    return (ObjectNode) Json.read(Files.readAllBytes(made.resolve(file)));
  }
}
