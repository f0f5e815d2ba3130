package io.threadmark.processor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.facts.Statement;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.thread.rows.ThreadKeys;
import io.threadmark.processor.thread.rows.ThreadReader;
import io.threadmark.processor.thread.rows.ThreadWatcher;
import io.threadmark.processor.thread.rows.ThreadWriter;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.FeedbackTotals;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Rollup;
import io.threadmark.schema.Source;
import io.threadmark.schema.Span;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.Target;
import io.threadmark.schema.TraceTotals;
import io.threadmark.schema.UnmatchedFeedback;
import io.threadmark.schema.User;
import io.threadmark.schema.state.ChangesRow;
import io.threadmark.schema.state.Claim;
import io.threadmark.schema.state.ClaimHop;
import io.threadmark.schema.state.ContributionRow;
import io.threadmark.schema.state.DrainRow;
import io.threadmark.schema.state.EraseHop;
import io.threadmark.schema.state.ErasureHop;
import io.threadmark.schema.state.ErasureRow;
import io.threadmark.schema.state.ExportJob;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.FeedbackHop;
import io.threadmark.schema.state.FeedbackRow;
import io.threadmark.schema.state.ForgetHop;
import io.threadmark.schema.state.HeadRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.MentionHop;
import io.threadmark.schema.state.MetricsAnswer;
import io.threadmark.schema.state.MetricsQuestion;
import io.threadmark.schema.state.OverrideHop;
import io.threadmark.schema.state.PlacedFeedback;
import io.threadmark.schema.state.RecountRow;
import io.threadmark.schema.state.RollupFloors;
import io.threadmark.schema.state.RollupHop;
import io.threadmark.schema.state.SpansHop;
import io.threadmark.schema.state.SpansRow;
import io.threadmark.schema.state.ThreadHop;
import io.threadmark.schema.state.UnmatchedHop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows and hops stay readable: what one version wrote, the next one reads. */
class StateEvolutionTest {
  /** A version before all that were released, which only this test knows. */
  private static final byte BEFORE = 0;

  static Stream<Class<? extends SpecificRecord>> types() {
    return Stream.of(
        FeedbackRow.class,
        FactsRow.class,
        PlacedFeedback.class,
        Claim.class,
        HeadRow.class,
        User.class,
        Feedback.class,
        OverrideHop.class,
        FeedbackHop.class,
        ClaimHop.class,
        ThreadHop.class,
        UnmatchedFeedback.class,
        UnmatchedHop.class,
        ForgetHop.class,
        EraseHop.class,
        MentionHop.class,
        ContributionRow.class,
        RecountRow.class,
        ChangesRow.class,
        RollupFloors.class,
        TraceTotals.class,
        FeedbackTotals.class,
        Rollup.class,
        RollupHop.class,
        MetricsQuestion.class,
        MetricsAnswer.class,
        DrainRow.class,
        Erasure.class,
        ErasureRow.class,
        ErasureHop.class,
        Span.class,
        SpansRow.class,
        SpansHop.class,
        ExportJob.class);
  }

