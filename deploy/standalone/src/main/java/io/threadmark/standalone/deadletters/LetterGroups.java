package io.threadmark.standalone.deadletters;

import io.threadmark.schema.DeadLetter;
import io.threadmark.standalone.cli.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts letters by what they have in common: one reason and one stack digest mean one cause. */
final class LetterGroups {
  private static final List<String> HEADINGS =
      List.of("letters", "reason", "stack digest", "exception", "newest");
  private static final Set<Integer> NUMBERS = Set.of(0);
  private static final int MOST_GROUPS = 1_000;
  private static final Group OTHERS = new Group("(others)", "", "");

  private record Group(String reason, String digest, String exception) {
    static Group of(DeadLetter content) {
      return new Group(
          content.getReason(), orEmpty(content.getStackDigest()), orEmpty(content.getException()));
    }

    private static String orEmpty(String text) {
      return text == null ? "" : text;
    }
  }

  private record Count(long letters, Letter.Place newest) {
    Count with(Count other) {
      return new Count(
          letters + other.letters, newest.compareTo(other.newest) > 0 ? newest : other.newest);
    }
  }

  private final Map<Group, Count> groups = new HashMap<>();

  void add(Letter letter) {
    Group group = Group.of(letter.content());
    boolean fits = groups.size() < MOST_GROUPS || groups.containsKey(group);
    groups.merge(fits ? group : OTHERS, new Count(1, letter.place()), Count::with);
  }

  /** The table, the largest group first. */
  List<String> lines() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    groups.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Group, Count> entry) -> -entry.getValue().letters())
                .thenComparing(entry -> entry.getValue().newest()))
        .forEach(entry -> rows.add(row(entry.getKey(), entry.getValue())));
    return TextTable.lines(rows, NUMBERS);
  }

  private static List<String> row(Group group, Count count) {
    return List.of(
        "%,d".formatted(count.letters()),
        LetterTable.cell(group.reason()),
        LetterTable.cell(group.digest()),
        LetterTable.cell(group.exception()),
        count.newest().address().toString());
  }
}
