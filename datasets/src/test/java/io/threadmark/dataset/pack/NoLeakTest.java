package io.threadmark.dataset.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.dataset.ConversationSource;
import io.threadmark.dataset.GeneratedConversations;
import io.threadmark.dataset.Progress;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.json.PlainText;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.split.SplitPlan;
import io.threadmark.schema.LabeledThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NoLeakTest {

  /** Of few or many users, and few or many questions in common. */
  @Property(tries = 40)
  void noUserNoThreadNoPromptAndNoGroupIsInTwoSplits(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60) int users,
      @ForAll @IntRange(min = 2, max = 400) int questions)
      throws IOException {
    Map<String, String> userByThread = new HashMap<>();
    for (GeneratedConversations threads = generated(seed, users, questions); threads.hasNext(); ) {
      LabeledThread thread = threads.next();
      userByThread.put(
          thread.getThreadId(), thread.getUser() == null ? null : thread.getUser().getId());
    }
    Path parent = Files.createTempDirectory("no-leak");
    try (WorkFolder work = WorkFolder.beside(parent.resolve("x"))) {
      Path made = work.path().resolve("made");
      DatasetPackage.make(
          Packages.request("preference", FileKind.JSONL, Packages.THIRDS),
          ConversationSource.of(generated(seed, users, questions)),
          made,
          Progress.NONE);
      Map<String, String> splitByKey = new HashMap<>();
      for (String split : new String[] {"train", "validation", "test"}) {
        for (JsonNode row : Packages.lines(made.resolve("data/" + split + "-00000.jsonl"))) {
          String thread = row.path("provenance").path("thread_id").textValue();
          StringBuilder prompt = new StringBuilder();
          row.path("prompt").forEach(m -> prompt.append(m.path("content").textValue()).append('|'));
          hold(splitByKey, "thread " + thread, split);
          hold(splitByKey, "prompt " + PlainText.of(prompt.toString()), split);
          hold(splitByKey, "group " + row.path("group_id").textValue(), split);
          if (userByThread.get(thread) != null) {
            hold(splitByKey, "user " + userByThread.get(thread), split);
          }
        }
      }
    } finally {
      Files.deleteIfExists(parent);
    }
  }

  @Property(tries = 20)
  void groupsThatShareNothingAreWhereTheirHashSays(@ForAll long seed) throws IOException {
    Path parent = Files.createTempDirectory("split-by-hash");
    SplitPlan plan = new SplitPlan("s" + seed, 5_000, 2_500, 2_500);
    try (WorkFolder work = WorkFolder.beside(parent.resolve("x"))) {
      Path made = work.path().resolve("made");
      DatasetPackage.make(
          Packages.request("threads", FileKind.JSONL, plan),
          ConversationSource.of(generated(seed, 1_000_000, 100_000_000)),
          made,
          Progress.NONE);
      for (String split : new String[] {"train", "validation", "test"}) {
        for (JsonNode row : Packages.lines(made.resolve("data/" + split + "-00000.jsonl"))) {
          String group =
              row.path("user").isNull()
                  ? "thread:" + row.path("thread_id").textValue()
                  : "user:" + row.path("user").path("id").textValue();
          assertThat(plan.of(plan.bucket(group)).word()).isEqualTo(split);
        }
      }
      assertThat(
              Json.read(Files.readAllBytes(made.resolve("manifest.json"))).path("rows").intValue())
          .isEqualTo(60);
    } finally {
      Files.deleteIfExists(parent);
    }
  }

  private static GeneratedConversations generated(long seed, int users, int questions) {
    return new GeneratedConversations(seed, 60, users, questions);
  }

  private static void hold(Map<String, String> splits, String key, String split) {
    assertThat(splits.computeIfAbsent(key, first -> split)).as(key).isEqualTo(split);
  }
}
