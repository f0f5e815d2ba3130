package io.threadmark.processor.query.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.index.SelectionMatcher;
import io.threadmark.processor.query.http.Views;
import io.threadmark.schema.Key;
import io.threadmark.schema.LabeledThread;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * One listener and what it hears: threads that are meant, as they change, and which threads are
 * gone or labeled no more.
 */
final class StreamSession implements TopicWalk.Taker {
  private static final long BEAT_MS = Duration.ofSeconds(15).toMillis();

  private final StreamRequest request;
  private final SelectionMatcher matcher;
  private final StreamTopic.Facts topic;
  private final Deserializer<SpecificRecord> values;
  private final Listener listener;
  private final Clock clock;
  private final String topicName;
  private long[] offsets;
  private long beatAtMs;

  StreamSession(
      StreamRequest request,
      StreamTopic topic,
      StreamTopic.Facts facts,
      Deserializer<SpecificRecord> values,
      Listener listener,
      Clock clock) {
    this.request = request;
    this.matcher = new SelectionMatcher(request.selection());
    this.topic = facts;
    this.topicName = topic.name();
    this.values = values;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Tells until somebody throws.
   *
   * @throws ListenerGoneException where nobody listens any more
   */
  void run(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions = topic.partitions();
    Map<TopicPartition, Long> firsts = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    String tooOld = request.from() == null ? null : tooOld(request.from(), firsts, ends);
    boolean fromTheStart = request.from() == null ? request.replay() : tooOld != null;
    offsets =
        request.from() != null && tooOld == null
            ? request.from().offsets().clone()
            : ofAll(fromTheStart ? firsts : ends);
    if (tooOld == null) {
      tell("ready", Views.object().put("resumed", request.from() != null));
    } else {
      tell("reset", Views.object().put("reason", tooOld));
    }
    new TopicWalk(consumer, partitions, this).run(offsets.clone());
  }

  private long[] ofAll(Map<TopicPartition, Long> of) {
    return topic.partitions().stream().mapToLong(of::get).toArray();
  }

  /** Why a position cannot be gone on from; null where it can. */
  private String tooOld(
      StreamPosition from, Map<TopicPartition, Long> firsts, Map<TopicPartition, Long> ends) {
    if (from.topic() != topic.id() || from.offsets().length != topic.partitions().size()) {
      return "the topic is not the one that the position is of";
    }
    if (clock.millis() - from.atMs() > topic.staleAfter().toMillis()) {
      return "the position is so old that removals may have been missed";
    }
    boolean there =
        topic.partitions().stream()
            .allMatch(
                partition ->
                    from.offsets()[partition.partition()] >= firsts.get(partition)
                        && from.offsets()[partition.partition()] <= ends.get(partition));
    return there ? null : "the topic does not have the position any more";
  }

  @Override
  public void take(ConsumerRecord<byte[], byte[]> record) {
    Key key = Key.parse(record.key());
    if (!key.project().equals(request.selection().project())) {
      return;
    }
    offsets[record.partition()] = record.offset() + 1;
    if (record.value() == null) {
      tell("removed", Views.object().put("thread_id", key.id()).put("project_id", key.project()));
      return;
    }
    LabeledThread thread = (LabeledThread) values.deserialize(topicName, record.value());
    if (matcher.matches(thread)) {
      tell("thread", Views.of(thread));
    }
  }

  @Override
  public void reached(int partition, long offset) {
    offsets[partition] = offset;
  }

  @Override
  public void pause() {
    if (listener.isGone()) {
      throw new ListenerGoneException("the listener is gone");
    }
    if (clock.millis() - beatAtMs >= BEAT_MS || clock.millis() < beatAtMs) {
      listener.beat(position());
      beatAtMs = clock.millis();
    }
  }

  private void tell(String event, ObjectNode view) {
    listener.tell(event, position(), Views.json(view));
    beatAtMs = clock.millis();
  }

  private String position() {
    return new StreamPosition(topic.id(), clock.millis(), offsets).toString();
  }
}
