package io.threadmark.follow.export;

import io.threadmark.follow.manifest.ExportRefusedException;
import io.threadmark.follow.manifest.ExportSource;
import io.threadmark.follow.manifest.ExportState;
import io.threadmark.follow.manifest.Manifest;
import io.threadmark.follow.manifest.ManifestChain;
import io.threadmark.follow.manifest.Part;
import io.threadmark.follow.storage.Storage;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The manifests as the process that writes the export goes on with them. A compaction may put one
 * between; another writer ends it.
 */
final class Ledger {
  private final Storage storage;
  private final ManifestChain chain;
  private final ExportSource source;
  private final String id;
  private final Clock clock;
  private final Set<String> swept = new HashSet<>();
  private Manifest newest;
  private boolean isAnew;

  /** Goes on with what was taken over. */
  Ledger(Storage storage, ExportSource source, String id, Clock clock, Takeover.Taken taken) {
    this.storage = storage;
    this.chain = new ManifestChain(storage);
    this.source = source;
    this.id = id;
    this.clock = clock;
    this.newest = taken.manifest();
    this.isAnew = taken.isAnew();
    this.swept.addAll(newest.state().retired());
  }

  /** The newest manifest that is known. */
  Manifest newest() {
    return newest;
  }

  /** Whether the next commit takes the place of all that there is. */
  boolean isAnew() {
    return isAnew;
  }

  /**
   * Commits parts. Where that failed and it is not known whether it was done after all, the same
   * parts may be given again: those that are committed are not committed twice.
   *
   * @throws ExportRefusedException where another process has taken the export over
   */
  void commit(Collection<Part> parts, SortedMap<Integer, Long> positions, Instant caughtUpAt)
      throws IOException {
    Manifest next = next(parts, positions, caughtUpAt);
    while (!chain.commit(next)) {
      goOnFromNewest();
      next = next(parts, positions, caughtUpAt);
    }
    newest = next;
    isAnew = false;
  }

  /** Deletes what counts no longer. */
  void sweep() throws IOException {
    for (String path : newest.state().retired()) {
      if (!swept.contains(path)) {
        storage.delete(path);
        swept.add(path);
      }
    }
  }

  private Manifest next(
      Collection<Part> parts, SortedMap<Integer, Long> positions, Instant caughtUpAt) {
    ExportState state = newest.state();
    Manifest next = newest.next(clock.instant());
    if (isAnew) {
      return next.with(source, anew(state, parts, positions, caughtUpAt));
    }
    List<Part> uncommitted =
        parts.stream()
            .filter(part -> part.firstOffset() >= state.positions().get(part.partition()))
            .toList();
    return next.with(state.advanced(uncommitted, positions, caughtUpAt).swept(swept));
  }

  private ExportState anew(
      ExportState state,
      Collection<Part> parts,
      SortedMap<Integer, Long> positions,
      Instant caughtUpAt) {
    List<String> retired =
        Stream.concat(state.retired().stream(), state.paths().stream()).sorted().toList();
    return new ExportState(
            id, state.generation() + 1, positions, caughtUpAt, List.copyOf(parts), retired)
        .swept(swept);
  }

  private void goOnFromNewest() throws IOException {
    newest =
        chain
            .newest()
            .filter(manifest -> manifest.writer().equals(id))
            .orElseThrow(
                () ->
                    new ExportRefusedException(
                        "another process has taken over the export to "
                            + storage.address()
                            + "; this one has lost it, and nothing was written twice"));
    // Of a commit whose answer got lost.
    isAnew &= !newest.state().begunBy().equals(id);
  }
}
