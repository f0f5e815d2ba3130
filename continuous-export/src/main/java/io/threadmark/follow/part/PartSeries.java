package io.threadmark.follow.part;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.follow.manifest.Part;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one partition as they become parts, one after another without a gap. What is between
 * the rows (records of other projects, ends of transactions, what the topic's own compaction took
 * away) belongs to the part before or after it.
 */
public final class PartSeries implements Closeable {
  private final PartMaking making;
  private final int partition;
  private final List<FinishedPart> finished = new ArrayList<>();
  private OpenPart open;
  private Instant openSince;
  private long next;

  /**
   * Begins.
   *
   * @param from the first offset that is not exported yet
   */
  public PartSeries(PartMaking making, int partition, long from) {
    this.making = making;
    this.partition = partition;
    this.next = from;
  }

  /** Adds the row of an offset; the part ends where it is full. */
  public void add(ObjectNode row, long offset, Instant now) throws IOException {
    if (open == null) {
      open = new OpenPart(making, partition, next);
      openSince = now;
    }
    open.add(row);
    next = offset + 1;
    if (open.isFull()) {
      end();
    }
  }

  /** Tells that there is nothing more to export before an offset. */
  public void advance(long offset) {
    next = Math.max(next, offset);
  }

  /** Ends the part that is open, if one is. */
  public void end() throws IOException {
    if (open != null) {
      OpenPart ended = open;
      open = null;
      finished.add(ended.finish(next - 1));
    }
  }

  /** Since when the oldest row waits that is in no finished part. */
  public Optional<Instant> waitingSince() {
    return open == null ? Optional.empty() : Optional.of(openSince);
  }

  /** Whether there are parts to be taken. */
  public boolean hasFinished() {
    return !finished.isEmpty();
  }

  /** Hands out the parts that are finished since this was last asked. */
  public List<FinishedPart> takeFinished() {
    List<FinishedPart> taken = List.copyOf(finished);
    finished.clear();
    return taken;
  }

  /** The first offset that is in no finished part and must still be exported. */
  public long position() {
    return open == null ? next : open.firstOffset();
  }

  /** The first offset of which nothing was said yet. */
  public long readTo() {
    return next;
  }

  /** Gives up the part that is open. */
  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  /** Whether a part is as large as parts become, or nearly. */
  public static boolean isLarge(Part part, PartBounds bounds) {
    return part.rows() >= bounds.rows() / 2 || part.bytes() >= bounds.bytes() / 2;
  }
}
