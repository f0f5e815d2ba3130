package io.threadmark.processor.export.job;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.store.RowCodec;
import io.threadmark.schema.Key;
import io.threadmark.schema.Topics;
import io.threadmark.schema.follow.FollowedTopic;
import io.threadmark.schema.follow.RecordForm;
import io.threadmark.schema.settings.ReadingConsumer;
import io.threadmark.schema.settings.Settings;
import io.threadmark.schema.settings.WritingProducer;
import io.threadmark.schema.state.ExportJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/** The jobs as their topic has them. */
final class JobTopic implements Jobs {
  private static final String TOPIC = Topics.EXPORTS.name();
  private static final RowCodec<ExportJob> CODEC = new RowCodec<>(ExportJob.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final String application;
  private final int partitions;
  private final FollowedTopic<ExportJob> topic;
  private final Producer<byte[], byte[]> producer;
  private final Admin admin;

  /**
   * Begins to read; returns at once.
   *
   * @param application whose jobs are meant
   * @param admin is closed together with this
   * @param changed is told after each change; must be quick
   */
  JobTopic(Settings settings, String application, int partitions, Admin admin, Runnable changed) {
    this.application = application;
    this.partitions = partitions;
    this.admin = admin;
    Map<String, Object> reading = ReadingConsumer.config(settings, "threadmark-exports");
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    ByteArraySerializer written = new ByteArraySerializer();
    producer =
        new KafkaProducer<>(
            WritingProducer.config(settings, "threadmark-exports"), written, written);
    topic =
        FollowedTopic.follow(
            TOPIC,
            "jobs of exports",
            () -> new KafkaConsumer<>(reading, bytes, bytes),
            new Form(),
            all -> changed.run());
  }

  @Override
  public ExportJob get(Key key) {
    ExportJob job = topic.get(key);
    return job != null && isOurs(job) ? job : null;
  }

  @Override
  public Map<Key, ExportJob> all() {
    return topic.all().entrySet().stream()
        .filter(entry -> isOurs(entry.getValue()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private boolean isOurs(ExportJob job) {
    return job.getApplication().equals(application);
  }

  @Override
  public boolean isWhole() {
    return topic.isWhole();
  }

  @Override
  public void catchUp(Key key) {
    catchUp(List.of(Utils.toPositive(Utils.murmur2(key.bytes())) % partitions));
  }

  @Override
  public void catchUp() {
    catchUp(IntStream.range(0, partitions).boxed().toList());
  }

  private void catchUp(List<Integer> of) {
    Map<TopicPartition, OffsetSpec> asked =
        of.stream()
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(TOPIC, partition),
                    partition -> OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        answer(
            admin.listOffsets(asked).all().toCompletionStage().toCompletableFuture(),
            "Kafka does not tell the jobs of exports");
    ends.forEach((partition, end) -> awaitRead(partition.partition(), end.offset()));
  }

  @Override
  public void put(Key key, ExportJob job) {
    byte[] value = job == null ? null : CODEC.write(job);
    CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
    try {
      producer.send(
          new ProducerRecord<>(TOPIC, key.bytes(), value),
          (metadata, failure) -> {
            if (failure == null) {
              sent.complete(metadata);
            } else {
              sent.completeExceptionally(failure);
            }
          });
    } catch (KafkaException | IllegalStateException e) { // the latter once it is closed
      throw new NotAvailableException("Kafka does not take the job of an export", e);
    }
    RecordMetadata written = answer(sent, "Kafka does not take the job of an export");
    awaitRead(written.partition(), written.offset() + 1);
  }

  private void awaitRead(int partition, long offset) {
    answer(
        topic.reached(partition, offset).orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
        "the jobs of exports are not read yet");
  }

  private static <T> T answer(CompletableFuture<T> asked, String otherwise) {
    try {
      return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new NotAvailableException(otherwise, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotAvailableException("stopping", e);
    }
  }

  @Override
  public void close() {
    topic.close();
    producer.close(CLOSE);
    admin.close(CLOSE);
  }

  private static final class Form implements RecordForm<ExportJob> {
    @Override
    public ExportJob read(Key key, byte[] value) {
      if (key.kind() != Key.Kind.EXPORT) {
        throw new IllegalArgumentException("the key is not that of an export");
      }
      ExportJob job = CODEC.read(value);
      JobState.of(job); // fails where it is of a later program
      return job;
    }
  }
}
