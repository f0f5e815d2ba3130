package io.threadmark.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.Topics;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * What goes in comes out, waits or is dead, and the metrics say so: at rest each count is exact,
 * and what is in the stores is counted right after a processor has gone and another restored its
 * part.
 */
class BalanceIT {
  private static final String FEEDBACK = Topics.FEEDBACK.name();
  private static final List<String> TYPES =
      List.of("trace", "message", "feedback", "thread", "erasure");

  /** What those versions come to: new, changed, unchanged, erased. */
  private static final List<Double> VERSIONS = List.of(9.0, 2.0, 1.0, 0.0);

  /** Nine pieces: five matched, three waiting, one taken back; with a retry and an edit. */
  private static final String EVENTS =
      """
      [{"type":"trace","trace_id":"t1","client_request_id":"r1","thread_id":"h"},
       {"type":"trace","trace_id":"t2"},
       {"type":"trace","trace_id":"gone"},
       {"type":"message","thread_id":"h","message_id":"m","role":"user","content":"Hello"},
       {"type":"feedback","feedback_id":"f1","trace_id":"t1","value":true,"timestamp":"2026-01-01T00:00:01Z"},
       {"type":"feedback","feedback_id":"f2","trace_id":"t2","value":true},
       {"type":"feedback","feedback_id":"f3","client_request_id":"r1","value":false},
       {"type":"feedback","feedback_id":"f4","thread_id":"h","value":4,"scale":{"min":1,"max":5}},
       {"type":"feedback","feedback_id":"f5","thread_id":"h","message_id":"m","value":"good"},
       {"type":"feedback","feedback_id":"w1","trace_id":"nowhere","value":true},
       {"type":"feedback","feedback_id":"w2","trace_id":"nowhere","value":false},
       {"type":"feedback","feedback_id":"w3","client_request_id":"nobody","value":true},
       {"type":"feedback","feedback_id":"x","trace_id":"t1","value":true,"timestamp":"2026-01-01T00:00:01Z"},
       {"type":"feedback","feedback_id":"x","retracted":true,"timestamp":"2026-01-01T00:00:02Z"},
       {"type":"feedback","feedback_id":"f1","trace_id":"t1","value":true,"timestamp":"2026-01-01T00:00:01Z"},
       {"type":"feedback","feedback_id":"f1","trace_id":"t1","value":false,"timestamp":"2026-01-01T00:00:03Z"},
       {"type":"feedback","feedback_id":"bad"},
       {"colour":"red"}]
      """;

  @Test
  void whatGoesInComesOutWaitsOrIsDead() {
    try (Threadmark threadmark = new Threadmark(2)) {
      Api api = threadmark.api();
      assertThat(api.post("/api/v1/events?wait_ms=10000", EVENTS).status()).isEqualTo(207);
      assertThat(api.post("/api/v1/events", "[{\"trace_id\":1}]").status()).isEqualTo(422);
      long dead = breakRules(threadmark);
      awaitPieces(threadmark, 5, 3, 1);
      awaitAllRead(threadmark);

      Metrics gateway = Metrics.scrape(List.of(api));
      assertThat(sums(gateway, "threadmark_gateway_events_", "received", "rejected"))
          .containsExactly(19.0, 3.0);
      assertGatewayBalances(gateway);
      Metrics processors = Metrics.scrape(threadmark.processors());
      assertThat(versions(processors)).isEqualTo(VERSIONS);
      assertThat(processors.sum("threadmark_processor_dead_letters_total", "topic", FEEDBACK))
          .isEqualTo(dead);
      assertProcessorsBalance(processors);

      threadmark.stopProcessor();
      awaitPieces(threadmark, 5, 3, 1);
      threadmark.startProcessor();
      awaitPieces(threadmark, 5, 3, 1);

      api.post("/api/v1/events", "[{\"type\":\"trace\",\"trace_id\":\"nowhere\"}]");
      api.delete("/api/v1/traces/t2");
      awaitPieces(threadmark, 6, 1, 1);
    }
  }

