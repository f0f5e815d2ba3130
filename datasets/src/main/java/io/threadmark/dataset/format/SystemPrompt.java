package io.threadmark.dataset.format;

import io.threadmark.dataset.label.Reason;
import io.threadmark.dataset.turn.Role;
import io.threadmark.dataset.turn.Turn;
import java.util.ArrayList;
import java.util.List;

/** The system's turns that begin a conversation, for formats that keep them apart. */
final class SystemPrompt {
  private SystemPrompt() {}

  /** Null where there is none. */
  static String of(List<Turn> turns) throws NoPlaceException {
    List<String> texts = new ArrayList<>();
    for (Turn turn : turns.subList(0, length(turns))) {
      if (!turn.body().isText()) {
        throw new NoPlaceException(Reason.CONTENT_IS_NOT_TEXT);
      }
      texts.add(turn.body().text());
    }
    return texts.isEmpty() ? null : String.join("\n\n", texts);
  }

  /** The other turns. */
  static List<Turn> without(List<Turn> turns) throws NoPlaceException {
    List<Turn> others = turns.subList(length(turns), turns.size());
    if (others.stream().anyMatch(turn -> turn.role() == Role.SYSTEM)) {
      throw new NoPlaceException(Reason.SYSTEM_TURN_NOT_FIRST);
    }
    return others;
  }

  private static int length(List<Turn> turns) {
    int length = 0;
    while (length < turns.size() && turns.get(length).role() == Role.SYSTEM) {
      length++;
    }
    return length;
  }
}
