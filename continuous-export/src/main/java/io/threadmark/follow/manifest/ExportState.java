package io.threadmark.follow.manifest;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an export has at one moment.
 *
 * @param begunBy who began to export from the beginning of the topic
 * @param generation rises whenever rows that were there may be there no longer: who reads only what
 *     is new must then read all anew
 * @param positions for each partition the offset from which on nothing is exported yet
 * @param caughtUpAt a moment up to which all that the topic then had is exported
 * @param parts those that count, in the order of {@link Part#ORDER}
 * @param retired paths of parts that count no longer, and may still be there
 */
public record ExportState(
    String begunBy,
    long generation,
    SortedMap<Integer, Long> positions,
    Instant caughtUpAt,
    List<Part> parts,
    List<String> retired) {

  public ExportState {
    positions = Collections.unmodifiableSortedMap(new TreeMap<>(positions));
    parts = parts.stream().sorted(Part.ORDER).toList();
    retired = List.copyOf(retired);
  }

  /** With more parts, and all that was exported up to these positions. */
  public ExportState advanced(
      Collection<Part> more, SortedMap<Integer, Long> newPositions, Instant caughtUp) {
    return new ExportState(
        begunBy,
        generation,
        newPositions,
        caughtUp,
        Stream.concat(parts.stream(), more.stream()).toList(),
        retired);
  }

  /** With some parts in the place of others, which are retired. */
  public ExportState replaced(Collection<Part> old, Collection<Part> made) {
    Set<Part> gone = new HashSet<>(old);
    return new ExportState(
        begunBy,
        generation + 1,
        positions,
        caughtUpAt,
        Stream.concat(parts.stream().filter(part -> !gone.contains(part)), made.stream()).toList(),
        Stream.concat(retired.stream(), old.stream().map(Part::path)).toList());
  }

  /** Without retired parts that are there no longer. */
  public ExportState swept(Collection<String> deleted) {
    return new ExportState(
        begunBy,
        generation,
        positions,
        caughtUpAt,
        parts,
        retired.stream().filter(path -> !deleted.contains(path)).toList());
  }

  /** The paths of the parts that count. */
  public Set<String> paths() {
    Set<String> paths = new HashSet<>();
    parts.forEach(part -> paths.add(part.path()));
    return paths;
  }
}
