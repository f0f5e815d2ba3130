package io.threadmark.processor.law;

import io.threadmark.schema.User;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All that was said about one thing: each register holds the weightiest that was said about it.
 *
 * @param position where the earliest statement stands among those of one time
 * @param remembered the statements that hold a register and the newest 16, the newest first
 */
public record MergedFacts(
    Map<String, Said> registers,
    List<Weight> remembered,
    Instant createdAt,
    long position,
    Instant updatedAt,
    Instant firstReceivedAt) {

  /** What a register holds; a null value where it was emptied. */
  public record Said(Weight weight, Object value) {}

  private static final int REMEMBERED = 16;

  static MergedFacts of(Collection<Statement> statements) {
    Map<String, Said> registers = new HashMap<>();
    for (Statement statement : statements) {
      statement
          .says()
          .forEach(
              (name, value) -> {
                Said held = registers.get(name);
                if (held == null || statement.weight().compareTo(held.weight()) > 0) {
                  registers.put(name, new Said(statement.weight(), value));
                }
              });
    }
    Map<String, Said> kept = withinCaps(registers);
    TreeSet<Weight> newest = new TreeSet<>(Weight.BY_TIME.reversed());
    statements.forEach(statement -> newest.add(statement.weight()));
    TreeSet<Weight> remembered = new TreeSet<>(Weight.BY_TIME.reversed());
    newest.stream().limit(REMEMBERED).forEach(remembered::add);
    kept.values().forEach(said -> remembered.add(said.weight()));
    return new MergedFacts(
        kept,
        List.copyOf(remembered),
        newest.last().stamp().getEventTime(),
        statements.stream()
            .min(
                Comparator.comparing((Statement said) -> said.weight().stamp().getEventTime())
                    .thenComparing(Statement::position))
            .get()
            .position(),
        newest.first().stamp().getEventTime(),
        statements.stream().map(Statement::receivedAt).min(Comparator.naturalOrder()).get());
  }

  /** Of each map field the weightiest keys; the first by name where they weigh the same. */
  private static Map<String, Said> withinCaps(Map<String, Said> registers) {
    Map<String, Said> kept = new HashMap<>();
    registers.keySet().stream()
        .collect(Collectors.groupingBy(MergedFacts::field))
        .forEach(
            (field, names) ->
                names.stream()
                    .sorted(
                        Comparator.comparing((String name) -> registers.get(name).weight())
                            .reversed()
                            .thenComparing(Comparator.naturalOrder()))
                    .limit(cap(field))
                    .forEach(name -> kept.put(name, registers.get(name))));
    return kept;
  }

  /** The map field that a register is a key of, with its slash; else the register itself. */
  private static String field(String register) {
    int slash = register.indexOf('/');
    return slash < 0 ? register : register.substring(0, slash + 1);
  }

  private static int cap(String field) {
    return switch (field) {
      case "usage/" -> 2_048;
      default -> 128;
    };
  }

  /** The value of a register that is no key of a map field; null where there is none. */
  public Object get(String register) {
    Said said = registers.get(register);
    return said == null ? null : said.value();
  }

  /** What a trace says of its start, else of its end; else when it was first told of. */
  Instant beganAt() {
    if (get("start_time") != null) {
      return (Instant) get("start_time");
    }
    return get("end_time") != null ? (Instant) get("end_time") : createdAt;
  }

  public String text(String register) {
    return (String) get(register);
  }

  /** The keys of a map field that are there. */
  SortedMap<String, Object> keys(String field) {
    SortedMap<String, Object> keys = new TreeMap<>();
    Said cleared = registers.get(field);
    registers.forEach(
        (name, said) -> {
          boolean stands = cleared == null || said.weight().compareTo(cleared.weight()) > 0;
          if (name.startsWith(field + "/") && said.value() != null && stands) {
            keys.put(name.substring(field.length() + 1), said.value());
          }
        });
    return keys;
  }

  SortedMap<String, String> texts(String field) {
    SortedMap<String, String> texts = new TreeMap<>();
    keys(field).forEach((key, value) -> texts.put(key, (String) value));
    return texts;
  }

  /** The user that is named; null where nothing is said of one. */
  public User user() {
    User user =
        new User(text("user.id"), text("user.name"), text("user.email"), texts("user.segments"));
    return user.equals(new User(null, null, null, Map.of())) ? null : user;
  }
}
