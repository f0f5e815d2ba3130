package io.threadmark.follow.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.threadmark.follow.export.Export;
import io.threadmark.follow.export.ExportOrder;
import io.threadmark.follow.export.FollowedTopic;
import io.threadmark.follow.manifest.ExportRefusedException;
import io.threadmark.follow.part.PartBounds;
import io.threadmark.follow.part.WorkFolder;
import io.threadmark.follow.storage.Storage;
import io.threadmark.schema.registry.ValueSerdes;
import io.threadmark.schema.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows labeled threads and exports them, in a thread of its own, until it is closed or cannot go
 * on. Whatever it needs may be away meanwhile.
 */
public final class ContinuousExport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ContinuousExport.class);
  private static final Duration ENDS_AFTER = Duration.ofSeconds(1);

  private final Storage storage;
  private final ExportOrder order;
  private final PartBounds bounds;
  private final Path workBase;
  private final String id;
  private final Clock clock = Clock.systemUTC();
  private final LabeledThreadsTopic topic;
  private final RecordReader reader;
  private final FollowMetrics metrics;
  private final Patience patience = new Patience();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "threadmark-export");

  /** What it does before it follows the topic; null once it does. */
  private volatile String beginning = "asking Kafka for the labeled threads";

  private ContinuousExport(
      Settings settings,
      Storage storage,
      ExportOrder order,
      PartBounds bounds,
      Path workBase,
      String id,
      MeterRegistry registry) {
    this.storage = storage;
    this.order = order;
    this.bounds = bounds;
    this.workBase = workBase;
    this.id = id;
    this.reader = new RecordReader(ValueSerdes.deserializer(settings));
    this.topic = LabeledThreadsTopic.of(settings);
    this.metrics = new FollowMetrics(registry, clock);
  }

  /**
   * Begins; {@link #notReady} tells how far it is.
   *
   * @param storage is closed by whoever opened it
   * @param workBase where it makes a folder to work in
   * @param id of this process: 16 hexadecimal digits that no other has
   * @throws IllegalArgumentException where a setting is wrong
   */
  public static ContinuousExport start(
      Settings settings,
      Storage storage,
      ExportOrder order,
      PartBounds bounds,
      Path workBase,
      String id,
      MeterRegistry registry) {
    ContinuousExport export =
        new ContinuousExport(settings, storage, order, bounds, workBase, id, registry);
    export.thread.start();
    return export;
  }

  /** Why it is not ready, a sentence each; empty where it is. */
  public List<String> notReady() {
    String problem = patience.problem();
    if (problem != null) {
      return List.of(problem);
    }
    String stage = beginning;
    return stage == null ? List.of() : List.of(stage);
  }

  /**
   * Waits until it ends.
   *
   * @throws ExportRefusedException where it cannot go on
   */
  public void await() {
    try {
      ended.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Commits what was read, and ends. */
  @Override
  public void close() {
    patience.stop();
    topic.wakeup();
    if (beginning != null) {
      thread.interrupt(); // nothing was read that could be committed
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (WorkFolder work = WorkFolder.open(workBase, "follow", storage.address())) {
      FollowedTopic described = patience.until(topic::describe);
      beginning = "taking over the export to " + storage.address();
      try (Export export = patience.until(() -> open(described, work.path()))) {
        follow(export, described);
      }
      ended.complete(null);
    } catch (Patience.StoppedException e) {
      LOG.warn("{}; what is not committed is read again at the next start", e.getMessage());
      ended.complete(null);
    } catch (IOException e) {
      ended.completeExceptionally(
          new ExportRefusedException("the folder to work in fails: " + e.getMessage(), e));
    } catch (RuntimeException e) {
      ended.completeExceptionally(e);
    } finally {
      topic.close();
      reader.close();
    }
  }

  private Export open(FollowedTopic described, Path work) throws IOException {
    return Export.open(storage, order, described, bounds, work, clock, id, metrics);
  }

  private void follow(Export export, FollowedTopic described) throws IOException {
    topic.seek(export.positions());
    metrics.committed(export.manifest());
    LOG.info(
        "exporting labeled threads to {} {} offsets {}",
        storage.address(),
        export.isAnew() ? "anew, from" : "from",
        export.positions());
    beginning = null;
    Instant endsAt = Instant.EPOCH;
    while (!patience.isStopping()) {
      read(export);
      Instant now = clock.instant();
      if (now.isAfter(endsAt.plus(ENDS_AFTER))) {
        endsAt = now;
        tellEnds(export, now);
      }
      if (export.isDue()) {
        commitDue(export, described);
      }
    }
    export.finish();
    LOG.info("stopped; exported up to offsets {}", export.positions());
  }

  private void read(Export export) {
    try {
      for (ConsumerRecord<byte[], byte[]> found : patience.until(topic::poll)) {
        export.take(patience.until(() -> reader.read(found)));
      }
      patience.until(topic::positions).forEach(export::advance);
    } catch (OffsetOutOfRangeException e) {
      throw new ExportRefusedException(
          "the topic does not have the offsets that come next: " + e.getMessage(), e);
    } catch (Patience.StoppedException e) {
      LOG.debug("stopping", e); // what was read is committed yet
    }
  }

  private void tellEnds(Export export, Instant at) {
    try {
      SortedMap<Integer, Long> ends = patience.until(topic::ends);
      export.ended(at, ends);
      metrics.read(export.positions(), ends);
    } catch (Patience.StoppedException e) {
      LOG.debug("stopping", e);
    }
  }

  /** What was read before the topic was found to be the same is of that topic. */
  private void commitDue(Export export, FollowedTopic described) {
    patience.until(
        () -> {
          if (!topic.id().equals(described.id())) {
            throw new ExportRefusedException(
                "the topic %s was made anew while it was exported".formatted(described.name()));
          }
          export.commitDue();
          return null;
        });
  }
}
