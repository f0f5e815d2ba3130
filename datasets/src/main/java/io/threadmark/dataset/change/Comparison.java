package io.threadmark.dataset.change;

import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.spill.SortedTexts.Cursor;
import io.threadmark.dataset.spill.SortedTexts.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Goes through what was made of the same threads at several stages, side by side. The history of a
 * row is: as it was kept, as it was made, as the former rules make it of the threads of today, …,
 * as the rules of today make it, as it is kept. Where it changed last is why it is not as it was.
 */
final class Comparison {
  private final List<Side> sides = new ArrayList<>();
  private final Causes causes;
  private final Changes changes = new Changes();
  private SeenThread before;
  private SeenThread now;

  /**
   * @param stages the first is the former package, the last the new one, and each is sorted
   */
  Comparison(List<Cursor> stages, Causes causes) throws IOException {
    for (Cursor stage : stages) {
      sides.add(new Side(stage));
    }
    this.causes = causes;
  }

  Changes changes() throws IOException {
    for (String key = least(); key != null; key = least()) {
      if (key.indexOf('\0') == key.length() - 1) {
        before = first().thread(key);
        now = last().thread(key);
        changes.countThread(before != null, now != null);
      } else {
        row(key);
      }
    }
    return changes;
  }

  private void row(String key) throws IOException {
    List<Decision> history = new ArrayList<>();
    history.add(null);
    for (Side side : sides) {
      history.add(side.row(key));
    }
    Decision former = kept(history.get(1));
    Decision current = kept(history.get(sides.size()));
    history.set(0, former);
    history.add(current);
    if (former == null && current == null) {
      return;
    }
    Kind kind = kind(former, current);
    if (kind == null) {
      changes.countUnchanged();
      return;
    }
    int place = history.size() - 2;
    while (Objects.equals(
        kind.aspect.apply(history.get(place)), kind.aspect.apply(history.get(place + 1)))) {
      place--;
    }
    Decision row = current == null ? former : current;
    changes.count(kind, causes.of(place, row, before, now), row);
  }

  /** Null where nothing changed. */
  private static Kind kind(Decision former, Decision current) {
    if (former == null || current == null) {
      return former == null ? Kind.ADDED : Kind.GONE;
    }
    if (!former.says().equals(current.says())) {
      return Kind.FLIPPED;
    }
    return former.content().equals(current.content()) ? null : Kind.REWORDED;
  }

  private static Decision kept(Decision row) {
    return row != null && row.kept() ? row : null;
  }

  private String least() {
    return sides.stream()
        .map(side -> side.head)
        .filter(Objects::nonNull)
        .map(Entry::key)
        .min(String::compareTo)
        .orElse(null);
  }

  private Side first() {
    return sides.get(0);
  }

  private Side last() {
    return sides.get(sides.size() - 1);
  }

  /** What can become of a row, and what of a row tells it. */
  enum Kind {
    ADDED(row -> row != null),
    GONE(row -> row != null),
    FLIPPED(row -> row == null ? null : row.says()),
    REWORDED(row -> row == null ? null : row.content());

    private final Function<Decision, Object> aspect;

    Kind(Function<Decision, Object> aspect) {
      this.aspect = aspect;
    }
  }

  /** One stage, and how far it was read. */
  private static final class Side {
    private final Cursor cursor;
    private Entry head;

    Side(Cursor cursor) throws IOException {
      this.cursor = cursor;
      this.head = cursor.next();
    }

    SeenThread thread(String key) throws IOException {
      String text = take(key);
      return text == null ? null : SeenThread.read(Json.read(text));
    }

    Decision row(String key) throws IOException {
      String text = take(key);
      return text == null ? null : Decision.read(Json.read(text));
    }

    /** The text of that key, the last where there are several; null where there is none. */
    private String take(String key) throws IOException {
      String text = null;
      while (head != null && head.key().equals(key)) {
        text = head.text();
        head = cursor.next();
      }
      return text;
    }
  }
}
