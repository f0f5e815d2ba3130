package io.threadmark.follow.export;

import io.threadmark.follow.manifest.ExportRefusedException;
import io.threadmark.follow.manifest.ExportSource;
import io.threadmark.follow.manifest.ExportState;
import io.threadmark.follow.manifest.Manifest;
import io.threadmark.follow.manifest.ManifestChain;
import io.threadmark.follow.manifest.PartName;
import io.threadmark.follow.storage.Storage;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * How a process becomes the one that writes an export: with a manifest that says so. Whoever wrote
 * before cannot make another one from then on, so what it left can be cleared away.
 */
public final class Takeover {
  private final Storage storage;
  private final ManifestChain chain;
  private final Clock clock;

  /**
   * What was taken over.
   *
   * @param manifest the one that says so
   * @param isAnew whether all is exported from the beginning, in place of what there is
   * @param positions from where on to read each partition
   */
  record Taken(Manifest manifest, boolean isAnew, SortedMap<Integer, Long> positions) {}

  public Takeover(Storage storage, Clock clock) {
    this.storage = storage;
    this.chain = new ManifestChain(storage);
    this.clock = clock;
  }

  /**
   * Takes an export over, or begins one.
   *
   * @param id of this process, as {@link PartName} has it
   * @throws ExportRefusedException where the export cannot go on, and is not to begin anew
   */
  Taken take(ExportOrder order, FollowedTopic topic, String id) throws IOException {
    ExportSource source = order.source(topic);
    while (true) {
      // Looked up first: what comes later may be of one who takes over from this process.
      List<String> found = storage.list(PartName.FOLDER);
      Instant now = clock.instant();
      Optional<Manifest> newest = chain.newest();
      Optional<String> obstacle =
          newest.flatMap(manifest -> new Continuation(manifest).obstacle(source, topic, now));
      if (obstacle.isPresent() && !order.beginAnew()) {
        throw new ExportRefusedException(
            "the export to %s cannot go on: %s. With --begin-anew it is made anew from all that the topic has"
                .formatted(storage.address(), obstacle.get()));
      }
      Manifest mine =
          newest
              .map(manifest -> manifest.next(now).withWriter(id))
              .orElseGet(() -> Manifest.first(now, id, source, beginning(topic, id, now)));
      if (chain.commit(mine)) {
        chain.requireFencing(mine);
        sweep(found, mine);
        boolean isAnew = obstacle.isPresent();
        return new Taken(mine, isAnew, isAnew ? topic.beginnings() : mine.state().positions());
      }
    }
  }

  /** Clears away what nobody can commit any more. */
  private void sweep(List<String> found, Manifest mine) throws IOException {
    storage.sweepUnfinished(PartName::isPart);
    Set<String> counting = mine.state().paths();
    for (String path : found) {
      if (PartName.isPart(path) && !counting.contains(path)) {
        storage.delete(path);
      }
    }
  }

  private static ExportState beginning(FollowedTopic topic, String id, Instant now) {
    return new ExportState(id, 1, topic.beginnings(), now, List.of(), List.of());
  }
}
