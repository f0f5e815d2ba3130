package io.threadmark.processor.facts;

import io.threadmark.schema.Stamp;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.Rank;
import io.threadmark.schema.state.Register;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The merged facts of one thing. Each field is a register of its own and the winning statement
 * about it stays, so the outcome is a function of the set of statements, whatever the order in
 * which they came and however often.
 *
 * <p>A register is named by its field ({@code title}); one key of a map field by the field, a slash
 * and the key ({@code tags/env}). An emptied map field is a register with the field's own name:
 * keys that do not outrank it are gone.
 */
public final class Facts {
  /** How many of the newest statements a row remembers, whether or not they won a field. */
  static final int REMEMBERED_STATEMENTS = 16;

  /** How many keys of a map field are kept: those whose statements rank highest. */
  private static final int MAX_KEYS = 128;

  /** Registers that keep more keys. Token counts are kept for each span, and are small. */
  private static final Map<String, Integer> MORE_KEYS = Map.of(Registers.USAGE, 2_048);

  private static final char SLASH = '/';

  private record Entry(Rank rank, String value) {}

  private final Map<String, Entry> registers;
  private final NavigableSet<Rank> statements;
  private long createdAt;
  private long position;
  private long firstIngestedAt;

  private Facts(Map<String, Entry> registers, NavigableSet<Rank> statements) {
    this.registers = registers;
    this.statements = statements;
    this.createdAt = Long.MAX_VALUE;
    this.firstIngestedAt = Long.MAX_VALUE;
  }

  /** The facts of a row; nothing is known yet where the row is null. */
  public static Facts of(FactsRow row) {
    Facts facts = new Facts(new HashMap<>(), newRankSet());
    if (row != null) {
      List<Rank> ranks = row.getRanks();
      facts.statements.addAll(ranks);
      row.getRegisters()
          .forEach(
              (name, register) ->
                  facts.registers.put(
                      name, new Entry(ranks.get(register.getRank()), register.getValue())));
      facts.createdAt = row.getCreatedAt();
      facts.position = row.getPosition();
      facts.firstIngestedAt = row.getFirstIngestedAt();
    }
    return facts;
  }

  /** Takes in one more statement. */
  public Facts merge(Statement statement) {
    Rank rank = statement.rank();
    statements.add(rank);
    statement.registers().forEach((name, value) -> merge(name, new Entry(rank, value)));
    mergePlace(rank.getEventTime(), statement.position());
    firstIngestedAt = Math.min(firstIngestedAt, statement.ingestedAt());
    dropKeysBeyondCap();
    forgetOldStatements();
    return this;
  }

  /** The row to keep. */
  public FactsRow toRow() {
    List<Rank> ranks = new ArrayList<>(statements.descendingSet());
    Map<Rank, Integer> index = new HashMap<>();
    for (int i = 0; i < ranks.size(); i++) {
      index.put(ranks.get(i), i);
    }
    Map<String, Register> rows = new TreeMap<>();
    registers.forEach(
        (name, entry) -> rows.put(name, new Register(index.get(entry.rank), entry.value)));
    return new FactsRow(ranks, rows, createdAt, firstIngestedAt, position);
  }

  /** The value of a field; null where nothing was said or it was emptied. */
  public String get(String field) {
    Entry entry = registers.get(field);
    if (entry == null) {
      return null;
    }
    int slash = field.indexOf(SLASH);
    return slash >= 0 && !outranksClear(field.substring(0, slash), entry) ? null : entry.value;
  }

  /** The rank of the statement that gave a field its value; null where nothing was said. */
  public Rank rankOf(String field) {
    Entry entry = registers.get(field);
    return entry == null ? null : entry.rank;
  }

  /** Whether nothing was said in the application's own words, and something by spans. */
  public boolean comeFromSpans() {
    return !registers.isEmpty()
        && registers.values().stream().allMatch(entry -> entry.rank.getPrecedence() < 0);
  }

  /** The keys of a map field with their values, sorted; without those removed. */
  public SortedMap<String, String> map(String field) {
    SortedMap<String, String> found = new TreeMap<>();
    String prefix = field + SLASH;
    registers.forEach(
        (name, entry) -> {
          if (name.startsWith(prefix) && entry.value != null && outranksClear(field, entry)) {
            found.put(name.substring(prefix.length()), entry.value);
          }
        });
    return found;
  }

  private void mergePlace(long eventTime, long among) {
    position =
        eventTime < createdAt
            ? among
            : eventTime > createdAt ? position : Math.min(position, among);
    createdAt = Math.min(createdAt, eventTime);
  }

  /** Where the earliest statement stands among those of one time. */
  public long position() {
    return position;
  }

  /** The smallest event time of all statements, in microseconds. */
  public long createdAt() {
    return createdAt;
  }

