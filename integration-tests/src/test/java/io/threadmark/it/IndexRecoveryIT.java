package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.Metrics;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to the process or to the files of its search index: once lists answer again,
 * they say what the stores have. Each test begins with a processor that was stopped in order.
 */
@ExtendWith(SharedRegistry.class)
class IndexRecoveryIT {
  private static final int BATCH = 40;
  private static final int BATCHES = 15;
  private static final int BATCHES_AT_THE_KILL = 40;

  @TempDir private static Path folder;

  private static final Random RANDOM = new Random(13);
  private static final RandomConversations CONVERSATIONS = new RandomConversations(RANDOM, 60);
  private static KillableProcessors system;

  /** What happens to the files of a partition's index while nobody has them open. */
  private enum Damage {
    FOLDER_DELETED {
      @Override
      void strike(Path partition) throws IOException {
        try (Stream<Path> files = Files.walk(partition)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    },
    FILE_TRUNCATED {
      @Override
      void strike(Path partition) throws IOException {
        try (FileChannel channel = FileChannel.open(anyFile(partition), StandardOpenOption.WRITE)) {
          channel.truncate(RANDOM.nextLong(channel.size()));
        }
      }
    },
    BYTE_FLIPPED {
      @Override
      void strike(Path partition) throws IOException {
        Path file = anyFile(partition);
        byte[] bytes = Files.readAllBytes(file);
        bytes[RANDOM.nextInt(bytes.length)] ^= (byte) (1 << RANDOM.nextInt(8));
        Files.write(file, bytes);
      }
    };

    abstract void strike(Path partition) throws IOException;
  }

  /** A file of a partition, any but the one that holds nothing. */
  private static Path anyFile(Path partition) throws IOException {
    try (Stream<Path> files = Files.list(partition)) {
      List<Path> all = files.filter(file -> file.toFile().length() > 0).sorted().toList();
      return all.get(RANDOM.nextInt(all.size()));
    }
  }

  @BeforeAll
  static void store() throws Exception {
    system = new KillableProcessors(folder, 1, Map.of());
    system.start(0);
    system.awaitReady(0);
    system.awaitListed(postSome(BATCHES));
    system.stop(0);
  }

  @AfterEach
  void stop() throws InterruptedException {
    system.stop(0);
  }

  @AfterAll
  static void close() {
    system.close();
  }

  private static List<String> postSome(int batches) {
    return IntStream.range(0, batches)
        .mapToObj(i -> system.post(CONVERSATIONS.events(BATCH)))
        .toList();
  }

  @Test
  void whatWasIndexedWhenItWasKilledIsWholeAfterAStart() throws Exception {
    system.start(0);
    system.awaitReady(0);
    double before = eventsRead();
    CompletableFuture<List<String>> receipts =
        CompletableFuture.supplyAsync(() -> postSome(BATCHES_AT_THE_KILL));
    Await.until("some of it is read", () -> eventsRead() > before);
    system.kill(0);
    system.start(0);
    system.awaitListed(receipts.get());

    assertListsAreThatOfTheStores();
    assertThat(metrics().sum("threadmark_index_rebuilds_total")).as("it goes on").isZero();
    system.awaitMeasured(0);
    assertThat(metrics().sum("threadmark_index_bytes")).isPositive();
  }

  /** Events that were read, from which the rows follow that are indexed. */
  private static double eventsRead() {
    return metrics().sum("threadmark_processor_events_read_total");
  }

  @Test
  void whatIsDamagedIsBuiltAnewAndToldMeanwhile() throws Exception {
    for (int partition = 0; partition < KillableProcessors.PARTITIONS; partition++) {
      Damage damage = Damage.values()[partition % Damage.values().length];
      damage.strike(system.index(0).resolve(Integer.toString(partition)));
    }
    system.start(0);
    List<String> told = new ArrayList<>();
    Await.until("lists answer", () -> areListsThere(told));
    assertThat(told)
        .anyMatch(
            reason -> reason.matches("the search index of partition \\d is being built: \\d+ %"));
    system.awaitReady(0);

    assertListsAreThatOfTheStores();
    assertThat(system.processor(0).get("/readyz").json().has("search_index")).isFalse();
    assertThat(metrics().sum("threadmark_index_rebuilds_total"))
        .isEqualTo(KillableProcessors.PARTITIONS);
    assertThat(metrics().sum("threadmark_index_progress")).isEqualTo(1);
  }

  @Test
  void whatTakesMoreOfTheDiskThanItMayIsFollowedNoFurtherUntilItMay() throws Exception {
    system.start(0, Map.of("processor.index.bytes", "1"));
    String why = "the search index takes more than the 1 bytes it may";
    Await.until("it is told", () -> system.processor(0).get("/readyz").text().contains(why));
    String receipt = system.post(CONVERSATIONS.events(BATCH));
    Await.until(
        "other queries go on",
        () -> system.api().get("/api/v1/feedback?page_size=1&wait_for=" + receipt).status() == 200);
    Api.Answer list = system.processor(0).get("/api/v1/threads");
    assertThat(list.status()).as(list.text()).isEqualTo(503);
    assertThat(list.text()).contains(why);
    assertThat(metrics().sum("threadmark_index_bytes")).isGreaterThan(1);
    system.stop(0);

    system.start(0);
    system.awaitReady(0);
    system.awaitListed(List.of(receipt));
    assertListsAreThatOfTheStores();
    assertThat(metrics().sum("threadmark_index_rebuilds_total")).as("it goes on").isZero();
  }

  /** Never tells of less than there is. */
  private static boolean areListsThere(List<String> told) {
    Api processor = system.processor(0);
    for (JsonNode reason : processor.get("/readyz").json().path("search_index")) {
      told.add(reason.asText());
    }
    Api.Answer list = processor.get("/api/v1/threads?page_size=500");
    if (list.status() != 200) {
      assertThat(list.status()).as(list.text()).isEqualTo(503);
      assertThat(list.raw().headers().firstValue("Retry-After")).isPresent();
      return false;
    }
    assertThat(list.json().get("count").asInt())
        .isEqualTo(ThreadsOneByOne.read(processor, CONVERSATIONS.threadIds()).count());
    return true;
  }

  private static void assertListsAreThatOfTheStores() {
    ThreadsOneByOne threads = ThreadsOneByOne.read(system.api(), CONVERSATIONS.threadIds());
    assertThat(threads.count()).isGreaterThan(30);
    threads.assertListed(system.api(), 50);
  }

  private static Metrics metrics() {
    return Metrics.scrape(List.of(system.processor(0)));
  }
}
