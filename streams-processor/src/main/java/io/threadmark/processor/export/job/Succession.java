package io.threadmark.processor.export.job;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who does the jobs of an instance that is gone. All instances choose the same one, as far as they
 * agree on who is there; where they do not, the job is with the one that wrote last, and the other
 * stops when it reads that.
 */
final class Succession {
  private final String self;
  private final long patienceNanos;
  private final Map<String, Long> goneSince = new HashMap<>();
  private List<String> there = List.of();

  /**
   * @param self the address of this instance
   * @param patience how long one must be gone
   */
  Succession(String self, Duration patience) {
    this.self = self;
    this.patienceNanos = patience.toNanos();
  }

  /**
   * Looks who is there.
   *
   * @param addresses of the instances that are there; null where that is not known
   * @param named addresses that jobs name
   * @param nanos of {@link System#nanoTime()}
   */
  void look(Set<String> addresses, Set<String> named, long nanos) {
    if (addresses == null) {
      goneSince.clear(); // whoever is gone is so from when it is known again
      there = List.of();
      return;
    }
    Set<String> all = new TreeSet<>(addresses);
    all.add(self);
    there = List.copyOf(all);
    goneSince.keySet().retainAll(named);
    goneSince.keySet().removeAll(all);
    named.stream()
        .filter(address -> !all.contains(address))
        .forEach(address -> goneSince.putIfAbsent(address, nanos));
  }

  /** Whether this instance is to do the job of another one. */
  boolean isMine(String exportId, String address, long nanos) {
    Long since = goneSince.get(address);
    return since != null
        && nanos - since >= patienceNanos
        && there.get(Math.floorMod(exportId.hashCode(), there.size())).equals(self);
  }
}
