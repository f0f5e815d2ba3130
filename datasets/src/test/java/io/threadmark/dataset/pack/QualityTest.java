package io.threadmark.dataset.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.dataset.ConversationSource;
import io.threadmark.dataset.GeneratedConversations;
import io.threadmark.dataset.Progress;
import io.threadmark.dataset.TestThread;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.split.SplitPlan;
import io.threadmark.schema.LabeledThread;
import io.threadmark.statistics.KrippendorffAlpha;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityTest {
  @TempDir Path folder;

  @Test
  void agreementOfBooleansAndCategoriesIsNominal() throws IOException {
    List<LabeledThread> threads = new ArrayList<>();
    List<List<String>> units = new ArrayList<>();
    for (String votes : List.of("++", "+-", "--", "++", "-", "+++", "+-+")) {
      TestThread thread = answered("th" + threads.size());
      List<String> unit = new ArrayList<>();
      for (char vote : votes.toCharArray()) {
        unit.add(String.valueOf(vote));
        thread.says(
            "r" + unit.size(), id(threads), "CATEGORICAL", "tone", "\"%s\"".formatted(vote));
      }
      units.add(unit);
      threads.add(thread.build());
    }

    JsonNode tone = agreement(report("feedback", threads), "tone");

    assertThat(tone.path("level").asText()).isEqualTo("nominal");
    assertThat(tone.path("alpha").doubleValue())
        .isCloseTo(KrippendorffAlpha.nominal(units).getAsDouble(), within(5e-5));
    assertThat(tone.path("units").intValue()).isEqualTo(7);
    assertThat(tone.path("values").intValue()).isEqualTo(15);
    assertThat(tone.path("pairable").intValue()).isEqualTo(14);
  }

  @Test
  void agreementOfNumbersIsOfIntervals() throws IOException {
    List<LabeledThread> threads = new ArrayList<>();
    List<double[]> units = new ArrayList<>();
    for (double[] unit : new double[][] {{1, 2}, {5, 5}, {3, 4, 2}, {1}, {4, 4.5}}) {
      TestThread thread = answered("th" + threads.size());
      for (int rater = 0; rater < unit.length; rater++) {
        thread.says("r" + rater, id(threads), "NUMERIC", "stars", String.valueOf(unit[rater]));
      }
      units.add(unit);
      threads.add(thread.build());
    }

    JsonNode stars = agreement(report("kto", threads), "stars");

    assertThat(stars.path("level").asText()).isEqualTo("interval");
    assertThat(stars.path("alpha").doubleValue())
        .isCloseTo(KrippendorffAlpha.interval(units).getAsDouble(), within(5e-5));
  }

  @Test
  void whereThereIsNoAlphaTheReasonIsTold() throws IOException {
    LabeledThread thread =
        answered("th0")
            .likes("a", "th0-t", true)
            .likes("b", "th0-t", true)
            .says("a", "th0-t", "CATEGORICAL", "alone", "\"x\"")
            .says(null, "th0-t", "CATEGORICAL", "alone", "\"y\"")
            .says("b", "th0-t", "CATEGORICAL", "failed", null)
            .failed()
            .build();

    JsonNode report = report("feedback", List.of(thread));

    assertThat(agreement(report, "user_feedback").path("alpha").isNull()).isTrue();
    assertThat(agreement(report, "user_feedback").path("reason").asText())
        .isEqualTo("all judgements of units that two raters judged are equal");
    assertThat(agreement(report, "alone").path("reason").asText())
        .isEqualTo("no unit was judged by two raters");
    assertThat(agreement(report, "alone").path("without_rater").intValue()).isEqualTo(1);
    assertThat(agreement(report, "failed").isMissingNode()).isTrue();
  }

  @Test
  void theNewestWordOfAJudgeCountsAndWordsThatAreAlikeAgree() throws IOException {
    List<LabeledThread> threads =
        List.of(
            answered("th0")
                .says("a", "th0-t", "CATEGORICAL", "tone", "\"bad\"")
                .says("a", "th0-t", "CATEGORICAL", "tone", "\" GOOD\"")
                .says("b", "th0-t", "CATEGORICAL", "tone", "\"good\"")
                .build(),
            answered("th1")
                .says("a", "th1-t", "CATEGORICAL", "tone", "\"bad\"")
                .says("b", "th1-t", "CATEGORICAL", "tone", "\"bad\"")
                .build());

    assertThat(agreement(report("feedback", threads), "tone").path("alpha").doubleValue()).isOne();
  }

  @Test
  void judgesHaveTheirCountsAndTheShareThatTheySpeakFor() throws IOException {
    List<LabeledThread> threads =
        List.of(
            answered("th0").likes("ann", "th0-t", true).likes("bob", "th0-t", false).build(),
            answered("th1").likes("ann", "th1-t", true).build(),
            answered("th2").likes("ann", "th2-t", false).likes(null, "th2-t", false).build());

    JsonNode raters = report("kto", threads).path("raters");

    assertThat(raters.path("most").path("ann"))
        .isEqualTo(
            Json.read(
                "{\"rows\":2,\"feedback\":3,\"positive\":2,\"negative\":1,\"positive_share\":0.6667}"));
    assertThat(raters.path("most").path("bob").path("rows").intValue()).isZero();
    assertThat(raters.path("distinct").intValue()).isEqualTo(2);
    assertThat(raters.path("feedback_without_rater").intValue()).isEqualTo(1);
  }

  @Test
  void lengthsOfBothSidesAndTheShareOfLongerOnesAreTold() throws IOException {
    List<LabeledThread> threads = new ArrayList<>();
    for (String correction : List.of("A much longer answer.", "No.", "Because!", "Longer, too.")) {
      threads.add(
          answered("th" + threads.size())
              .corrects("ann", id(threads), "\"" + correction + "\"")
              .build());
    }

    JsonNode bias = report("preference", threads).path("length_bias");

    assertThat(bias.path("better_characters").path("mean").intValue()).isEqualTo(11);
    assertThat(bias.path("worse_characters").path("mean").intValue()).isEqualTo(8);
    assertThat(bias.path("pairs"))
        .isEqualTo(
            Json.read(
                "{\"pairs\":4,\"longer_is_better\":2,\"equally_long\":1,\"share\":0.6667,"
                    + "\"low\":0.2077,\"high\":0.9385}"));
  }

  @Test
  void whatWasShownFirstIsComparedWithWhatIsPreferred() throws IOException {
    String pair =
        "{\"candidates\":[{\"id\":\"a\",\"content\":\"A\"},{\"id\":\"b\",\"content\":\"B\"}],"
            + "\"order\":[\"%s\",\"%s\"],\"choice\":\"a\"}";
    TestThread thread = answered("th0");
    thread.prefers("ann", "th0-t", pair.formatted("a", "b"));
    thread.prefers("bob", "th0-t", pair.formatted("a", "b"));
    thread.prefers("eve", "th0-t", pair.formatted("b", "a"));

    JsonNode position = report("pairwise", List.of(thread.build())).path("position");

    assertThat(position.path("pairs_with_known_order").intValue()).isEqualTo(3);
    assertThat(position.path("first_shown_preferred").intValue()).isEqualTo(2);
    assertThat(position.path("share").doubleValue()).isEqualTo(0.6667);
  }

  @Test
  void labelsAreCountedInEachSplit() throws IOException {
    PackageRequest request = Packages.request("kto", FileKind.JSONL, Packages.THIRDS);
    JsonNode report = make(request, generated());

    for (String label : List.of("true", "false")) {
      long all = 0;
      for (String split : List.of("train", "validation", "test")) {
        long counted =
            report.path("labels_by_split").path(split).path("most").path(label).longValue();
        assertThat(
                Packages.lines(folder.resolve("made/data/" + split + "-00000.jsonl")).stream()
                    .filter(row -> row.path("label").asText().equals(label)))
            .hasSize((int) counted);
        all += counted;
      }
      assertThat(report.path("labels").path("most").path(label).longValue())
          .isEqualTo(all)
          .isPositive();
    }
  }

  @Test
  void thePageIsForPeople() throws IOException {
    TestThread thread = answered("th0").likes("a|n*n", "th0-t", true).likes("bob", "th0-t", false);
    thread.corrects("ann", "th0-t", "\"Longer than before.\"");
    make(
        Packages.request("langfuse-items", FileKind.JSONL, SplitPlan.NONE),
        List.of(thread.build(), answered("th1").likes("bob", "th1-t", true).build()));

    assertThat(Files.readString(folder.resolve("made/report/quality.md")))
        .isEqualTo(
            """
            # Quality of shop feedback

            Rows: 2. Rows of the largest group, which is in one split whole: 1.

            | split | rows | of all |
            |---|---|---|
            | train | 2 | 100.0 % |

            ## Labels

            | label | rows | of all | train |
            |---|---|---|---|
            | corrected | 1 | 50.0 % | 1 |
            | positive | 1 | 50.0 % | 1 |

            ## Judges

            Judges that are known: 3. Pieces of feedback that do not say whose they are: 0.

            | judge | rows | feedback | for | against | share for |
            |---|---|---|---|---|---|
            | bob | 1 | 2 | 1 | 1 | 50.0 % |
            | ann | 1 | 1 | 0 | 0 | – |
            | a\\|n\\*n | 0 | 1 | 1 | 0 | 100.0 % |

            ## Agreement

            Krippendorff's alpha: 1 is perfect agreement, 0 is what chance alone gives. Only what two judges or more judged has a part in it.

            | name | alpha | level | judged | values compared | without a judge |
            |---|---|---|---|---|---|
            | user\\_feedback | 0.0000 | nominal | 2 | 2 | 0 |

            ## Lengths

            | characters of | texts | least | mean | half up to | 95 % up to | most |
            |---|---|---|---|---|---|---|
            | prompts | 2 | 16 | 16 | 16 | 16 | 16 |
            | answers | 3 | 8 | 12 | 8 | 19 | 19 |
            | answers spoken for | 2 | 8 | 14 | 8 | 19 | 19 |
            | answers spoken against | 1 | 8 | 8 | 8 | 8 | 8 |

            The longer answer is preferred in 1 of the 1 pairs whose answers differ in length: 100.0 % (95 % interval: 20.7 % to 100.0 %). Without a bias for length it is about half.

            ## What is left out

            Rows that another one stands for: 0 exact duplicates, 0 near duplicates.
            """);
  }

  /** A hundred names are fine, and beyond a thousand they are counted only. */
  @Test
  void namesBeyondAThousandAreCounted() throws IOException {
    List<LabeledThread> threads = new ArrayList<>();
    for (int number = 0; number < 11; number++) {
      TestThread thread = answered("th" + number);
      for (int name = 0; name < 100; name++) {
        thread.says("ann", id(threads), "BOOLEAN", "name-" + number + "-" + name, "true");
      }
      threads.add(thread.build());
    }

    JsonNode agreement = report("feedback", threads).path("agreement");

    assertThat(agreement.path("names")).hasSize(1_000);
    assertThat(agreement.path("feedback_of_names_beyond_1000").intValue()).isEqualTo(100);
  }

  private static TestThread answered(String id) {
    return TestThread.of(id)
        .trace(id + "-t")
        .user("Why, " + id + "?", id + "-t")
        .assistant("Because.", id + "-t");
  }

  /** The trace of the thread that is made next. */
  private static String id(List<LabeledThread> threads) {
    return "th" + threads.size() + "-t";
  }

  private JsonNode report(String format, List<LabeledThread> threads) throws IOException {
    return make(
        Packages.request(format, FileKind.JSONL, SplitPlan.NONE, Rules.STANDARD, null), threads);
  }

  private JsonNode make(PackageRequest request, List<LabeledThread> threads) throws IOException {
    Path target = folder.resolve("made");
    DatasetPackage.make(request, ConversationSource.of(threads.iterator()), target, Progress.NONE);
    return Json.read(Files.readAllBytes(target.resolve("report/quality.json")));
  }

  private static List<LabeledThread> generated() {
    List<LabeledThread> threads = new ArrayList<>();
    new GeneratedConversations(5, 200, 60, 100).forEachRemaining(threads::add);
    return threads;
  }

  private static JsonNode agreement(JsonNode report, String name) {
    for (JsonNode row : report.path("agreement").path("names")) {
      if (row.path("name").asText().equals(name)) {
        return row;
      }
    }
    return Json.read((String) null);
  }
}
