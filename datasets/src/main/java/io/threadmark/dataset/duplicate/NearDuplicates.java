package io.threadmark.dataset.duplicate;

import io.threadmark.dataset.label.Drops;
import io.threadmark.dataset.label.Reason;
import io.threadmark.dataset.spill.Disjoint;
import io.threadmark.dataset.spill.SortedRecords;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Finds rows that are nearly the same by MinHash and locality-sensitive hashing: rows that agree in
 * a band are compared by their whole signatures with the first row of that band. Signatures are on
 * disk.
 */
final class NearDuplicates implements Closeable {
  private final NearDuplicatePlan plan;
  private final MinHash minHash;
  private final SignatureFile signatures;
  private final SortedRecords bands;
  private final SortedRecords ranks;
  private final Disjoint clusters = new Disjoint();

  NearDuplicates(NearDuplicatePlan plan, Path folder, int bufferBytes) throws IOException {
    this.plan = plan;
    this.minHash = new MinHash(plan.shingle());
    this.signatures = new SignatureFile(folder.resolve("signatures"), NearDuplicatePlan.HASHES);
    this.bands = new SortedRecords(folder, "bands", 3, bufferBytes);
    this.ranks = new SortedRecords(folder, "ranks", 4, bufferBytes);
  }

  void add(long row, String words, long human, long newest) throws IOException {
    int number = clusters.add();
    int[] signature = minHash.of(words);
    signatures.add(signature);
    for (int band = 0; band < plan.bands(); band++) {
      bands.add(band, MinHash.band(signature, band, plan.rowsPerBand()), number);
    }
    ranks.add(human, -newest, row, number);
  }

  /** The first of each cluster, by rank, stays; rows that are dropped already take no part. */
  void find(BitSet dropped, Drops drops) throws IOException {
    merge();
    BitSet kept = new BitSet();
    ranks.forEach(
        record -> {
          int row = Math.toIntExact(record[2]);
          int cluster = clusters.smallest((int) record[3]);
          if (dropped.get(row)) {
            return;
          }
          if (kept.get(cluster)) {
            dropped.set(row);
            drops.count(Reason.NEAR_DUPLICATE);
          }
          kept.set(cluster);
        });
  }

  @Override
  public void close() throws IOException {
    bands.close();
    ranks.close();
    signatures.close();
  }

  private void merge() throws IOException {
    long[] last = {-1, 0};
    int[][] first = new int[2][];
    bands.forEach(
        record -> {
          int number = (int) record[2];
          if (record[0] != last[0] || record[1] != last[1]) {
            System.arraycopy(record, 0, last, 0, 2);
            first[0] = new int[] {number};
            first[1] = null;
          } else if (clusters.smallest(first[0][0]) != clusters.smallest(number)) {
            if (first[1] == null) {
              first[1] = signatures.read(first[0][0]);
            }
            if (MinHash.similarity(first[1], signatures.read(number)) >= plan.similarity()) {
              clusters.merge(first[0][0], number);
            }
          }
        });
  }
}
