package io.threadmark.benchmark;

import io.threadmark.processor.rollup.rows.Dimensions;
import io.threadmark.processor.rollup.rows.Granularity;
import io.threadmark.processor.store.RowCodec;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Rollup;
import io.threadmark.schema.state.MetricsAnswer;
import io.threadmark.schema.state.MetricsQuestion;
import io.threadmark.schema.state.RollupFloors;
import io.threadmark.schema.state.WindowRange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * How the traces of one project lie in the partitions, asked of the processor as its peers ask it.
 *
 * @param traces those of each partition
 */
record PartitionSpread(long[] traces) {
  private static final RowCodec<MetricsQuestion> QUESTIONS = new RowCodec<>(MetricsQuestion.class);
  private static final RowCodec<MetricsAnswer> ANSWERS = new RowCodec<>(MetricsAnswer.class);

  /** Higher than those of any partition, so that each of them answers. */
  private static final RollupFloors ANY_FLOORS =
      new RollupFloors(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  /**
   * Asks for it.
   *
   * @param processor the base address of the processor that owns every partition
   */
  static PartitionSpread of(String processor, String project, int partitions)
      throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    long[] traces = new long[partitions];
    for (int partition = 0; partition < partitions; partition++) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(processor + "/internal/v1/metrics"))
              .POST(BodyPublishers.ofByteArray(QUESTIONS.write(question(project, partition))))
              .build();
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException("partition " + partition + " answered " + answer.statusCode());
      }
      traces[partition] = traces(ANSWERS.read(answer.body()));
    }
    return new PartitionSpread(traces);
  }

  @Override
  public String toString() {
    double all = LongStream.of(traces).sum() / 100.0;
    return String.format(
        Locale.ROOT,
        "%d partitions: at least %.2f %%, on average %.2f %%, at most %.2f %%",
        traces.length,
        LongStream.of(traces).min().orElseThrow() / all,
        100.0 / traces.length,
        LongStream.of(traces).max().orElseThrow() / all);
  }

  private static MetricsQuestion question(String project, int partition) {
    Instant now = Instant.now();
    return MetricsQuestion.newBuilder()
        .setProjectId(project)
        .setPartitions(List.of(partition))
        .setFloors(ANY_FLOORS)
        .setRanges(
            List.of(
                new WindowRange(
                    Granularity.DAY.word(),
                    Granularity.DAY.windowOf(Micros.of(now.minus(History.LENGTH.multipliedBy(2)))),
                    Granularity.DAY.windowFrom(Micros.of(now)))))
        .setByWindow(false)
        .setDimension(Dimensions.ALL)
        .setValue("")
        .build();
  }

  private static long traces(MetricsAnswer answer) {
    long traces = 0;
    for (Rollup rollup : answer.getRollups()) {
      if (rollup.getFeedbackName() == null) {
        traces += rollup.getTraces().getTraces();
      }
    }
    return traces;
  }
}
