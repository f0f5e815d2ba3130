package io.threadmark.processor.export;

import io.threadmark.processor.export.CutProtocol.Asked;
import io.threadmark.schema.LabeledThread;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.streams.state.HostInfo;

/**
 * A cut that instances hold. A few megabytes are read at a time; meanwhile those whose turn has not
 * come are told now and then that they are still wanted. For one thread.
 */
final class ClusterCut implements Cut {
  private static final long PAGE_BYTES = 4L * 1024 * 1024;
  private static final Duration TOUCH = Duration.ofSeconds(20);

  private final ClusterCuts cuts;
  private final List<Part> parts;
  private final List<Place> places = new ArrayList<>();
  private final SortedMap<Integer, Long> positions = new TreeMap<>();
  private final Queue<LabeledThread> page = new ArrayDeque<>();
  private int turn;
  private byte[] last;
  private long touchedAt = System.nanoTime();

  /** What one instance holds. */
  record Part(HostInfo owner, HeldCuts.Opened opened) {}

  private record Place(int partition, Part part) {}

  ClusterCut(ClusterCuts cuts, List<Part> parts) {
    this.cuts = cuts;
    this.parts = parts;
    for (Part part : parts) {
      part.opened().positions().keySet().forEach(of -> places.add(new Place(of, part)));
      positions.putAll(part.opened().positions());
    }
    places.sort(Comparator.comparing(Place::partition));
  }

  @Override
  public LabeledThread next() {
    touch();
    while (page.isEmpty() && turn < places.size()) {
      Place place = places.get(turn);
      HeldCuts.Page read =
          cuts.read(
              place.part.owner(),
              Asked.read(place.part.opened().id(), place.partition, last, PAGE_BYTES));
      page.addAll(read.threads());
      last = read.last();
      if (last == null) {
        turn++;
      }
    }
    return page.poll();
  }

  private void touch() {
    if (System.nanoTime() - touchedAt > TOUCH.toNanos()) {
      parts.forEach(part -> cuts.touch(part.owner(), part.opened().id()));
      touchedAt = System.nanoTime();
    }
  }

  @Override
  public SortedMap<Integer, Long> positions() {
    return positions;
  }

  @Override
  public long threads() {
    return parts.stream().mapToLong(part -> part.opened().threads()).sum();
  }

  @Override
  public void close() {
    parts.forEach(part -> cuts.close(part.owner(), part.opened().id()));
  }
}
