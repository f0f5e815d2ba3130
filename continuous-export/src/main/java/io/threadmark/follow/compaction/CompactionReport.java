package io.threadmark.follow.compaction;

import io.threadmark.follow.manifest.Part;
import java.util.Collection;

/**
 * What a compaction did.
 *
 * @param partsBefore how many parts it replaced
 * @param partsAfter by how many
 */
public record CompactionReport(
    long partsBefore,
    long rowsBefore,
    long bytesBefore,
    long partsAfter,
    long rowsAfter,
    long bytesAfter) {
  static final CompactionReport NOTHING = new CompactionReport(0, 0, 0, 0, 0, 0);

  CompactionReport and(Collection<Part> replaced, Collection<Part> made) {
    return new CompactionReport(
        partsBefore + replaced.size(),
        rowsBefore + replaced.stream().mapToLong(Part::rows).sum(),
        bytesBefore + replaced.stream().mapToLong(Part::bytes).sum(),
        partsAfter + made.size(),
        rowsAfter + made.stream().mapToLong(Part::rows).sum(),
        bytesAfter + made.stream().mapToLong(Part::bytes).sum());
  }
}
