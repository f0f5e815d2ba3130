package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.schema.Key;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.Metrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lists over two instances, each of which keeps a copy of what the other has. One is killed: until
 * that is noticed, nobody is told of less than there is without being told so; from then on the
 * other has everything.
 */
@ExtendWith(SharedRegistry.class)
class SearchOnTwoInstancesIT {
  private static final int BATCH = 40;
  private static final int BATCHES = 12;
  private static final Pattern MISSING =
      Pattern.compile("partition (\\d)( and \\d more)? cannot be asked: .+");
  private static final String ALL = "/api/v1/threads?sort=created&page_size=500";

  private final RandomConversations conversations = new RandomConversations(new Random(7), 60);

  @Test
  void eitherInstanceListsAllAndTheOneThatIsLeftGoesOnWithoutARebuild(@TempDir Path folder)
      throws Exception {
    try (KillableProcessors system =
        new KillableProcessors(folder, 2, Map.of("processor.standby.replicas", "1"))) {
      for (int number = 0; number < 2; number++) {
        system.start(number);
      }
      system.awaitReady(0);
      system.awaitReady(1);
      system.awaitListed(
          IntStream.range(0, BATCHES)
              .mapToObj(i -> system.post(conversations.events(BATCH)))
              .toList());
      Api left = system.processor(0);
      ThreadsOneByOne threads = ThreadsOneByOne.read(left, conversations.threadIds());
      for (int number = 0; number < 2; number++) {
        system.awaitMeasured(number); // those of which it has a copy only, too
        assertMerged(system.processor(number), threads);
      }
      threads.assertListed(system.api(), 20);
      double rebuilds = rebuilds(left);

      system.kill(1);
      assertWhatIsMissingIsTold(left, threads);
      awaitWhole(left, threads);

      assertMerged(left, threads);
      threads.assertListed(left, 20);
      assertThat(rebuilds(left)).as("the copies were indexed before").isEqualTo(rebuilds);
      system.awaitListed(List.of(system.post(conversations.events(BATCH))));
      ThreadsOneByOne.read(left, conversations.threadIds()).assertListed(system.api(), 50);
    }
  }

  /** Threads of all partitions in one order, and pages that are the whole together. */
  private static void assertMerged(Api processor, ThreadsOneByOne threads) {
    for (String sort : List.of("created", "-updated")) {
      List<String> expected = threads.ordered(sort, thread -> true);
      String path = "/api/v1/threads?sort=" + sort;
      for (int size : List.of(7, 500)) {
        assertThat(ThreadsOneByOne.pages(processor, path, "thread_id", size)).isEqualTo(expected);
      }
      List<String> byNumber = new ArrayList<>();
      for (int page = 0; page * 20 < expected.size(); page++) {
        JsonNode rows = processor.get(path + "&page_size=20&page_index=" + page).json().get("rows");
        byNumber.addAll(ThreadsOneByOne.ids(rows, "thread_id"));
      }
      assertThat(byNumber).isEqualTo(expected);
    }
  }

  /** The other one is dead, and nobody has noticed that yet. */
  private static void assertWhatIsMissingIsTold(Api left, ThreadsOneByOne threads) {
    Api.Answer partial = left.get(ALL + "&partial=true");
    Api.Answer whole = left.get(ALL);
    assertThat(whole.status()).as(whole.text()).isEqualTo(503);
    assertThat(partial.status()).as(partial.text()).isEqualTo(200);

    Set<Integer> missing = new TreeSet<>();
    partial
        .json()
        .get("missing")
        .forEach(
            of -> {
              assertThat(of.get("reason").asText()).isNotBlank();
              missing.add(of.get("partition").asInt());
            });
    assertThat(missing).isNotEmpty().hasSizeLessThan(KillableProcessors.PARTITIONS);
    Matcher named = MISSING.matcher(whole.json().at("/error/message").asText());
    assertThat(named.matches()).as(whole.text()).isTrue();
    assertThat(missing).contains(Integer.valueOf(named.group(1)));
    assertThat(partial.json().get("partial").asBoolean()).isTrue();
    assertThat(partial.json().get("count_exact").asBoolean()).isFalse();
    List<String> here = threads.ids(thread -> !missing.contains(partition(thread)));
    assertThat(partial.json().get("count").asInt()).isEqualTo(here.size());
    assertThat(ThreadsOneByOne.ids(partial.json().get("rows"), "thread_id"))
        .containsExactlyInAnyOrderElementsOf(here);
  }

  private static int partition(String thread) {
    return Utils.toPositive(Utils.murmur2(Key.thread("default", thread).bytes()))
        % KillableProcessors.PARTITIONS;
  }

  /** Whatever is answered until then is whole, or says that it is not. */
  private static void awaitWhole(Api left, ThreadsOneByOne threads) {
    Await.until(
        "the one that is left answers for all",
        () -> {
          Api.Answer answer = left.get(ALL);
          assertThat(answer.status()).as(answer.text()).isIn(200, 503);
          if (answer.status() == 200) {
            assertThat(answer.json().get("count").asInt()).isEqualTo(threads.count());
            assertThat(answer.json().has("partial")).isFalse();
          }
          return answer.status() == 200;
        });
  }

  private static double rebuilds(Api processor) {
    return Metrics.scrape(List.of(processor)).sum("threadmark_index_rebuilds_total");
  }
}
