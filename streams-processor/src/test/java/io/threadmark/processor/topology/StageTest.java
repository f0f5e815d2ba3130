package io.threadmark.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.threadmark.processor.stage.Letters;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Timers;
import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.store.UnknownVersionException;
import io.threadmark.schema.DeadLetter;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.Topics;
import io.threadmark.schema.state.FeedbackHop;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StageTest {
  private static final byte[] KEY = "acme/f/f1".getBytes(UTF_8);
  private static final Feedback EVENT =
      Events.feedback("f1", 1, Events.onThread("th"), "\"secret words\"");

  /** Writes a row and sends a record, and then fails as it is told. */
  private static final class FailingStage extends Stage {
    RuntimeException failure;
    private Rows.Mutable rows;

    FailingStage() {
      super(new Letters("identify", RecordBytes.SERIALIZER), new Timers(new SimpleMeterRegistry()));
    }

    @Override
    protected void begin() {
      rows = rows(StateStores.IDENTITIES);
    }

    @Override
    protected void receive(byte[] key, SpecificRecord value) {
      rows.put(key, new byte[] {1});
      send(Key.thread("acme", "th"), value);
      if (failure != null) {
        throw failure;
      }
    }
  }

  private final MockProcessorContext<byte[], SpecificRecord> context = new MockProcessorContext<>();
  private final FailingStage stage = new FailingStage();
  private KeyValueStore<Bytes, byte[]> store;

  @BeforeEach
  void start() {
    store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(StateStores.IDENTITIES),
                org.apache.kafka.common.serialization.Serdes.Bytes(),
                org.apache.kafka.common.serialization.Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.setRecordMetadata(Topics.FEEDBACK.name(), 3, 42);
    stage.init(context);
  }

  @Test
  void aRecordThatFailsChangesAndSendsNothingAndGoesToTheDeadLetters() {
    stage.failure = new IllegalStateException("about the secret words");
    process();
    assertThat(store.get(Bytes.wrap(KEY))).isNull();
    assertThat(context.forwarded()).hasSize(1);
    DeadLetter letter = (DeadLetter) context.forwarded().get(0).record().value();
    assertThat(context.forwarded().get(0).record().key()).isEqualTo(KEY);
    assertThat(letter.getReason()).isEqualTo("failed");
    assertThat(letter.getStage()).isEqualTo("identify");
    assertThat(letter.getTopic()).isEqualTo(Topics.FEEDBACK.name());
    assertThat(letter.getPartition()).isEqualTo(3);
    assertThat(letter.getOffset()).isEqualTo(42);
    assertThat(letter.getException()).isEqualTo(IllegalStateException.class.getName());
    assertThat(letter.getStackDigest()).isNotBlank();
    assertThat(letter.getMessage()).contains("IllegalStateException").doesNotContain("secret");
    assertThat(RecordBytes.read(letter.getValue().array())).isEqualTo(EVENT);
  }

  @Test
  void theNextRecordIsTakenAsIfNothingHadBeen() {
    stage.failure = new IllegalStateException();
    process();
    context.resetForwards();
    stage.failure = null;
    process();
    assertThat(store.get(Bytes.wrap(KEY))).isNotNull();
    assertThat(context.forwarded()).hasSize(1);
    assertThat(context.forwarded().get(0).record().value()).isEqualTo(EVENT);
  }

  @Test
  void whatIsNotTheRecordsFaultIsThrown() {
    stage.failure = new InvalidStateStoreException("the store was closed");
    assertThatThrownBy(this::process).isSameAs(stage.failure);
    assertThat(store.get(Bytes.wrap(KEY))).isNull();
    assertThat(context.forwarded()).isEmpty();
  }

  @Test
  void aRowOfAnotherVersionIsNotTheRecordsFault() {
    RowCodec<FeedbackHop> rows = new RowCodec<>(FeedbackHop.class);
    try {
      rows.read(new byte[] {Byte.MAX_VALUE, 1});
    } catch (UnknownVersionException e) {
      stage.failure = e;
    }
    assertThatThrownBy(this::process).isNotNull().isSameAs(stage.failure);
    assertThat(context.forwarded()).isEmpty();
  }

  /** Nobody writes such, and nobody should stand still because of it. */
  @Test
  void aRecordWithoutAValueThatTheStageFailsOnIsADeadLetterToo() {
    stage.failure = new IllegalStateException();
    stage.process(new Record<>(KEY, null, 7));
    DeadLetter letter = (DeadLetter) context.forwarded().get(0).record().value();
    assertThat(letter.getValue()).isNull();
    assertThat(letter.getOffset()).isEqualTo(42);
  }

  private void process() {
    stage.process(new Record<>(KEY, EVENT, 7));
  }
}