  @ParameterizedTest
  @MethodSource("types")
  void theNewestReleasedSchemaIsTheOneThatIsCompiled(Class<? extends SpecificRecord> type)
      throws IOException {
    Schema compiled = SpecificData.get().getSchema(type);
    Path written =
        Path.of(
            "target/state", Byte.toString(StateSchemas.VERSION), type.getSimpleName() + ".avsc");
    Files.createDirectories(written.getParent());
    Files.writeString(written, SchemaFormatter.format("json/pretty", compiled) + "\n");
    String resource = StateSchemas.resource(StateSchemas.VERSION, type);
    try (InputStream released = StateSchemas.class.getResourceAsStream(resource)) {
      assertThat(released)
          .as("raise StateSchemas.VERSION and copy target/state to the resources")
          .isNotNull();
      assertThat(new Schema.Parser().parse(released))
          .as("a row's schema changed: raise StateSchemas.VERSION and keep the old schemas")
          .isEqualTo(compiled);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyReleasedVersionIsReadable(Class<? extends SpecificRecord> type) {
    Schema compiled = SpecificData.get().getSchema(type);
    for (byte version = since(type); version <= StateSchemas.VERSION; version++) {
      assertThat(
              SchemaCompatibility.checkReaderWriterCompatibility(
                      compiled, StateSchemas.of(version, type))
                  .getType())
          .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
  }

  /** The version that a type of row came with. */
  private static byte since(Class<? extends SpecificRecord> type) {
    boolean ofSecond =
        List.of(UnmatchedFeedback.class, UnmatchedHop.class, ForgetHop.class).contains(type);
    boolean ofThird =
        List.of(
                EraseHop.class,
                MentionHop.class,
                DrainRow.class,
                Erasure.class,
                ErasureRow.class,
                ErasureHop.class)
            .contains(type);
    boolean ofFourth =
        List.of(
                ContributionRow.class,
                RecountRow.class,
                ChangesRow.class,
                RollupFloors.class,
                TraceTotals.class,
                FeedbackTotals.class,
                Rollup.class,
                RollupHop.class,
                MetricsQuestion.class,
                MetricsAnswer.class)
            .contains(type);
    boolean ofSixth =
        List.of(Span.class, SpansRow.class, SpansHop.class, ExportJob.class).contains(type);
    return (byte) (ofSixth ? 6 : ofFourth ? 4 : ofThird ? 3 : ofSecond ? 2 : 1);
  }

  @Test
  void feedbackThatAFormerVersionPlacedHadNoEndOfItsWaitTold() throws IOException {
    Schema former = StateSchemas.of((byte) 1, PlacedFeedback.class);
    PlacedFeedback placed =
        FeedbackRows.onThread(new LiveFeedback(feedback(), "f2", 10L, 20L), "th");
    GenericRecord row = new GenericData.Record(former);
    for (Schema.Field field : former.getFields()) {
      row.put(field.name(), placed.get(placed.getSchema().getField(field.name()).pos()));
    }
    assertThat(FeedbackRows.CODEC.read(written((byte) 1, former, row))).isEqualTo(placed);
  }

  private static Feedback feedback() {
    return Feedback.newBuilder()
        .setProjectId("acme")
        .setFeedbackId("f1")
        .setStamp(new Stamp(Instant.EPOCH, 1L, ByteBuffer.wrap(new byte[] {1})))
        .setTarget(new Target(null, null, "th", null, null))
        .setKind("BOOLEAN")
        .setValueJson("true")
        .setSource(new Source("HUMAN", "u1"))
        .setIngest(new Ingest(Instant.EPOCH, "http"))
        .build();
  }

  @Test
  void aRowOfAFormerVersionIsReadWithWhatItLacksAtItsDefault() throws IOException {
    Schema former = StateSchemas.of(BEFORE, HeadRow.class);
    GenericRecord row = new GenericData.Record(former);
    row.put("message_count", 3L);
    row.put("trace_count", 2L);
    row.put("feedback_count", 1L);
    row.put("intents", List.of("refund"));
    row.put("created_at", 10L);
    row.put("updated_at", 20L);

    HeadRow head = new RowCodec<>(HeadRow.class).read(written(BEFORE, former, row));
    assertThat(head.getMessageCount()).isEqualTo(3);
    assertThat(head.getIntents()).containsExactly("refund");
    assertThat(head.getUpdatedAt()).isEqualTo(20);
    assertThat(head.getTitle()).isNull();
    assertThat(head.getIssues()).isEmpty();
    assertThat(head.getTags()).isEmpty();
    assertThat(head.getItemCount()).isZero();
  }

  @Test
  void aThreadOfAFormerVersionIsChangedAndReadOn() throws IOException {
    MemoryRows rows = new MemoryRows();
    byte[] thread = "acme/h/th".getBytes(StandardCharsets.UTF_8);
    Schema former = StateSchemas.of(BEFORE, HeadRow.class);
    GenericRecord row = new GenericData.Record(former);
    row.put("message_count", 3L);
    row.put("trace_count", 0L);
    row.put("feedback_count", 0L);
    row.put("intents", List.of());
    row.put("created_at", 10L);
    row.put("updated_at", 20L);
    rows.put(new ThreadKeys(thread).head(), written(BEFORE, former, row));

    Facts trace = Facts.of(null).merge(new Statement(rank(5), 5, java.util.Map.of("name", "chat")));
    new ThreadWriter(rows, thread, ThreadWatcher.NONE).put("t1", "acme/t/t1", trace.toRow());
    HeadRow head = new ThreadReader(rows, thread).head();
    assertThat(head.getMessageCount()).isEqualTo(3);
    assertThat(head.getTraceCount()).isEqualTo(1);
    assertThat(head.getCreatedAt()).isEqualTo(5);
    assertThat(rows.get(new ThreadKeys(thread).head())[0]).isEqualTo(StateSchemas.VERSION);
  }

  @Test
  void aRowOfALaterVersionIsRefusedClearly() {
    assertThatThrownBy(() -> new RowCodec<>(HeadRow.class).read(new byte[] {99, 0, 0}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("written by version 99");
  }

  private static io.threadmark.schema.state.Rank rank(long time) {
    return new io.threadmark.schema.state.Rank(
        0L, time, 0L, java.nio.ByteBuffer.wrap(new byte[] {1}));
  }

  private static byte[] written(byte version, Schema schema, GenericRecord row) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(version);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema, SpecificData.getForSchema(schema))
        .write(row, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