  /** Produces what no gateway would; returns how much of it cannot be read. */
  private static long breakRules(Threadmark threadmark) {
    byte[] nonsense = "nonsense".getBytes(UTF_8);
    List<ProducerRecord<byte[], byte[]>> records =
        List.of(
            new ProducerRecord<>(FEEDBACK, "default/f/a".getBytes(UTF_8), nonsense),
            new ProducerRecord<>(FEEDBACK, "no key".getBytes(UTF_8), nonsense),
            new ProducerRecord<>(FEEDBACK, null, nonsense),
            new ProducerRecord<>(FEEDBACK, "default/f/b".getBytes(UTF_8), null));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", threadmark.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      records.forEach(producer::send);
      producer.flush();
    }
    return records.size();
  }

  /**
   * Received are those accepted, at fault, or failed; what is accepted or failed was handed over.
   */
  private static void assertGatewayBalances(Metrics gateway) {
    String events = "threadmark_gateway_events_";
    assertThat(gateway.sum(events + "received_total"))
        .isEqualTo(total(gateway, events, "accepted", "rejected", "failed"));
    for (String type : TYPES) {
      assertThat(ofType(gateway, type, "events_accepted", "events_failed"))
          .as(type)
          .isEqualTo(ofType(gateway, type, "records_published", "records_failed"));
    }
  }

  /** Every event that was read came to something, and every piece that is known is in one state. */
  private static void assertProcessorsBalance(Metrics processors) {
    double read = processors.sum("threadmark_processor_events_read_total", "topic", FEEDBACK);
    double failed =
        processors.sum(
            "threadmark_processor_dead_letters_total", "topic", FEEDBACK, "reason", "failed");
    assertThat(processors.sum("threadmark_processor_feedback_versions_total"))
        .isEqualTo(read - failed);
    assertThat(processors.sum("threadmark_processor_feedback_known"))
        .isEqualTo(processors.sum("threadmark_processor_feedback_pieces"));
  }

  private static void awaitPieces(
      Threadmark threadmark, double matched, double pending, double retracted) {
    double known = matched + pending + retracted;
    List<Double> expected = List.of(matched, pending, retracted, 0.0, known);
    Await.until(
        "feedback is where it belongs, and counted",
        () -> pieces(threadmark).equals(expected),
        () -> assertThat(pieces(threadmark)).isEqualTo(expected));
  }

  /** By state, and all that are known. */
  private static List<Double> pieces(Threadmark threadmark) {
    Metrics processors = Metrics.scrape(threadmark.processors());
    List<Double> pieces = new ArrayList<>();
    for (String state : List.of("matched", "pending", "retracted", "unmatched")) {
      pieces.add(processors.sum("threadmark_processor_feedback_pieces", "state", state));
    }
    pieces.add(processors.sum("threadmark_processor_feedback_known"));
    return pieces;
  }

  /** What is in the topic is read or dead, and nothing else is counted. */
  private static void awaitAllRead(Threadmark threadmark) {
    long written = written(threadmark.bootstrapServers());
    Await.until(
        "all feedback is read or dead, and both labeled threads are published",
        () -> {
          Metrics processors = Metrics.scrape(threadmark.processors());
          return processors.sum("threadmark_processor_labeled_threads_published_total") >= 2
              && versions(processors).equals(VERSIONS)
              && written
                  == processors.sum("threadmark_processor_events_read_total", "topic", FEEDBACK)
                      + processors.sum(
                          "threadmark_processor_dead_letters_total", "topic", FEEDBACK);
        });
  }

  private static long written(String bootstrapServers) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, Threadmark.PARTITIONS)
              .mapToObj(partition -> new TopicPartition(FEEDBACK, partition))
              .toList();
      return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** By outcome. */
  private static List<Double> versions(Metrics processors) {
    return Stream.of("new", "changed", "unchanged", "erased")
        .map(
            outcome ->
                processors.sum("threadmark_processor_feedback_versions_total", "outcome", outcome))
        .toList();
  }

  private static List<Double> sums(Metrics metrics, String prefix, String... names) {
    return Stream.of(names).map(name -> metrics.sum(prefix + name + "_total")).toList();
  }

  private static double total(Metrics metrics, String prefix, String... names) {
    return sums(metrics, prefix, names).stream().mapToDouble(Double::doubleValue).sum();
  }

  private static double ofType(Metrics gateway, String type, String one, String other) {
    return Stream.of(one, other)
        .mapToDouble(name -> gateway.sum("threadmark_gateway_" + name + "_total", "type", type))
        .sum();
  }
}
