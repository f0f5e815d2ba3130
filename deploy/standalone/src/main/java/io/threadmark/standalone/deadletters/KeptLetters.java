package io.threadmark.standalone.deadletters;

import io.threadmark.schema.settings.Settings;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Waiting;
import io.threadmark.standalone.cluster.ClusterSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes letters once more, as they are and when they came, behind all others of their partition.
 * Readers see those of a transaction all at once or never.
 */
final class KeptLetters implements AutoCloseable {
  /** The same for all: who begins ends the transaction of one that was killed, or still runs. */
  static final String TRANSACTIONAL_ID = "threadmark-dead-letters-erase";

  private static final int MOST_LETTERS = 500;
  private static final int MOST_BYTES = 8 * 1024 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Later than what clocks that differ have given to any letter. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private final Producer<byte[], byte[]> producer;
  private final Clock clock;
  private final List<UnderWay> underWay = new ArrayList<>();
  private long bytesUnderWay;

  private record UnderWay(long time, Future<RecordMetadata> written) {}

  /**
   * Ends what an earlier one has left.
   *
   * @param producer has the transactional id
   */
  KeptLetters(Producer<byte[], byte[]> producer, Clock clock) {
    this.producer = producer;
    this.clock = clock;
    producer.initTransactions();
  }

  static KeptLetters of(Settings cluster) {
    Map<String, Object> config = new HashMap<>(ClusterSettings.producer(cluster));
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      return new KeptLetters(producer, Clock.systemUTC());
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * Begins a new segment file in a partition of which Kafka keeps the senders' times, and in which
   * segments last but a moment. Kafka deletes segments as a whole: what is to go must not stand in
   * one with what is to stay.
   *
   * @return the first offset of the segment
   * @throws CommandFailedException where the broker has not taken over these settings in time
   */
  long beginSegment(TopicPartition partition) throws InterruptedException {
    long[] offset = new long[1];
    Waiting.until(
        "the broker to keep the times of letters in " + partition,
        PATIENCE,
        () -> {
          long time = clock.instant().plus(AHEAD).toEpochMilli();
          RecordMetadata marker = writeAndGiveUp(partition, time);
          offset[0] = marker.offset();
          return marker.timestamp() == time
              ? Optional.empty()
              : Optional.of("it sets its own, as message.timestamp.type says");
        });
    return offset[0];
  }

  /**
   * Writes a letter; it is there only after {@link #commit}.
   *
   * @throws CommandFailedException where Kafka has not kept the time of one
   */
  void write(ConsumerRecord<byte[], byte[]> stored) throws InterruptedException {
    ProducerRecord<byte[], byte[]> again =
        new ProducerRecord<>(
            stored.topic(),
            stored.partition(),
            stored.timestamp(),
            stored.key(),
            stored.value(),
            stored.headers());
    try {
      if (underWay.isEmpty()) {
        producer.beginTransaction();
      }
      underWay.add(new UnderWay(stored.timestamp(), producer.send(again)));
    } catch (KafkaException e) {
      throw explained(e);
    }
    bytesUnderWay +=
        Math.max(0, stored.serializedKeySize()) + Math.max(0, stored.serializedValueSize());
    if (underWay.size() >= MOST_LETTERS || bytesUnderWay >= MOST_BYTES) {
      commit();
    }
  }

  /**
   * Commits what was written.
   *
   * @throws CommandFailedException where Kafka has not kept the time of one, or another has begun
   */
  void commit() throws InterruptedException {
    if (underWay.isEmpty()) {
      return;
    }
    for (UnderWay one : underWay) {
      if (acknowledged(one.written()).timestamp() != one.time()) {
        throw new CommandFailedException(
            "someone has set message.timestamp.type back meanwhile, and letters would lose their"
                + " time");
      }
    }
    try {
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw explained(e);
    }
    underWay.clear();
    bytesUnderWay = 0;
  }

  /** Gives up what is not committed. */
  @Override
  public void close() {
    producer.close(PATIENCE);
  }

  /** Readers of what is committed never see it. */
  private RecordMetadata writeAndGiveUp(TopicPartition partition, long time)
      throws InterruptedException {
    producer.beginTransaction();
    RecordMetadata marker =
        acknowledged(
            producer.send(
                new ProducerRecord<>(
                    partition.topic(), partition.partition(), time, null, new byte[0])));
    producer.abortTransaction();
    return marker;
  }

  private static RecordMetadata acknowledged(Future<RecordMetadata> written)
      throws InterruptedException {
    try {
      return written.get();
    } catch (ExecutionException e) {
      if (isOvertaken(e.getCause())) {
        throw anotherHasBegun(e);
      }
      throw new CommandFailedException("Kafka refuses a letter: " + e.getCause().getMessage(), e);
    }
  }

  private static RuntimeException explained(KafkaException failure) {
    return isOvertaken(failure) || isOvertaken(failure.getCause())
        ? anotherHasBegun(failure)
        : failure;
  }

  private static boolean isOvertaken(Throwable failure) {
    return failure instanceof ProducerFencedException
        || failure instanceof InvalidProducerEpochException;
  }

  private static CommandFailedException anotherHasBegun(Exception failure) {
    return new CommandFailedException(
        "another 'dead-letters erase' has begun, which ends this one", failure);
  }
}
