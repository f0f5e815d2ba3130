package io.threadmark.processor.law;

import io.threadmark.schema.User;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A thread.
 *
 * @param facts what was said about the thread itself; null where nothing was
 * @param items all that is in it and shows, in the order of creation
 * @param hidden messages that spans tell of, and the application itself does, too
 */
public record ThreadAtRest(
    Named thread, MergedFacts facts, List<ThreadItem> items, List<ThreadItem> hidden) {

  /** Its messages, those that do not show among them. */
  public Stream<ThreadItem> messages() {
    return Stream.concat(items.stream(), hidden.stream()).filter(item -> item.kind() == 'm');
  }

  /** How many of a kind count. */
  public long count(char kind) {
    return items.stream().filter(item -> item.kind() == kind && item.counts()).count();
  }

  public Instant createdAt() {
    return Stream.concat(
            items.stream().map(ThreadItem::createdAt),
            Stream.ofNullable(facts).map(MergedFacts::createdAt))
        .min(Comparator.naturalOrder())
        .get();
  }

  public Instant updatedAt() {
    return Stream.concat(
            items.stream().map(ThreadItem::updatedAt),
            Stream.ofNullable(facts).map(MergedFacts::updatedAt))
        .max(Comparator.naturalOrder())
        .get();
  }

  public String title() {
    return facts == null ? null : facts.text("title");
  }

  /** The words of a set, such as intents, sorted. */
  public List<String> words(String field) {
    return facts == null ? List.of() : List.copyOf(facts.keys(field).keySet());
  }

  public Map<String, String> texts(String field) {
    return facts == null ? Map.of() : facts.texts(field);
  }

  /** Its own user, over that of the earliest item that names one; but an own id stands alone. */
  public User user() {
    User own = facts == null ? null : facts.user();
    User first =
        items.stream()
            .filter(item -> item.user() != null)
            .min(
                Comparator.comparing(ThreadItem::createdAt)
                    .thenComparing(ThreadItem::kind)
                    .thenComparing(ThreadItem::id))
            .map(ThreadItem::user)
            .orElse(null);
    if (first == null || (own != null && own.getId() != null)) {
      return own;
    }
    if (own == null) {
      return first;
    }
    Map<String, String> segments = new TreeMap<>(first.getSegments());
    segments.putAll(own.getSegments());
    return new User(
        first.getId(),
        own.getName() != null ? own.getName() : first.getName(),
        own.getEmail() != null ? own.getEmail() : first.getEmail(),
        segments);
  }

  public boolean isLabeled() {
    return count('f') > 0 || !words("intents").isEmpty() || !words("issues").isEmpty();
  }
}
