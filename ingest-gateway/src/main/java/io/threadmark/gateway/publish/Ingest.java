package io.threadmark.gateway.publish;

import io.threadmark.gateway.event.Event;
import io.threadmark.schema.StatementName;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;

/** Where every way in ends: valid events go to Kafka. */
public final class Ingest {
  private final Producer<byte[], byte[]> producer;
  private final Serializer<SpecificRecord> values;
  private final Clock clock;
  private final IngestMetrics metrics;

  public Ingest(
      Producer<byte[], byte[]> producer,
      Serializer<SpecificRecord> values,
      Clock clock,
      IngestMetrics metrics) {
    this.producer = producer;
    this.values = values;
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * Publishes events. Does not block, unless a user sets {@code kafka.max.block.ms}.
   *
   * @return done when Kafka has acknowledged every one of them; failed, as soon as nothing more can
   *     come of it, where one was not: the others may be durable, and to send all of them again
   *     changes nothing
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback says the same
  public CompletableFuture<Void> accept(List<Event> events) {
    Acknowledgements acknowledgements = new Acknowledgements(events.size(), metrics);
    long now = clock.millis();
    int sent = 0;
    try {
      while (sent < events.size() && !acknowledgements.failed()) {
        Event event = events.get(sent);
        producer.send(toRecord(event, now), acknowledgements.of(event.type()));
        sent++;
      }
      acknowledgements.notSent(events.subList(sent, events.size()));
    } catch (KafkaException | IllegalStateException e) {
      // Kafka throws the latter once the producer is closed.
      acknowledgements.fail(e);
      acknowledgements.notSent(events.subList(sent, events.size()));
    }
    return acknowledgements.all().whenComplete((done, failure) -> count(events, failure));
  }

  private ProducerRecord<byte[], byte[]> toRecord(Event event, long now) {
    String topic = event.type().topic().name();
    byte[] value = values.serialize(topic, event.value());
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, null, now, event.key().bytes(), value);
    if (event.statement() != null) {
      byte[] name = StatementName.of(event.key().project(), event.statement());
      record.headers().add(StatementName.HEADER, name);
    }
    return record;
  }

  private void count(List<Event> events, Throwable failure) {
    for (Event event : events) {
      if (failure == null) {
        metrics.accepted(event.type());
      } else {
        metrics.failed(event.type());
      }
    }
  }
}
