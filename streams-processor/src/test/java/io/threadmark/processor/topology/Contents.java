package io.threadmark.processor.topology;

import io.threadmark.schema.User;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.apache.avro.specific.SpecificRecord;

/** What events of every type may say. */
final class Contents {
  private Contents() {}

  /** Mostly one; the other needs an encoded key. */
  static Arbitrary<String> projects() {
    return Arbitraries.frequency(Tuple.of(12, Events.PROJECT), Tuple.of(1, "b/%"));
  }

  static Arbitrary<String> words() {
    return Arbitraries.of("a", "b");
  }

  static Arbitrary<Map<String, String>> tags() {
    return Arbitraries.maps(Arbitraries.of("k", "l", "version"), words().injectNull(0.3))
        .ofMaxSize(2);
  }

  static Arbitrary<User> users() {
    return Combinators.combine(
            Arbitraries.of("u1", "u2").injectNull(0.4), words().injectNull(0.5), tags())
        .as((id, name, segments) -> new User(id, name, null, segments));
  }

  /** A user of many segments. */
  static User userOf(List<String> segments) {
    return new User(
        "u1",
        null,
        null,
        segments.stream().collect(Collectors.toMap(segment -> segment, segment -> "a")));
  }

  static Arbitrary<List<String>> clears(List<String> fields) {
    return Arbitraries.of(fields).list().uniqueElements().ofMinSize(1).ofMaxSize(2);
  }

  /** The gateway refuses an event that both sets and clears a field. */
  static <T extends SpecificRecord> T setsOrClears(T event) {
    int clear = event.getSchema().getField("clear").pos();
    List<?> fields = (List<?>) event.get(clear);
    event.put(clear, fields.stream().filter(field -> !sets(event, (String) field)).toList());
    return event;
  }

  private static boolean sets(SpecificRecord event, String field) {
    String name = field.replaceFirst("\\..*", "").replace("content_json", "content");
    return Stream.of(name, "remove_" + name)
        .map(event.getSchema()::getField)
        .filter(Objects::nonNull)
        .map(found -> event.get(found.pos()))
        .anyMatch(value -> value != null && !List.of().equals(value) && !Map.of().equals(value));
  }
}
