package io.threadmark.processor.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an index has of what is asked for, or what several have together.
 *
 * @param places the first ones, in order
 * @param count how many there are, however many are told of
 * @param facets of each field how many have each value
 * @param incomplete fields of which there are more values than are counted
 */
public record Found(
    List<Place> places,
    long count,
    Map<String, Map<String, Long>> facets,
    List<String> incomplete) {
  /** What several have together. */
  public static Found together(List<Found> parts, int size) {
    List<Place> places = new ArrayList<>();
    long count = 0;
    Map<String, Map<String, Long>> facets = new TreeMap<>();
    TreeSet<String> incomplete = new TreeSet<>();
    for (Found part : parts) {
      places.addAll(part.places);
      count += part.count;
      incomplete.addAll(part.incomplete);
      part.facets.forEach(
          (field, values) -> {
            Map<String, Long> sum = facets.computeIfAbsent(field, none -> new TreeMap<>());
            values.forEach((value, times) -> sum.merge(value, times, Long::sum));
          });
    }
    places.sort(null);
    return new Found(
        List.copyOf(places.subList(0, Math.min(size, places.size()))),
        count,
        facets,
        List.copyOf(incomplete));
  }
}