  /**
   * When the thing began, in microseconds: what it says of itself, its start or else its end, and
   * the smallest event time where it says neither.
   */
  public long beganAt() {
    return Stream.of(Registers.START_TIME, Registers.END_TIME)
        .map(this::get)
        .filter(Objects::nonNull)
        .findFirst()
        .map(Long::valueOf)
        .orElse(createdAt);
  }

  /** The event time of the newest statement, in microseconds. */
  public long updatedAt() {
    return updatedAt(statements.descendingSet());
  }

  /** The smallest ingest time of all statements, in microseconds. */
  public long firstIngestedAt() {
    return firstIngestedAt;
  }

  /** The event time of a row's newest statement, in microseconds. */
  public static long updatedAt(FactsRow row) {
    return updatedAt(row.getRanks());
  }

  /**
   * Whether a row has taken in the statement of a stamp. Exact while at most {@value
   * #REMEMBERED_STATEMENTS} newer statements have come; past that, a smaller stamp counts as come.
   */
  public static boolean holds(FactsRow row, Stamp stamp) {
    List<Rank> ranks = row.getRanks();
    if (ranks.stream().anyMatch(rank -> Ranks.hasStamp(rank, stamp))) {
      return true;
    }
    return ranks.size() >= REMEMBERED_STATEMENTS
        && Ranks.BY_STAMP.compare(
                ranks.get(REMEMBERED_STATEMENTS - 1), Ranks.of(ranks.get(0).getPrecedence(), stamp))
            > 0;
  }

  /** Whether a row remembers the very statement of a stamp. */
  public static boolean remembers(FactsRow row, Stamp stamp) {
    return row.getRanks().stream().anyMatch(rank -> Ranks.hasStamp(rank, stamp));
  }

  /** Whether something that the statement of a stamp said stands, or nothing newer was said. */
  public boolean stands(Stamp stamp) {
    return (!statements.isEmpty() && Ranks.hasStamp(statements.last(), stamp))
        || registers.entrySet().stream()
            .anyMatch(
                register ->
                    Ranks.hasStamp(register.getValue().rank, stamp)
                        && isInForce(register.getKey(), register.getValue()));
  }

  private boolean isInForce(String name, Entry entry) {
    int slash = name.indexOf(SLASH);
    return slash < 0 || outranksClear(name.substring(0, slash), entry);
  }

  private static long updatedAt(Iterable<Rank> newestFirst) {
    return newestFirst.iterator().next().getEventTime();
  }

  private void merge(String name, Entry said) {
    Entry held = registers.get(name);
    if (held == null || wins(said, held)) {
      registers.put(name, said);
    }
  }

  /** At equal ranks removal wins, then the greater text: still a total order. */
  private static boolean wins(Entry said, Entry held) {
    int byRank = Ranks.WINNING.compare(said.rank, held.rank);
    if (byRank != 0) {
      return byRank > 0;
    }
    return said.value == null || (held.value != null && said.value.compareTo(held.value) > 0);
  }

  private boolean outranksClear(String field, Entry entry) {
    Entry clear = registers.get(field);
    return clear == null || Ranks.WINNING.compare(entry.rank, clear.rank) > 0;
  }

  /**
   * A key's rank only ever rises, so the keys that rank highest among all ever said are the same in
   * every order of arrival.
   */
  private void dropKeysBeyondCap() {
    if (registers.size() <= MAX_KEYS) {
      return;
    }
    Map<String, List<String>> byField = new HashMap<>();
    for (String name : registers.keySet()) {
      int slash = name.indexOf(SLASH);
      if (slash >= 0) {
        byField.computeIfAbsent(name.substring(0, slash), field -> new ArrayList<>()).add(name);
      }
    }
    Comparator<String> highestFirst =
        Comparator.comparing((String name) -> registers.get(name).rank, Ranks.WINNING)
            .reversed()
            .thenComparing(Comparator.naturalOrder());
    byField.forEach(
        (field, names) -> {
          int most = MORE_KEYS.getOrDefault(field, MAX_KEYS);
          if (names.size() > most) {
            names.sort(highestFirst);
            names.subList(most, names.size()).forEach(registers::remove);
          }
        });
  }

  private void forgetOldStatements() {
    if (statements.size() <= REMEMBERED_STATEMENTS) {
      return;
    }
    NavigableSet<Rank> kept = newRankSet();
    registers.values().forEach(entry -> kept.add(entry.rank));
    statements.descendingSet().stream().limit(REMEMBERED_STATEMENTS).forEach(kept::add);
    statements.retainAll(kept);
  }

  private static NavigableSet<Rank> newRankSet() {
    return new TreeSet<>(Ranks.BY_STAMP.thenComparingLong(Rank::getPrecedence));
  }
}
