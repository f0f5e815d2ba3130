package io.threadmark.follow.export;

import io.threadmark.follow.manifest.ExportRefusedException;
import io.threadmark.follow.manifest.Manifest;
import io.threadmark.follow.manifest.Part;
import io.threadmark.follow.manifest.PartName;
import io.threadmark.follow.part.FinishedPart;
import io.threadmark.follow.part.PartBounds;
import io.threadmark.follow.part.PartMaking;
import io.threadmark.follow.part.PartSeries;
import io.threadmark.follow.part.ThreadChange;
import io.threadmark.follow.part.ThreadRows;
import io.threadmark.follow.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An export that goes on: takes what records say, makes parts of it, and commits them. It knows no
 * Kafka; who reads the topic tells it how far. Where the storage fails ({@link IOException}), the
 * same can be called again and goes on where it failed.
 */
public final class Export implements Closeable {
  private static final Duration LONGEST_SILENCE = Duration.ofHours(1);
  private static final int SHARE_OF_SILENCE = 8;

  private final Storage storage;
  private final Ledger ledger;
  private final ExportOrder order;
  private final FollowedTopic topic;
  private final PartBounds bounds;
  private final Clock clock;
  private final CatchingUp catchingUp;
  private final SortedMap<Integer, PartSeries> series = new TreeMap<>();
  private final Deque<FinishedPart> toStore = new ArrayDeque<>();
  private final List<Part> toCommit = new ArrayList<>();
  private final ExportMeter meter;

  private Export(
      Storage storage,
      ExportOrder order,
      FollowedTopic topic,
      PartMaking making,
      Clock clock,
      ExportMeter meter,
      Takeover.Taken taken) {
    this.storage = storage;
    this.ledger = new Ledger(storage, order.source(topic), making.makerId(), clock, taken);
    this.order = order;
    this.topic = topic;
    this.bounds = making.bounds();
    this.clock = clock;
    this.meter = meter;
    Manifest manifest = taken.manifest();
    this.catchingUp =
        new CatchingUp(
            taken.isAnew() ? manifest.committedAt() : manifest.state().caughtUpAt(),
            topic.keepsRemovals());
    taken
        .positions()
        .forEach(
            (partition, from) -> series.put(partition, new PartSeries(making, partition, from)));
  }

  /**
   * Takes an export over, or begins one.
   *
   * @param work a folder of this machine, for this process alone
   * @param id of this process: 16 hexadecimal digits that no other has
   * @throws ExportRefusedException where the export cannot go on
   */
  public static Export open(
      Storage storage,
      ExportOrder order,
      FollowedTopic topic,
      PartBounds bounds,
      Path work,
      Clock clock,
      String id,
      ExportMeter meter)
      throws IOException {
    PartMaking making = new PartMaking(work, order.kind(), bounds, PartName.Maker.FOLLOWER, id);
    Takeover.Taken taken = new Takeover(storage, clock).take(order, topic, id);
    return new Export(storage, order, topic, making, clock, meter, taken);
  }

  /** For each partition the offset from which on nothing was taken yet. */
  public SortedMap<Integer, Long> positions() {
    SortedMap<Integer, Long> positions = new TreeMap<>();
    series.forEach((partition, of) -> positions.put(partition, of.readTo()));
    return positions;
  }

  /** The newest manifest that this process knows. */
  public Manifest manifest() {
    return ledger.newest();
  }

  /** Whether it exports all anew, and what there was counts until all of it is there. */
  public boolean isAnew() {
    return ledger.isAnew();
  }

  /**
   * Takes what the next record of a partition says.
   *
   * @throws UncheckedIOException where the folder to work in fails
   */
  public void take(ThreadChange change) {
    PartSeries of = series.get(change.partition());
    if (!order.wants(change.projectId())) {
      of.advance(change.offset() + 1);
      return;
    }
    try {
      of.add(ThreadRows.of(change), change.offset(), clock.instant());
    } catch (IOException e) {
      throw ofTheFolder(e);
    }
    meter.row(change);
  }

  /** Tells that a partition has no more records before an offset. */
  public void advance(int partition, long offset) {
    series.get(partition).advance(offset);
  }

  /**
   * Tells where the topic ended.
   *
   * @param at a moment before it was asked
   */
  public void ended(Instant at, SortedMap<Integer, Long> ends) {
    catchingUp.ended(at, ends, positions());
  }

  /** Whether {@link #commitDue} has something to do. */
  public boolean isDue() {
    return isAgeReached()
        || !toStore.isEmpty()
        || !toCommit.isEmpty()
        || isSilentTooLong()
        || series.values().stream().anyMatch(PartSeries::hasFinished);
  }

  /** Stores and commits the parts that are finished, and those that are old enough to be. */
  public void commitDue() throws IOException {
    if (isAgeReached()) {
      endAll();
    }
    if (isDue()) {
      commit();
    }
  }

  /** Stores and commits all that was taken. */
  public void finish() throws IOException {
    endAll();
    commit();
  }

  /** Gives up what is not committed. */
  @Override
  public void close() throws IOException {
    for (PartSeries of : series.values()) {
      of.close();
    }
  }

  private boolean isAgeReached() {
    Instant old = clock.instant().minus(bounds.age());
    return series.values().stream()
        .map(PartSeries::waitingSince)
        .flatMap(Optional::stream)
        .anyMatch(since -> !since.isAfter(old));
  }

  /** A manifest now and then tells that nothing was missed, also where nothing happens. */
  private boolean isSilentTooLong() {
    Duration share = topic.keepsRemovals().dividedBy(SHARE_OF_SILENCE);
    Duration most = share.compareTo(LONGEST_SILENCE) < 0 ? share : LONGEST_SILENCE;
    return clock.instant().isAfter(ledger.newest().committedAt().plus(most));
  }

  private void endAll() {
    for (PartSeries of : series.values()) {
      try {
        of.end();
      } catch (IOException e) {
        throw ofTheFolder(e);
      }
    }
  }

  /** Half a row may be there: only beginning again from the newest manifest helps. */
  private static UncheckedIOException ofTheFolder(IOException failure) {
    return new UncheckedIOException(
        "the folder to work in cannot be written to: " + failure.getMessage(), failure);
  }

  private void commit() throws IOException {
    store();
    SortedMap<Integer, Long> positions = new TreeMap<>();
    series.forEach((partition, of) -> positions.put(partition, of.position()));
    if (ledger.isAnew() && !CatchingUp.isPast(positions, topic.ends())) {
      return; // what there is stays until this is as much
    }
    ledger.commit(toCommit, positions, catchingUp.at(positions, clock.instant()));
    toCommit.clear();
    meter.committed(ledger.newest());
    ledger.sweep();
  }

  private void store() throws IOException {
    series.values().forEach(of -> toStore.addAll(of.takeFinished()));
    while (!toStore.isEmpty()) {
      FinishedPart finished = toStore.peek();
      storage.put(finished.part().path(), finished.file());
      toCommit.add(finished.part());
      toStore.remove();
      Files.deleteIfExists(finished.file());
      meter.stored(finished.part());
    }
  }
}
