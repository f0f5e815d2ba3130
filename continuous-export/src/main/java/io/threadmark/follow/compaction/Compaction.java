package io.threadmark.follow.compaction;

import io.threadmark.dataset.row.FileKind;
import io.threadmark.follow.manifest.ExportRefusedException;
import io.threadmark.follow.manifest.ExportState;
import io.threadmark.follow.manifest.Manifest;
import io.threadmark.follow.manifest.ManifestChain;
import io.threadmark.follow.manifest.Part;
import io.threadmark.follow.manifest.PartName;
import io.threadmark.follow.part.FinishedPart;
import io.threadmark.follow.part.PartBounds;
import io.threadmark.follow.part.PartMaking;
import io.threadmark.follow.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Leaves of an export only what counts: the newest row of each thread that is still there. It may
 * run while a process writes the export. Partition by partition it makes new parts, commits them in
 * the place of the old ones and deletes those; wherever it ends, what the newest manifest says is
 * there, and the next compaction clears away the rest.
 */
public final class Compaction {
  private final Storage storage;
  private final ManifestChain chain;
  private final PartBounds bounds;
  private final Path work;
  private final Clock clock;
  private final String id;

  /**
   * Nothing is done yet.
   *
   * @param bounds of the parts that it makes; their age is of no meaning
   * @param work a folder of this machine, for this process alone; takes the parts of a partition
   *     twice
   * @param id of this process: 16 hexadecimal digits that no other has
   */
  public Compaction(Storage storage, PartBounds bounds, Path work, Clock clock, String id) {
    this.storage = storage;
    this.chain = new ManifestChain(storage);
    this.bounds = bounds;
    this.work = work;
    this.clock = clock;
    this.id = id;
  }

  /**
   * Does it.
   *
   * @throws ExportRefusedException where there is no export, or another process came between; what
   *     was compacted until then stays so
   */
  public CompactionReport run() throws IOException {
    // Looked up first: what comes later may be of a compaction that takes over from this one.
    List<String> found = storage.list(PartName.FOLDER);
    Manifest begun = begin();
    sweep(found, begun);
    PartMaking making = making(begun);
    CompactionReport report = CompactionReport.NOTHING;
    Map<Integer, List<Part>> partitions =
        begun.state().parts().stream().collect(Collectors.groupingBy(Part::partition));
    for (List<Part> parts : partitions.values()) {
      report = compact(parts, making, begun, report);
    }
    return report;
  }

  /** Says that it runs; a compaction that still does has lost then. */
  private Manifest begin() throws IOException {
    while (true) {
      Manifest newest =
          chain
              .newest()
              .orElseThrow(
                  () ->
                      new ExportRefusedException(
                          "there is no continuous export in " + storage.address()));
      Manifest begun = newest.next(clock.instant()).withCompactor(id);
      if (chain.commit(begun)) {
        return begun;
      }
    }
  }

  /** Clears away what a compaction left that was killed. */
  private void sweep(List<String> found, Manifest begun) throws IOException {
    storage.sweepUnfinished(path -> PartName.isPartOf(PartName.Maker.COMPACTION, path));
    Set<String> counting = begun.state().paths();
    for (String path : found) {
      if (PartName.isPartOf(PartName.Maker.COMPACTION, path) && !counting.contains(path)) {
        storage.delete(path);
      }
    }
    deleteRetired(begun, begun);
  }

  private CompactionReport compact(
      List<Part> parts, PartMaking making, Manifest begun, CompactionReport report)
      throws IOException {
    try (LocalParts local = LocalParts.of(storage, parts, work)) {
      PartitionCompaction compaction = new PartitionCompaction(making, parts, local);
      compaction.run();
      if (compaction.replaced().isEmpty()) {
        return report;
      }
      List<Part> made = store(compaction.made());
      Manifest committed = commit(begun, state -> replaced(state, compaction.replaced(), made));
      deleteRetired(begun, committed);
      return report.and(compaction.replaced(), made);
    }
  }

  private List<Part> store(List<FinishedPart> finished) throws IOException {
    List<Part> made = new ArrayList<>();
    for (FinishedPart part : finished) {
      storage.put(part.part().path(), part.file());
      Files.delete(part.file());
      made.add(part.part());
    }
    return made;
  }

  private ExportState replaced(ExportState state, List<Part> old, List<Part> made) {
    if (!new HashSet<>(state.parts()).containsAll(old)) {
      throw cameBetween();
    }
    return state.replaced(old, made);
  }

  private void deleteRetired(Manifest begun, Manifest newest) throws IOException {
    List<String> retired = newest.state().retired();
    for (String path : retired) {
      storage.delete(path);
    }
    if (!retired.isEmpty()) {
      commit(begun, state -> state.swept(retired));
    }
  }

  /** Commits a change of the newest state, whatever the writer of the export commits meanwhile. */
  private Manifest commit(Manifest begun, UnaryOperator<ExportState> change) throws IOException {
    while (true) {
      Manifest newest = chain.newest().orElseThrow(this::cameBetween);
      // A new writer has cleared away what it found in no manifest, parts of ours among it.
      if (!newest.writer().equals(begun.writer()) || !id.equals(newest.compactor())) {
        throw cameBetween();
      }
      Manifest next = newest.next(clock.instant()).with(change.apply(newest.state()));
      if (chain.commit(next)) {
        return next;
      }
    }
  }

  private ExportRefusedException cameBetween() {
    return new ExportRefusedException(
        "another process has begun to export to %s, or to compact it; run this again"
            .formatted(storage.address()));
  }

  private PartMaking making(Manifest manifest) {
    FileKind kind = FileKind.valueOf(manifest.source().file().toUpperCase(Locale.ROOT));
    return new PartMaking(work, kind, bounds, PartName.Maker.COMPACTION, id);
  }
}
