package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.Gateway;
import io.threadmark.schema.Key;
import io.threadmark.schema.Topic;
import io.threadmark.schema.Topics;
import io.threadmark.schema.settings.Settings;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Of two brokers one ends, and nobody leads its partitions: only their events are refused. */
@Alone
@ExtendWith(SharedRegistry.class)
class PartitionWithoutLeaderIT {
  private static final int LOST_BROKER = 1;

  @Test
  void onlyEventsOfThatPartitionAreRefusedUntilItHasALeader() throws Exception {
    try (EmbeddedKafka kafka = new EmbeddedKafka(2)) {
      ApplicationTopics.create(kafka.bootstrapServers(), FaultSettings.PARTITIONS);
      Settings settings =
          FaultSettings.of(kafka.bootstrapServers()).with(FaultSettings.ofProducer());
      try (Gateway gateway = Gateway.start(settings)) {
        Api api = ready(gateway);
        IntStream.range(0, 20).forEach(number -> assertAccepted(api, "th-" + number));
        Map<Topic, Set<Integer>> lost = lostPartitions(kafka);
        Map<Boolean, List<String>> threads = threadsByLoss(kafka, lost.get(Topics.MESSAGES));
        assertThat(threads.get(true)).isNotEmpty();
        assertThat(threads.get(false)).isNotEmpty();

        kafka.stopBroker(LOST_BROKER);
        threads.get(true).subList(0, 2).forEach(thread -> assertRefused(api, body(thread)));
        threads.get(false).forEach(thread -> assertAccepted(api, thread));
        assertRefused(api, body(threads.get(true).get(0)) + "\n" + body(threads.get(false).get(0)));
        aGatewayThatStartsNowTakesEventsOfProjectsWhoseSettingsItCanRead(settings, lost);

        kafka.startBroker(LOST_BROKER);
        threads
            .get(true)
            .forEach(
                thread ->
                    Await.until(
                        "it is taken again", () -> post(api, body(thread)).status() == 202));
      }
    }
  }

  private static void aGatewayThatStartsNowTakesEventsOfProjectsWhoseSettingsItCanRead(
      Settings settings, Map<Topic, Set<Integer>> lost) {
    try (Gateway another = Gateway.start(settings)) {
      Api api = ready(another);
      String known = project(lost, false);
      String thread = first(id -> !isLost(lost.get(Topics.MESSAGES), Key.thread(known, id)), "th-");
      assertAccepted(api.in(known), thread);
      assertRefused(api.in(project(lost, true)), body(thread));
    }
  }

  /** A project, by whether its settings are on the broker that is lost. */
  private static String project(Map<Topic, Set<Integer>> lost, boolean isLost) {
    return first(id -> isLost(lost.get(Topics.PROJECTS), Key.settings(id)) == isLost, "p-");
  }

  private static String first(Predicate<String> is, String prefix) {
    return IntStream.range(0, 1_000)
        .mapToObj(number -> prefix + number)
        .filter(is)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isLost(Set<Integer> lost, Key key) {
    return lost.contains(Utils.toPositive(Utils.murmur2(key.bytes())) % FaultSettings.PARTITIONS);
  }

  /** The partitions of each topic that the broker leads which will be lost. */
  private static Map<Topic, Set<Integer>> lostPartitions(EmbeddedKafka kafka) throws Exception {
    Map<Topic, Set<Integer>> lost = new HashMap<>();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      for (Topic topic : List.of(Topics.MESSAGES, Topics.PROJECTS)) {
        lost.put(
            topic,
            admin
                .describeTopics(List.of(topic.name()))
                .topicNameValues()
                .get(topic.name())
                .get()
                .partitions()
                .stream()
                .filter(partition -> partition.leader().id() == LOST_BROKER)
                .map(partition -> partition.partition())
                .collect(Collectors.toSet()));
      }
    }
    return lost;
  }

  /** Threads, by whether their partition is on the broker that will be lost. */
  private static Map<Boolean, List<String>> threadsByLoss(EmbeddedKafka kafka, Set<Integer> lost) {
    return new TreeMap<>(StoredMessages.partitions(kafka.bootstrapServers()))
        .entrySet().stream()
            .collect(
                Collectors.partitioningBy(
                    thread -> lost.contains(thread.getValue()),
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
  }

  private static Api ready(Gateway gateway) {
    Api api = new Api("http://127.0.0.1:" + gateway.port());
    Await.until("the gateway is ready", () -> api.get("/readyz").status() == 200);
    return api;
  }

  private static void assertAccepted(Api api, String thread) {
    assertThat(post(api, body(thread)).status()).isEqualTo(202);
  }

  private static void assertRefused(Api api, String body) {
    long start = System.nanoTime();
    Api.Answer answer = post(api, body);
    assertThat(System.nanoTime() - start).isLessThan(FaultSettings.ANSWERED_WITHIN.toNanos());
    assertThat(answer.status()).as(answer.text()).isEqualTo(503);
    assertThat(answer.json().at("/error/code").asText()).isEqualTo("unavailable");
    assertThat(answer.raw().headers().firstValue("Retry-After")).isPresent();
  }

  private static Api.Answer post(Api api, String body) {
    return api.post("/api/v1/messages", "application/x-ndjson", body);
  }

  private static String body(String thread) {
    return "{\"thread_id\":\"%s\",\"message_id\":\"m\",\"role\":\"user\"}".formatted(thread);
  }
}
